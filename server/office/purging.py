"""What nobody needs any more leaves the database: a little at a time, so that no hall waits for it.

Gone are consultations that are over, kept answers after 72 hours, one-time codes that were used or are too old, and the
secrets of tickets whose day is over, bookings of days that are over (missed ones of somebody who is known once they
block nobody any more), sentences that nobody has looked for in vain of late. Tickets and facts stay: figures rest on
them, and they name nobody.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

import msgspec
import structlog
from sqlalchemy import and_, bindparam, delete, or_, select, tuple_, update

from server.office.guidance.consultations import city_day
from server.office.guidance.unfound import forget_unfound
from server.office.idempotent import KEPT_MS
from server.office.keeper import Keeper
from server.store import access_tables, guidance_tables, return_tables, tables
from server.store.booking_tables import booking_appeals, booking_slots, bookings
from server.store.remote_tables import remote_tickets
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

A_DAY: Final = 24 * 3600 * 1000
PORTION: Final = 500
"""Rows per transaction."""
AT_HOUR: Final = 3
LOOK_SECONDS: Final = 600
SECRET_DAYS: Final = 2
"""A ticket's page may still be looked at on the day after."""
MISSED_DAYS: Final = 730
"""As long as a missed booking can still block whoever gave a number with it: both of its rules are at most a year."""
LOOKED_BACK_DAYS: Final = 30
"""As far as secrets of tickets are looked for each night: by their index, so that years of tickets cost nothing."""

_log = structlog.get_logger("keeper")

_c = guidance_tables.consultations.c
_OVER = select(_c.code).where(_c.expires_at <= bindparam("now")).order_by(_c.expires_at).limit(PORTION)
_CONSULTATIONS = delete(guidance_tables.consultations).where(_c.code.in_(_OVER))
_k = tables.idempotency.c
_OLD = select(_k.who, _k.key).where(_k.at < bindparam("before")).order_by(_k.at).limit(PORTION)
_ANSWERS = delete(tables.idempotency).where(tuple_(_k.who, _k.key).in_(_OLD))
_a = access_tables.access_codes.c
_CODES = delete(access_tables.access_codes).where(or_(_a.used_at.is_not(None), _a.expires_at <= bindparam("now")))
_b = bookings.c
_PAST = (
    select(_b.id)
    .where(
        or_(
            and_(_b.day < bindparam("recent"), or_(_b.missed_at.is_(None), _b.person.is_(None))),
            _b.day < bindparam("credited"),
        )
    )
    .limit(PORTION)
)
_BOOKINGS = delete(bookings).where(_b.id.in_(_PAST))
_s = booking_slots.c
_SLOTS = delete(booking_slots).where(_s.begins_at < bindparam("before"))
_HOLDERS = (
    update(remote_tickets)
    .where(remote_tickets.c.taken_at < bindparam("before"), remote_tickets.c.holder.is_not(None))
    .values(holder=None)
)
_APPEALS = delete(booking_appeals).where(booking_appeals.c.lifted_at < bindparam("before"))
_RIGHTS = delete(return_tables.return_rights).where(return_tables.return_rights.c.until < bindparam("today"))
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
    """How many rows went: consultations, kept answers, one-time codes, bookings, rights to come back, vain sentences.

    `secrets` says how many tickets lost theirs.
    """

    consultations: int
    answers: int
    codes: int
    secrets: int
    bookings: int = 0
    rights: int = 0
    unfound: int = 0


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
        bookings=_forget_bookings(store, today, now),
        rights=store.write(CITY, lambda uow: uow.change(_RIGHTS, today=today.isoformat())),
        unfound=store.write(CITY, lambda uow: forget_unfound(uow, today)),
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


def _forget_bookings(store: Store, today: date, now: int) -> int:
    recent = (today - timedelta(days=SECRET_DAYS)).isoformat()
    credited = (today - timedelta(days=MISSED_DAYS)).isoformat()
    store.write(CITY, lambda uow: uow.change(_SLOTS, before=now - SECRET_DAYS * A_DAY))
    store.write(CITY, lambda uow: uow.change(_HOLDERS, before=now - SECRET_DAYS * A_DAY))
    store.write(CITY, lambda uow: uow.change(_APPEALS, before=now - MISSED_DAYS * A_DAY))
    return _in_portions(store, lambda uow: uow.change(_BOOKINGS, recent=recent, credited=credited))


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
