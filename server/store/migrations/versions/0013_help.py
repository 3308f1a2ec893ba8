"""Since when a counter asks for help, while it does."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("counters", sa.Column("help_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("counters", "help_at")
