"""Drafts of guidance, written in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guidance_drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("begun_from", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_drafts")),
    )
    op.create_table(
        "guidance_draft_files",
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_guidance_draft_files_version")),
        sa.ForeignKeyConstraint(["draft"], ["guidance_drafts.id"], name=op.f("fk_guidance_draft_files_draft")),
        sa.PrimaryKeyConstraint("draft", "file", "version", name=op.f("pk_guidance_draft_files")),
    )


def downgrade() -> None:
    op.drop_table("guidance_draft_files")
    op.drop_table("guidance_drafts")
