"""What the waits that were said on a day were worth, one row a day."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_waits",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("day", sa.Text(), primary_key=True),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("day_waits")
