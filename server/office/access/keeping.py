"""Tokens and one-time codes as their keeper sees them: made for a place that exists, listed, and revoked."""

from typing import Final, Literal

import msgspec
from sqlalchemy import and_, bindparam, or_, select, update

from server.office.access.grant import Scope
from server.office.at_counter import center_of
from server.rules.errors import Refusal
from server.store import access_tables
from server.store.unit_of_work import Reading, UnitOfWork

State = Literal["valid", "ended", "revoked"]
SHORT: Final = 12
"""Letters of a code's hash by which its keeper names it; the code itself is told once."""
_k, _a = access_tables.tokens.c, access_tables.access_codes.c
_TOKENS = select(
    _k.id, _k.scope, _k.center, _k.counter, _k.name, _k.created_at, _k.last_used_at, _k.expires_at, _k.revoked_at
).order_by(_k.center, _k.scope, _k.counter, _k.created_at)
_NAMED = select(_k.scope, _k.center, _k.counter).where(_k.id == bindparam("id"), _k.revoked_at.is_(None))
_REVOKE = update(access_tables.tokens).where(_k.id == bindparam("of_id")).values(revoked_at=bindparam("now"))
_GONE = select(_k.id).where(
    or_(
        _k.revoked_at >= bindparam("since"),
        and_(_k.expires_at >= bindparam("since"), _k.expires_at <= bindparam("now")),
    )
)
_CODES = (
    select(_a.hash, _a.scope, _a.center, _a.counter, _a.granted_at, _a.expires_at)
    .where(_a.used_at.is_(None), _a.expires_at > bindparam("now"))
    .order_by(_a.granted_at)
)
_SPEND = update(access_tables.access_codes).where(_a.hash == bindparam("of_hash")).values(used_at=bindparam("now"))


class Place(msgspec.Struct, frozen=True):
    """What a token speaks for; `center` None is the whole city."""

    scope: Scope
    center: str | None = None
    counter: str | None = None


class TokenListed(msgspec.Struct, frozen=True):
    """One token; moments in ms, the text of it is nowhere."""

    id: str
    scope: str
    center: str | None
    counter: str | None
    name: str
    created_at: int
    last_used_at: int | None
    expires_at: int | None
    state: State


class CodeListed(msgspec.Struct, frozen=True):
    """A one-time code that nobody has used yet."""

    id: str
    scope: str
    center: str | None
    counter: str | None
    granted_at: int
    expires_at: int


def place_for(reading: Reading, scope: Scope, center: str | None, counter: str | None) -> Place:
    """Return the place that a token of `scope` is for.

    A counter's token names a counter, a kiosk's and a screen's a center; raises `Refusal` access_counter_missing,
    access_center_missing, counter_unknown, center_unknown or counter_elsewhere.
    """
    if scope == "counter":
        if counter is None:
            raise Refusal("access_counter_missing")
        found = center_of(reading, counter)
        if center is not None and center != found:
            raise Refusal("access_counter_elsewhere", counter=counter, center=found)
        return Place(scope, found, counter)
    if center is None and scope in ("kiosk", "display"):
        raise Refusal("access_center_missing")
    if center is not None:
        reading.hall(center)
    return Place(scope, center)


def list_tokens(reading: Reading, now: int) -> tuple[TokenListed, ...]:
    """Return every token there ever was, with its state at `now` (ms)."""
    listed = []
    for id_, scope, center, counter, name, made, used, ends, revoked in reading.rows(_TOKENS):
        state: State = "revoked" if revoked is not None else "ended" if _over(ends, now) else "valid"
        listed.append(TokenListed(id_, scope, center, counter, name or "", made, used, ends, state))
    return tuple(listed)


def revoke_token(uow: UnitOfWork, id_: str, now: int) -> Place:
    """Let a token open nothing any more, and return what it was for.

    Raises `Refusal` access_unknown for one that is unknown or revoked.
    """
    found = uow.row(_NAMED, id=id_)
    if found is None:
        raise Refusal("access_unknown", id=id_)
    uow.run(_REVOKE, of_id=id_, now=now)
    return Place(*found)


def over_since(reading: Reading, since: int, now: int) -> frozenset[str]:
    """Return the tokens that were revoked, or ended by themselves, from `since` to `now` (ms)."""
    return frozenset(str(row[0]) for row in reading.rows(_GONE, since=since, now=now))


def list_codes(reading: Reading, now: int) -> tuple[CodeListed, ...]:
    """Return the one-time codes that can still be used at `now` (ms)."""
    return tuple(CodeListed(row[0][:SHORT], *row[1:]) for row in reading.rows(_CODES, now=now))


def revoke_code(uow: UnitOfWork, id_: str, now: int) -> Place:
    """Let a one-time code open nothing any more, and return what it was for; raises `Refusal` access_unknown."""
    found = [row for row in uow.rows(_CODES, now=now) if len(id_) >= 4 and str(row[0]).startswith(id_)]
    if len(found) != 1:
        raise Refusal("access_unknown", id=id_)
    uow.run(_SPEND, of_hash=found[0][0], now=now)
    return Place(*found[0][1:4])


def _over(expires_at: int | None, now: int) -> bool:
    return expires_at is not None and expires_at <= now
