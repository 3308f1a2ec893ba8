"""Tokens and one-time codes made and taken back by somebody: done, and recorded in the same unit of work.

The record says what for and where, and never the code or the token.
"""

import msgspec

from server.office.access.grant import grant_access
from server.office.access.keeping import Place, revoke_code, revoke_token
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.store.tokens import new_token
from server.store.unit_of_work import UnitOfWork


def grant_as(uow: UnitOfWork, place: Place, by: By, now: int) -> str:
    """Return a code that can be redeemed once, as `grant_access`."""
    _record(uow, "code_granted", place, by, now)
    return grant_access(uow, place.scope, now, center=place.center, counter=place.counter)


def make_token_as(uow: UnitOfWork, place: Place, by: By, now: int, *, name: str, release_key: str = "") -> str:
    """Return a new token for a device or a channel, valid until it is revoked."""
    _record(uow, "token_made", place, by, now, name)
    return new_token(
        uow, place.scope, now, center=place.center, counter=place.counter, name=name, release_key=release_key
    )


def record_made(uow: UnitOfWork, place: Place, by: By, now: int, name: str) -> None:
    """Record that somebody has a token of another kind, which is made in the same unit of work."""
    _record(uow, "token_made", place, by, now, name)


def revoke_token_as(uow: UnitOfWork, id_: str, by: By, now: int) -> None:
    """Let a token open nothing any more; raises `Refusal` access_unknown."""
    _record(uow, "token_revoked", revoke_token(uow, id_, now), by, now, id_)


def revoke_code_as(uow: UnitOfWork, id_: str, by: By, now: int) -> None:
    """Let a one-time code open nothing any more; raises `Refusal` access_unknown."""
    _record(uow, "code_revoked", revoke_code(uow, id_, now), by, now, id_)


def record_redeemed(uow: UnitOfWork, scope: str, place: str, now: int) -> None:
    """Record that somebody let a browser in with a one-time code that opens the whole administration."""
    record(uow, Changed(now, "", "", "code_redeemed", place=place, after=_told(scope)))


def _record(uow: UnitOfWork, what: str, place: Place, by: By, now: int, name: str = "") -> None:
    about = place.counter or place.center or ""
    record(
        uow,
        Changed(
            now, by.person, by.name, what, about, place.center or "", "done", by.place, _told(name), _told(place.scope)
        ),
    )


def _told(text: str) -> str:
    return msgspec.json.encode(text).decode() if text else ""
