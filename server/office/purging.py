"""What nobody needs any more leaves the database: a little at a time, so that no hall waits for it.

Gone are consultations that are over, kept answers after 72 hours, one-time codes that were used or are too old, and the
secrets of tickets whose day is over. Tickets and facts stay: figures rest on them, and they name nobody.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

import msgspec
import structlog
from sqlalchemy import bindparam, delete, or_, select, tuple_, update

from server.office.guidance.consultations import city_day
from server.office.idempotent import KEPT_MS
from server.office.keeper import Keeper
from server.store import tables
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

PORTION: Final = 500
"""Rows per transaction."""
AT_HOUR: Final = 3
LOOK_SECONDS: Final = 600
SECRET_DAYS: Final = 2
"""A ticket's page may still be looked at on the day after."""
LOOKED_BACK_DAYS: Final = 30
"""As far as secrets of tickets are looked for each night: by their index, so that years of tickets cost nothing."""

_log = structlog.get_logger("keeper")

_c = tables.consultations.c
_OVER = select(_c.code).where(_c.expires_at <= bindparam("now")).order_by(_c.expires_at).limit(PORTION)
_CONSULTATIONS = delete(tables.consultations).where(_c.code.in_(_OVER))
_k = tables.idempotency.c
_OLD = select(_k.who, _k.key).where(_k.at < bindparam("before")).order_by(_k.at).limit(PORTION)
_ANSWERS = delete(tables.idempotency).where(tuple_(_k.who, _k.key).in_(_OLD))
_a = tables.access_codes.c
_CODES = delete(tables.access_codes).where(or_(_a.used_at.is_not(None), _a.expires_at <= bindparam("now")))
_PREFIXES = select(tables.center_services.c.center, tables.center_services.c.prefix).distinct()
_t = tables.tickets.c
_SECRETS = (
    update(tables.tickets)
    .where(
        _t.center == bindparam("of_center"),
        _t.prefix == bindparam("of_prefix"),
        _t.day == bindparam("of_day"),
        _t.open_day.is_(None),
        _t.secret_hash != "",
    )
    .values(secret_hash="")
)


class Purged(msgspec.Struct, frozen=True):
    """How many rows went: consultations, kept answers, one-time codes; and how many tickets lost their secret."""

    consultations: int
    answers: int
    codes: int
    secrets: int


def purge(store: Store, now: int) -> Purged:
    """Throw away what is over at `now` (ms); raises `Refusal`, and may simply be done again after that."""
    centers, today = store.read(lambda reading: (reading.rows(_PREFIXES), city_day(reading, now)))
    days = [(today - timedelta(days=back)).isoformat() for back in range(SECRET_DAYS, LOOKED_BACK_DAYS)]
    return Purged(
        consultations=_in_portions(store, lambda uow: uow.change(_CONSULTATIONS, now=now)),
        answers=_in_portions(store, lambda uow: uow.change(_ANSWERS, before=now - KEPT_MS)),
        codes=store.write(CITY, lambda uow: uow.change(_CODES, now=now)),
        secrets=sum(
            store.write(center, partial(_forget_secrets, prefix=prefix, days=days)) for center, prefix in centers
        ),
    )


def _in_portions(store: Store, work: Callable[[UnitOfWork], int]) -> int:
    """Do `work` until it changes less than a portion; return how many rows it changed."""
    gone = 0
    while True:
        portion = store.write(CITY, work)
        gone += portion
        if portion < PORTION:
            return gone


def _forget_secrets(uow: UnitOfWork, prefix: str, days: Sequence[str]) -> int:
    return sum(uow.change(_SECRETS, of_center=uow.center, of_prefix=prefix, of_day=day) for day in days)


class PurgeKeeper(Keeper):
    """Purges once a day, in the night of the city; when the machine was off then, as soon as it is on."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("purge-keeper", LOOK_SECONDS, "nothing is purged")
        self._store = store
        self._clock = clock
        self._done: date | None = None

    def look(self) -> None:
        """Purge when this has not been done since the last night began."""
        self.attempt(self._purge)

    def _purge(self) -> None:
        now = self._clock()
        night = self._store.read(lambda reading: city_day(reading, now - AT_HOUR * 3600 * 1000))
        if night != self._done:
            gone = purge(self._store, now)
            self._done = night
            _log.info("purged", **msgspec.structs.asdict(gone))
