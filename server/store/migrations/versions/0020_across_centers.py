"""The ways between centers, and tickets of a hall that were taken elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

COMING = sa.text("arrive_by IS NOT NULL")


def upgrade() -> None:
    op.add_column("cities", sa.Column("ways", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "remote_tickets",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text()),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("arrive_by", sa.BigInteger()),
        sa.Column("follows", sa.Text()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_remote_tickets_ticket")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_remote_tickets_center")),
        sa.ForeignKeyConstraint(["follows"], ["tickets.id"], name=op.f("fk_remote_tickets_follows")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_remote_tickets")),
        sqlite_with_rowid=False,
    )
    for name, columns, unique in (
        ("ix_remote_tickets_coming", ["center", "arrive_by"], False),
        ("uq_remote_tickets_visit", ["visit"], True),
        ("uq_remote_tickets_holder", ["holder"], True),
    ):
        op.create_index(name, "remote_tickets", columns, unique=unique, sqlite_where=COMING, postgresql_where=COMING)
    op.create_index("ix_remote_tickets_follows", "remote_tickets", ["follows"])


def downgrade() -> None:
    # Nobody of the release before could check in with them.
    op.execute("DELETE FROM intervals WHERE ended_at IS NULL AND state = 'remote'")
    op.execute("UPDATE tickets SET state = 'expired', open_day = NULL WHERE state = 'remote'")
    op.drop_table("remote_tickets")
    op.drop_column("cities", "ways")
