"""Kept answers hold no secret in clear, and their keys belong to a token or a ticket.

What was kept before cannot be sealed: the credential is not here. The secrets in it are taken out, so that a request
asked again after the upgrade still makes no second ticket; its answer lacks the secret. Holders of tickets shared one
space of keys: what it held is thrown away.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SECRET = re.compile(r'"secret":"[^"]*"')


def upgrade() -> None:
    database = op.get_bind()
    database.execute(sa.text("DELETE FROM idempotency WHERE token = 'holder'"))
    kept = sa.text("SELECT token, key, answer FROM idempotency WHERE answer LIKE :secret")
    for token, key, answer in database.execute(kept, {"secret": '%"secret":"%'}).all():
        database.execute(
            sa.text("UPDATE idempotency SET answer = :answer WHERE token = :token AND key = :key"),
            {"answer": SECRET.sub('"secret":null', answer), "token": token, "key": key},
        )
    # Not in a batch: a renamed column needs no new table.
    op.execute("ALTER TABLE idempotency RENAME COLUMN token TO who")
    op.execute("ALTER TABLE idempotency RENAME COLUMN body_hash TO digest")


def downgrade() -> None:
    op.execute("DELETE FROM idempotency")
    op.execute("ALTER TABLE idempotency RENAME COLUMN digest TO body_hash")
    op.execute("ALTER TABLE idempotency RENAME COLUMN who TO token")
