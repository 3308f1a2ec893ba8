"""Who a token speaks for."""

import msgspec
from sqlalchemy import bindparam, select

from server.rules.errors import Refusal
from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import Reading

_k = access_tables.tokens.c
_BY_HASH = select(_k.id, _k.scope, _k.center, _k.counter, _k.expires_at, _k.last_used_at, _k.person, _k.sign_in).where(
    _k.hash == bindparam("hash"), _k.revoked_at.is_(None)
)


class Bearer(msgspec.Struct, frozen=True):
    """A device or channel that showed its token; `center` None means the whole city.

    It names the `person` whose `sign_in` it came of, where it did. An `unnamed` one is that of a counter where clerks
    sign in: it looks, and signs a clerk in, no more.
    """

    id: str
    scope: str
    center: str | None
    counter: str | None
    expires_at: int | None = None
    last_used_at: int | None = None
    person: str | None = None
    sign_in: str | None = None
    unnamed: bool = False

    def admit(self, now: int) -> None:
        """Raise `Refusal` token_unknown when the token has ended by `now` (ms)."""
        if self.expires_at is not None and self.expires_at <= now:
            raise Refusal("token_unknown")


def bearer_of(reading: Reading, token: str) -> Bearer:
    """Return who `token` speaks for, until `Bearer.expires_at`.

    Raises `Refusal` token_unknown when it is unknown or revoked.
    """
    found = reading.row(_BY_HASH, hash=secret_hash(token))
    if found is None:
        raise Refusal("token_unknown")
    bearer = Bearer(*found)
    if bearer.scope != "counter" or bearer.sign_in is not None or bearer.center is None:
        return bearer
    return msgspec.structs.replace(bearer, unnamed=reading.hall(bearer.center).rules.desks_signed_in)
