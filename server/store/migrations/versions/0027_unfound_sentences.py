"""What people looked for in vain, for those who write the lists."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unfound_sentences",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "count >= 1 AND (words IS NULL OR count >= 2)", name=op.f("ck_unfound_sentences_said_again")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_unfound_sentences")),
    )


def downgrade() -> None:
    op.drop_table("unfound_sentences")
