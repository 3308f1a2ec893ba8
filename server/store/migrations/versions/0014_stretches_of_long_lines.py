"""A long line is counted in stretches; those that are long already get theirs when the next person joins."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lines", sa.Column("stretched", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "stretches",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("service", sa.Text(), sa.ForeignKey("services.id"), primary_key=True),
        sa.Column("key", sa.BigInteger(), primary_key=True),
        sa.Column("ready_at", sa.BigInteger(), primary_key=True),
        sa.Column("place", sa.BigInteger(), primary_key=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.CheckConstraint("waiting >= 0", name="waiting"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("stretches")
    op.drop_column("lines", "stretched")
