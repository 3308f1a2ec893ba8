"""What a counter pressed last is kept with it for a while, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("counters", sa.Column("undo", sa.Text()))
    op.add_column("counters", sa.Column("undo_until", sa.BigInteger()))


def downgrade() -> None:
    for name in ("undo_until", "undo"):
        op.drop_column("counters", name)
