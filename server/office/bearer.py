"""Who a token speaks for."""

import msgspec
from sqlalchemy import bindparam, select, update

from server.rules.errors import Refusal
from server.store import tables
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import Reading, UnitOfWork

_k = tables.tokens.c
_BY_HASH = select(_k.id, _k.scope, _k.center, _k.counter).where(_k.hash == bindparam("hash"), _k.revoked_at.is_(None))
_REVOKE = (
    update(tables.tokens)
    .where(_k.id == bindparam("of_id"), _k.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


class Bearer(msgspec.Struct, frozen=True):
    """A device or channel that showed its token; `center` None means the whole city."""

    id: str
    scope: str
    center: str | None
    counter: str | None


def bearer_of(reading: Reading, token: str) -> Bearer:
    """Return who `token` speaks for; raises `Refusal` token_unknown when it is unknown or revoked."""
    found = reading.row(_BY_HASH, hash=secret_hash(token))
    if found is None:
        raise Refusal("token_unknown")
    return Bearer(*found)


def revoke_token(uow: UnitOfWork, token_id: str, now: int) -> bool:
    """Take a token away at `now` (ms); return whether it was there."""
    return uow.change(_REVOKE, of_id=token_id, now=now) == 1
