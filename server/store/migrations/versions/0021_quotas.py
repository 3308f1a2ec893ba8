"""How many numbers of a service are given out when, and who has a ticket for it already."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("center_services", sa.Column("quotas", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "quota_counts",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("service", sa.Text(), sa.ForeignKey("services.id"), primary_key=True),
        sa.Column("day", sa.Text(), primary_key=True),
        sa.Column("begins", sa.Text(), primary_key=True),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("given >= 0", name="given"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person_tickets",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("service", sa.Text(), sa.ForeignKey("services.id"), primary_key=True),
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("ticket", sa.Text(), sa.ForeignKey("tickets.id"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_tickets_ticket", "person_tickets", ["ticket"])


def downgrade() -> None:
    op.drop_table("person_tickets")
    op.drop_table("quota_counts")
    op.drop_column("center_services", "quotas")
