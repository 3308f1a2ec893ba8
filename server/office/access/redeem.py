"""A one-time code becomes a token."""

from datetime import datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import bindparam, select, update

from server.rules.errors import Refusal
from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.tokens import new_token
from server.store.unit_of_work import UnitOfWork

NIGHT: Final = time(4)
ADMIN_MS: Final = 12 * 3600 * 1000
_a = access_tables.access_codes.c
_USE = (
    update(access_tables.access_codes)
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
    """Use a code at `now` (ms); raises `Refusal` token_unknown when it is unknown, used or older than 60 minutes.

    A counter is let in for the day; where clerks sign in themselves it stays paired.
    """
    found_by = secret_hash(code)
    if uow.change(_USE, of_hash=found_by, now=now) != 1:
        raise Refusal("token_unknown")
    granted = uow.row(_CODE, hash=found_by)
    if granted is None:
        raise Refusal("token_unknown")
    scope, center, counter = granted
    until = None
    if scope == "counter" and center is not None and not uow.hall(center).rules.desks_signed_in:
        until = end_of_day(uow, center, now)
    # In a browser who may change everything is let in for a day's work at most.
    until = now + ADMIN_MS if scope == "admin" else until
    return Access(new_token(uow, scope, now, center=center, counter=counter, expires_at=until), scope, center, counter)


def end_of_day(uow: UnitOfWork, center: str, now: int) -> int:
    """Return the moment (ms) at which the working day of `center` is over for a clerk: four in the morning.

    A clerk signs in once a day; whoever works past midnight is not sent away in between.
    """
    local = uow.hall(center).local(now)
    end = datetime.combine(local.date(), NIGHT, local.tzinfo)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), NIGHT, local.tzinfo)
    return round(end.timestamp() * 1000)
