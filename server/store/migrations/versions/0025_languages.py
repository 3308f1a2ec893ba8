"""The language that whoever has a ticket speaks, where that is not what everybody there does."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("language", sa.Text()))


def downgrade() -> None:
    op.drop_column("tickets", "language")
