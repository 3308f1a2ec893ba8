"""A one-time code becomes a token."""

import msgspec
from sqlalchemy import bindparam, select, update

from server.rules.errors import Refusal
from server.store import tables
from server.store.secret_hash import secret_hash
from server.store.tokens import new_token
from server.store.unit_of_work import UnitOfWork

_a = tables.access_codes.c
_USE = (
    update(tables.access_codes)
    .where(_a.hash == bindparam("of_hash"), _a.used_at.is_(None), _a.expires_at > bindparam("now"))
    .values(used_at=bindparam("now"))
)
_CODE = select(_a.scope, _a.center, _a.counter).where(_a.hash == bindparam("hash"))


class Access(msgspec.Struct, frozen=True):
    """A token as text, told this once, and what it opens."""

    token: str
    scope: str
    center: str | None
    counter: str | None


def redeem_access(uow: UnitOfWork, code: str, now: int) -> Access:
    """Use a code at `now` (ms); raises `Refusal` token_unknown when it is unknown, used or older than 60 minutes."""
    found_by = secret_hash(code)
    if uow.change(_USE, of_hash=found_by, now=now) != 1:
        raise Refusal("token_unknown")
    granted = uow.row(_CODE, hash=found_by)
    if granted is None:
        raise Refusal("token_unknown")
    scope, center, counter = granted
    return Access(new_token(uow, scope, now, center=center, counter=counter), scope, center, counter)
