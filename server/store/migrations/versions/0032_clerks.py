"""Clerks sign in at their desks: which sign-in a desk has, and how somebody signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("how", sa.Text(), server_default="password", nullable=False))
    op.add_column("counters", sa.Column("sign_in", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("counters", "sign_in")
    op.drop_column("sign_ins", "how")
