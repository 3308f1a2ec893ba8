"""What nobody needs any more leaves the database: a little at a time, so that no hall waits for it.

How long each is kept is a setting of the city (`config.retention`), read at each purge. Tickets and facts stay: figures
rest on them, and they name nobody; so do cases of what could not be done, and the secret of a ticket until its case
was answered. The purge itself is recorded, with how many rows went.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

import msgspec
import structlog
from sqlalchemy import Delete, Update, and_, bindparam, delete, or_, select, tuple_, update

from config.documents import CITY as WHOLE_CITY
from config.documents import CityDocument
from config.retention import Retention
from server.office.audit.beginning import throw_old_away
from server.office.audit.chain import Changed, record
from server.office.guidance.consultations import city_day
from server.office.guidance.unfound import forget_unfound
from server.office.idempotent import KEPT_MS
from server.office.keeper import Keeper
from server.office.people.accounts import By
from server.store import access_tables, guidance_tables, return_tables, tables
from server.store.booking_tables import booking_appeals, booking_slots, bookings
from server.store.device_tables import device_orders
from server.store.failed_case_tables import failed_cases
from server.store.people_tables import sign_ins, wrong_tries
from server.store.remote_tables import remote_tickets
from server.store.scrubbing import scrub
from server.store.settings import document_in_force
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading, UnitOfWork

A_DAY: Final = 24 * 3600 * 1000
PORTION: Final = 500
"""Rows per transaction."""
AT_HOUR: Final = 3
LOOK_SECONDS: Final = 600
BY_ITSELF: Final = By("", "", "")
ANSWER_DAYS: Final = 14
"""So long after a case of theirs was closed the holder of a ticket can read on its page what came of it."""
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
_PLANS = tuple(update(table).where(table.c.plan.in_(_OVER)).values(plan=None) for table in (tables.tickets, bookings))
"""The code of a consultation that is over opens nothing, and ties a ticket to nothing any more."""
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
_TRIES = delete(wrong_tries).where(wrong_tries.c.since < bindparam("before"), wrong_tries.c.until < bindparam("before"))
_i = sign_ins.c
_SIGN_INS = delete(sign_ins).where(_i.seen_at < bindparam("before"), _i.began_at < bindparam("before"))
_PICTURES = (
    update(device_orders)
    .where(device_orders.c.ordered_at < bindparam("before"), device_orders.c.picture.is_not(None))
    .values(picture=None)
)
_APPEALS = delete(booking_appeals).where(booking_appeals.c.lifted_at < bindparam("before"))
_RIGHTS = delete(return_tables.return_rights).where(return_tables.return_rights.c.until < bindparam("today"))
_f = failed_cases.c
_ASKED_OF = select(_f.ticket).where(or_(_f.closed_at.is_(None), _f.closed_at >= bindparam("answered")))
"""Their holders still look what comes of their case, or came of it."""
_ANSWERED = select(_f.ticket).where(_f.closed_at < bindparam("answered"))
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
        _t.id.not_in(_ASKED_OF),
    )
    .values(secret_hash="")
)
_ANSWERED_SECRETS = (
    update(tables.tickets)
    .where(_t.id.in_(_ANSWERED), _t.id.not_in(_ASKED_OF), _t.day < bindparam("recent"), _t.secret_hash != "")
    .values(secret_hash="")
)


class Purged(msgspec.Struct, frozen=True):
    """How many rows went: consultations, kept answers, one-time codes, bookings, rights to come back, vain sentences.

    `secrets` says how many tickets lost theirs, `holders` how many who had taken them elsewhere; `record` are rows of
    the record of changes, `pictures` what screens showed. `scrubbed` is False while somebody who reads keeps old bytes
    in the log beside the database.
    """

    consultations: int
    answers: int
    codes: int
    secrets: int
    bookings: int = 0
    rights: int = 0
    unfound: int = 0
    holders: int = 0
    tries: int = 0
    sign_ins: int = 0
    record: int = 0
    pictures: int = 0
    scrubbed: bool = True


def retention_of(reading: Reading) -> Retention:
    """Return how long the city keeps what may be about a person."""
    city = document_in_force(reading, WHOLE_CITY, CityDocument)
    return Retention() if city is None else city.retention


def purge(store: Store, now: int, by: By = BY_ITSELF) -> Purged:
    """Throw away what is over at `now` (ms) and record it; raises `Refusal`, and may simply be done again after that.

    `by` is who asked for it, the server itself when nobody did.
    """
    centers, today, kept = store.read(
        lambda reading: (reading.rows(_PREFIXES), city_day(reading, now), retention_of(reading))
    )
    days = [(today - timedelta(days=back)).isoformat() for back in range(kept.ticket_days, LOOKED_BACK_DAYS)]
    answered, recent = now - ANSWER_DAYS * A_DAY, (today - timedelta(days=kept.ticket_days)).isoformat()

    def gone(statement: Delete | Update, days: int) -> int:
        return store.write(CITY, lambda uow: uow.change(statement, before=now - days * A_DAY))

    purged = Purged(
        consultations=_in_portions(store, lambda uow: _forget_consultations(uow, now)),
        answers=_in_portions(store, lambda uow: uow.change(_ANSWERS, before=now - KEPT_MS)),
        codes=store.write(CITY, lambda uow: uow.change(_CODES, now=now)),
        secrets=sum(
            store.write(center, partial(_forget_secrets, prefix=prefix, days=days, answered=answered))
            for center, prefix in centers
        )
        + store.write(CITY, lambda uow: uow.change(_ANSWERED_SECRETS, answered=answered, recent=recent)),
        bookings=_forget_bookings(store, today, now, kept),
        rights=store.write(CITY, lambda uow: uow.change(_RIGHTS, today=today.isoformat())),
        unfound=store.write(CITY, lambda uow: forget_unfound(uow, today, kept.search_days)),
        holders=gone(_HOLDERS, kept.holder_days),
        tries=gone(_TRIES, kept.wrong_try_days),
        sign_ins=gone(_SIGN_INS, kept.sign_in_days),
        pictures=gone(_PICTURES, 1),
        record=_forget_record(store, now - kept.record_days * A_DAY, now),
    )
    purged = msgspec.structs.replace(purged, scrubbed=scrub(store))
    told = msgspec.json.encode({**msgspec.structs.asdict(purged), "days": kept}).decode()
    store.write(CITY, lambda uow: record(uow, Changed(now, by.person, by.name, "purged", place=by.place, after=told)))
    return purged


def _in_portions(store: Store, work: Callable[[UnitOfWork], int]) -> int:
    """Do `work` until it changes less than a portion; return how many rows it changed."""
    gone = 0
    while True:
        portion = store.write(CITY, work)
        gone += portion
        if portion < PORTION:
            return gone


def _forget_secrets(uow: UnitOfWork, prefix: str, days: Sequence[str], answered: int) -> int:
    same = {"of_center": uow.center, "of_prefix": prefix, "answered": answered}
    return sum(uow.change(_SECRETS, of_day=day, **same) for day in days)


def _forget_consultations(uow: UnitOfWork, now: int) -> int:
    for statement in _PLANS:
        uow.run(statement, now=now)
    return uow.change(_CONSULTATIONS, now=now)


def _forget_bookings(store: Store, today: date, now: int, kept: Retention) -> int:
    recent = (today - timedelta(days=kept.booking_days)).isoformat()
    credited = (today - timedelta(days=kept.missed_booking_days)).isoformat()
    store.write(CITY, lambda uow: uow.change(_SLOTS, before=now - kept.booking_days * A_DAY))
    store.write(CITY, lambda uow: uow.change(_APPEALS, before=now - kept.missed_booking_days * A_DAY))
    return _in_portions(store, lambda uow: uow.change(_BOOKINGS, recent=recent, credited=credited))


def _forget_record(store: Store, before: int, now: int) -> int:
    gone = 0
    while portion := store.write(CITY, lambda uow: throw_old_away(uow, before, now)):
        gone += portion
    return gone


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
