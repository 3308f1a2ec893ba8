"""A counter says where in the building it stands, for slips; those there already say nothing of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("counters", sa.Column("place", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("counters", "place")
