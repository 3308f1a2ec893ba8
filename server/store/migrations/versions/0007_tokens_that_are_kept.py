"""Tokens have a name, tell when they were used last, and may end by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("name", sa.Text()))
    op.add_column("tokens", sa.Column("expires_at", sa.BigInteger()))
    op.add_column("tokens", sa.Column("last_used_at", sa.BigInteger()))
    for name in ("revoked_at", "expires_at"):
        op.create_index(f"ix_tokens_{name}", "tokens", [name])


def downgrade() -> None:
    for name in ("revoked_at", "expires_at"):
        op.drop_index(f"ix_tokens_{name}", "tokens")
    for name in ("last_used_at", "expires_at", "name"):
        op.drop_column("tokens", name)
