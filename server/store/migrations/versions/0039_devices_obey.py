"""What devices are told to do, and what came of it; how their machines are; who is told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_orders",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("millimetres", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_device_orders_token")),
        sa.PrimaryKeyConstraint("token", "kind", name=op.f("pk_device_orders")),
        sa.UniqueConstraint("id", name=op.f("uq_device_orders_id")),
    )

    op.add_column("device_health", sa.Column("box", sa.Text(), nullable=True))
    op.add_column("device_health", sa.Column("disk_free", sa.Integer(), nullable=True))
    op.add_column("device_health", sa.Column("printed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "alert_addresses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("worst", sa.Text(), nullable=False),
        sa.Column("lasting", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=False),
        sa.Column("quiet_to", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_alert_addresses_center")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_addresses")),
    )
    op.create_table(
        "alert_causes",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name=op.f("fk_alert_causes_token")),
        sa.PrimaryKeyConstraint("token", "cause", name=op.f("pk_alert_causes")),
    )
    op.create_table(
        "alert_told",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["address"], ["alert_addresses.id"], name=op.f("fk_alert_told_address")),
        sa.PrimaryKeyConstraint("address", "token", "cause", name=op.f("pk_alert_told")),
    )
    op.create_table(
        "alert_letters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["address"], ["alert_addresses.id"], name=op.f("fk_alert_letters_address")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_letters")),
    )


def downgrade() -> None:
    for table in ("alert_letters", "alert_told", "alert_causes", "alert_addresses"):
        op.drop_table(table)
    for name in ("printed_at", "disk_free", "box"):
        op.drop_column("device_health", name)
    op.drop_table("device_orders")
