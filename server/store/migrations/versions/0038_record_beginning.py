"""Where the record of changes begins, once its oldest rows were thrown away."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_beginning",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_beginning_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_beginning")),
    )


def downgrade() -> None:
    op.drop_table("record_beginning")
