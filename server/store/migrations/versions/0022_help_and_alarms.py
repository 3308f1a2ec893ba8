"""Long lines: which counters help them, what each rule has decided and who helps; when staff are asked to open one."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("centers", sa.Column("elastic", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("counters", sa.Column("helps", sa.Text()))
    op.add_column("counters", sa.Column("helps_by", sa.Text()))
    op.create_table(
        "elastic",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_elastic_center")),
        sa.PrimaryKeyConstraint("center", "rule", name=op.f("pk_elastic")),
    )
    op.add_column("centers", sa.Column("alarms", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "alarms",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("quiet_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_alarms_center")),
        sa.PrimaryKeyConstraint("center", "service", name=op.f("pk_alarms")),
    )


def downgrade() -> None:
    op.drop_table("alarms")
    op.drop_column("centers", "alarms")
    op.drop_table("elastic")
    op.drop_column("counters", "helps_by")
    op.drop_column("counters", "helps")
    op.drop_column("centers", "elastic")
