"""What counters say is wrong in the lists that citizens are given."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_marks",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_line_marks_count")),
        sa.PrimaryKeyConstraint("about", "line", "why", name=op.f("pk_line_marks")),
    )


def downgrade() -> None:
    op.drop_table("line_marks")
