"""Tokens as rows: the text is told once, the hash is kept."""

import secrets

from sqlalchemy import insert

from server.store import tables
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork

_NEW = insert(tables.tokens)


def new_token(uow: UnitOfWork, scope: str, now: int, *, center: str | None = None, counter: str | None = None) -> str:
    """Return a new token as text, valid from `now` (ms) until it is revoked; `center` None means the whole city."""
    text = secrets.token_urlsafe(32)
    uow.run(
        _NEW,
        id=secrets.token_hex(8),
        hash=secret_hash(text),
        scope=scope,
        center=center,
        counter=counter,
        created_at=now,
        revoked_at=None,
    )
    return text
