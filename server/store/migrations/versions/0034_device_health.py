"""How each device said that it is."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_health",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("clock_off", sa.BigInteger(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_device_health_token")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_device_health")),
    )


def downgrade() -> None:
    op.drop_table("device_health")
