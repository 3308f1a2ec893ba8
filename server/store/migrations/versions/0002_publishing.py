"""Publishing: the record of acts, the keys, and consultations that can be replayed.

A release from before was a pack alone and not signed. It becomes guidance without editions, under the id that this
has; nothing is in force until the first signed publication.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEFORE, AFTER = '{"editions":[],"pack":', "}"
THIRTY_DAYS = 30 * 24 * 3600 * 1000


def upgrade() -> None:
    op.create_table(
        "release_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_release_keys")),
    )
    op.create_table(
        "release_acts",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("in_force_at", sa.BigInteger(), nullable=True),
        sa.Column("withdraws", sa.BigInteger(), nullable=True),
        sa.Column("signed", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('submitted', 'checked', 'reviewed', 'returned', 'published', 'withdrawn')",
            name=op.f("ck_release_acts_kind"),
        ),
        sa.CheckConstraint(
            "kind <> 'published' OR (in_force_at IS NOT NULL AND signed IS NOT NULL AND signature IS NOT NULL"
            " AND key IS NOT NULL)",
            name=op.f("ck_release_acts_published"),
        ),
        sa.CheckConstraint("kind <> 'withdrawn' OR withdraws IS NOT NULL", name=op.f("ck_release_acts_withdrawn")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_release_acts_number")),
        sa.ForeignKeyConstraint(["key"], ["release_keys.key"], name=op.f("fk_release_acts_key")),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name=op.f("fk_release_acts_release")),
        sa.ForeignKeyConstraint(["withdraws"], ["release_acts.number"], name=op.f("fk_release_acts_withdraws")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release_acts")),
    )
    with op.batch_alter_table("release_acts", schema=None) as batch_op:
        batch_op.create_index("ix_release_acts_in_force", ["in_force_at", "number"], unique=False)
    # Not in a batch: SQLite would make the table anew, which its foreign keys do not allow.
    op.drop_index("ix_releases_published_at", table_name="releases")
    op.execute("ALTER TABLE releases RENAME COLUMN published_at TO submitted_at")
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("wish", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("day", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.BigInteger(), nullable=True))
    _carry_over()
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.alter_column("wish", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("day", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("expires_at", existing_type=sa.BigInteger(), nullable=False)


def _carry_over() -> None:
    database = op.get_bind()
    for old, body, at in database.execute(sa.text("SELECT id, body, submitted_at FROM releases")).all():
        whole = f"{BEFORE}{body}{AFTER}"
        new = hashlib.sha256(whole.encode()).hexdigest()
        database.execute(
            sa.text("INSERT INTO releases (id, body, submitted_at) VALUES (:id, :body, :at)"),
            {"id": new, "body": whole, "at": at},
        )
        database.execute(
            sa.text("UPDATE consultations SET release = :new WHERE release = :old"), {"new": new, "old": old}
        )
        database.execute(sa.text("DELETE FROM releases WHERE id = :old"), {"old": old})
    database.execute(
        sa.text("UPDATE consultations SET wish = '{}', day = '1970-01-01', expires_at = created_at + :term"),
        {"term": THIRTY_DAYS},
    )


def downgrade() -> None:
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_column("expires_at")
        batch_op.drop_column("day")
        batch_op.drop_column("wish")
        batch_op.drop_column("edition")
    op.execute("ALTER TABLE releases RENAME COLUMN submitted_at TO published_at")
    op.create_index("ix_releases_published_at", "releases", ["published_at"])
    op.drop_table("release_acts")
    op.drop_table("release_keys")
