"""Why a ticket has priority and how many cases it brings; the right to come back with a missing paper."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("cases", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("tickets", sa.Column("ground", sa.Text()))
    op.add_column("tickets", sa.Column("proven", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("class_before", sa.Text()))
    op.create_table(
        "return_rights",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text()),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("used_by", sa.Text()),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_return_rights_ticket")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_return_rights_center")),
        sa.PrimaryKeyConstraint("ticket", "step", name=op.f("pk_return_rights")),
    )
    op.create_index("ix_return_rights_label", "return_rights", ["center", "label"])
    op.create_index("ix_return_rights_until", "return_rights", ["until"])


def downgrade() -> None:
    op.drop_table("return_rights")
    for name in ("class_before", "proven", "ground", "cases"):
        op.drop_column("tickets", name)
