"""What editors learn by center: where consultations began, lines were marked and sentences found nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultations", sa.Column("center", sa.Text(), nullable=True))
    with op.batch_alter_table("line_marks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("center", sa.Text(), nullable=False, server_default=""))
        batch_op.drop_constraint(op.f("pk_line_marks"), type_="primary")
        batch_op.create_primary_key(op.f("pk_line_marks"), ["about", "line", "why", "center"])
    with op.batch_alter_table("line_marks", schema=None) as batch_op:
        batch_op.alter_column("center", existing_type=sa.Text(), server_default=None)
    op.create_table(
        "unfound_places",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_unfound_places_count")),
        sa.PrimaryKeyConstraint("hash", "center", name=op.f("pk_unfound_places")),
    )


def downgrade() -> None:
    op.drop_table("unfound_places")
    op.execute(
        "DELETE FROM line_marks WHERE EXISTS (SELECT 1 FROM line_marks AS other WHERE other.about = line_marks.about"
        " AND other.line = line_marks.line AND other.why = line_marks.why AND other.center < line_marks.center)"
    )
    with op.batch_alter_table("line_marks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_line_marks"), type_="primary")
        batch_op.create_primary_key(op.f("pk_line_marks"), ["about", "line", "why"])
        batch_op.drop_column("center")
    op.drop_column("consultations", "center")
