"""What could not be done, and what was done about it."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_cases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_failed_cases_outcome")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_failed_cases_center")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_failed_cases_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_cases")),
    )
    op.create_index("ix_failed_cases_center", "failed_cases", ["center", "closed_at", "due"])
    op.create_index("ix_failed_cases_ticket", "failed_cases", ["ticket"])
    op.create_table(
        "failed_case_steps",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_failed_case_steps_number")),
        sa.ForeignKeyConstraint(["case"], ["failed_cases.id"], name=op.f("fk_failed_case_steps_case")),
        sa.PrimaryKeyConstraint("case", "number", name=op.f("pk_failed_case_steps")),
    )


def downgrade() -> None:
    op.drop_table("failed_case_steps")
    op.drop_index("ix_failed_cases_ticket", "failed_cases")
    op.drop_index("ix_failed_cases_center", "failed_cases")
    op.drop_table("failed_cases")
