"""Seals of the journal, and the order in which the record of changes is read when it is narrowed."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_seals",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_journal_seals_center")),
        sa.PrimaryKeyConstraint("center", "seq", name=op.f("pk_journal_seals")),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_audit_who", table_name="audit")
    op.create_index("ix_audit_who", "audit", ["who", "seq"])
    op.create_index("ix_audit_what", "audit", ["what", "seq"])
    op.create_index("ix_audit_center", "audit", ["center", "seq"])


def downgrade() -> None:
    op.drop_index("ix_audit_center", table_name="audit")
    op.drop_index("ix_audit_what", table_name="audit")
    op.drop_index("ix_audit_who", table_name="audit")
    op.create_index("ix_audit_who", "audit", ["who"])
    op.drop_table("journal_seals")
