"""Who sits at which counter, what they can do, and the lines that a counter calls from because of that."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (("pause_reason", sa.Text()), ("person", sa.Text()), ("seated_at", sa.BigInteger())):
        op.add_column("counters", sa.Column(name, kind))
    op.create_index("ix_counters_person", "counters", ["person"], unique=True)
    op.add_column("staff", sa.Column("number", sa.Text()))
    op.add_column("staff", sa.Column("skills", sa.Text()))
    op.add_column("staff", sa.Column("languages", sa.Text(), nullable=False, server_default="[]"))
    op.create_index("ix_staff_number", "staff", ["center", "number"], unique=True)
    op.create_table(
        "counter_lines",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_counter_lines_counter")),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name=op.f("fk_counter_lines_service")),
        sa.PrimaryKeyConstraint("counter", "service", name=op.f("pk_counter_lines")),
    )
    op.execute("INSERT INTO counter_lines SELECT counter, service, position FROM counter_services")


def downgrade() -> None:
    op.drop_table("counter_lines")
    op.drop_index("ix_staff_number", "staff")
    for name in ("languages", "skills", "number"):
        op.drop_column("staff", name)
    op.drop_index("ix_counters_person", "counters")
    for name in ("seated_at", "person", "pause_reason"):
        op.drop_column("counters", name)
