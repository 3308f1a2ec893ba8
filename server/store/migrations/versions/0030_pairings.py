"""Devices that ask to be let in."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pairings",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("half_hash", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("polled_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("center", sa.Text(), nullable=True),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_pairings_center")),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_pairings_counter")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_pairings")),
        sa.UniqueConstraint("half_hash", name=op.f("uq_pairings_half_hash")),
    )
    op.create_index("ix_pairings_expires_at", "pairings", ["expires_at"])


def downgrade() -> None:
    op.drop_index("ix_pairings_expires_at", "pairings")
    op.drop_table("pairings")
