"""Tokens that were shown from two addresses in turn."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("cloned_at", sa.BigInteger(), nullable=True))
    op.add_column("tokens", sa.Column("cloned", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tokens") as tokens:
        tokens.drop_column("cloned")
        tokens.drop_column("cloned_at")
