"""Whether there is room for one more: numbers of a part of the day, people in the hall, one ticket for each person.

A number that brings several cases is as many: they take the counters' time, and a family the hall's room. Whoever is on
the way with a number from elsewhere has room kept, so that nobody who comes in time stands before a full hall.

All of it is counted inside the lock of the center, where the number is given out: the last place is never given twice,
whatever the number of processes. A rule that is off asks the database nothing.
"""

import hmac
from hashlib import sha256
from typing import Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from config.centers import Quota
from server.office.another_time import another_time, later_today, said
from server.office.bookings.person import key_of
from server.office.remote.record import coming
from server.rules.day_time import clock_of
from server.rules.errors import Refusal
from server.rules.hall.quotas import next_after, quota_at
from server.store import room_tables, tables
from server.store.halls import Hall
from server.store.unit_of_work import UnitOfWork

_q, _p, _t, _c = room_tables.quota_counts.c, room_tables.person_tickets.c, tables.tickets.c, tables.counters.c
_GIVE = (
    update(room_tables.quota_counts)
    .where(
        _q.center == bindparam("of_center"),
        _q.service == bindparam("of_service"),
        _q.day == bindparam("of_day"),
        _q.begins == bindparam("of_begins"),
    )
    .values(given=_q.given + bindparam("more"))
    .returning(_q.given)
)
_FIRST_GIVEN = insert(room_tables.quota_counts)
_FORGET_COUNTS = delete(room_tables.quota_counts).where(
    _q.center == bindparam("of_center"), _q.day < bindparam("today")
)
_CASES = func.coalesce(func.sum(_t.cases), 0)
_IN_LINES = select(_CASES).where(_t.center == bindparam("center"), _t.line.is_not(None))
_HERE = select(_c.id).where(_c.center == bindparam("center"))
_IN_HAND = select(_CASES).where(_t.in_hand.is_not(None), _t.in_hand.in_(_HERE))
_BOUND = select(_CASES).where(_t.bound.is_not(None), _t.bound.in_(_HERE))
_INSIDE = select(_IN_LINES.scalar_subquery() + _IN_HAND.scalar_subquery() + _BOUND.scalar_subquery())
"""So many are in a hall that counts: no more than it takes in, which an index of those in line finds."""
_LIVE = select(_t.label).where(
    _p.center == bindparam("center"),
    _p.service == bindparam("service"),
    _p.person == bindparam("person"),
    _p.ticket == _t.id,
)
_HAS = insert(room_tables.person_tickets)
_ENDED = delete(room_tables.person_tickets).where(_p.ticket == bindparam("of_ticket"))
_NOBODY = delete(room_tables.person_tickets).where(_p.center == bindparam("of_center"))
LONGEST_TOKEN: Final = 64


def must_have_room(uow: UnitOfWork, services: tuple[str, ...], now: int, cases: int = 1) -> None:
    """Count in who takes a number for so many `cases` at `now` (ms), here or on their way.

    Raises `Refusal` center_full, quota_used_up, quota_short.
    """
    hall = uow.own_hall()
    most = hall.rules.most_people
    if most and int(uow.value(_INSIDE, center=hall.id)) + coming(uow, hall.id) + cases > most:
        raise Refusal("center_full", center=hall.name, people=most)
    if hall.quotas:
        local = hall.local(now)
        minute = local.hour * 60 + local.minute
        for service in services:
            quota = quota_at(hall.quotas.get(service, ()), local.date(), minute)
            if quota is None:
                continue
            left = quota.numbers - _given(uow, hall, service, quota, cases)
            # What was counted too many is undone with the work that is refused.
            if -cases < left < 0:
                raise Refusal("quota_short", service=hall.services[service].name, left=left + cases)
            if left < 0:
                raise _used_up(uow, hall, service, quota, now)


def must_be_first(uow: UnitOfWork, services: tuple[str, ...], holder: str | None) -> None:
    """Refuse whoever `holder` says it is, if they have a live ticket for one of `services` (person_has_ticket)."""
    hall = uow.own_hall()
    if holder is None or not hall.rules.one_per_person:
        return
    person = _known_as(uow, holder)
    for service in services:
        label = uow.value(_LIVE, center=hall.id, service=service, person=person)
        if label is not None:
            raise Refusal("person_has_ticket", number=label, service=hall.services[service].name)


def remember_holder(uow: UnitOfWork, services: tuple[str, ...], holder: str | None, ticket: str) -> None:
    """Remember that whoever `holder` is has `ticket`, as a keyed hash, where the hall wants to know."""
    if holder is None or not uow.own_hall().rules.one_per_person:
        return
    person = _known_as(uow, holder)
    for service in services:
        uow.run(_HAS, center=uow.center, service=service, person=person, ticket=ticket)


def forget_holder(uow: UnitOfWork, ticket: str) -> None:
    """Forget who has a ticket that ended; whoever gets it back by an undo is not remembered again."""
    if uow.own_hall().rules.one_per_person:
        uow.run(_ENDED, of_ticket=ticket)


def forget_day(uow: UnitOfWork, today: str) -> None:
    """Forget what was counted before `today` (ISO date), and everybody who had a ticket."""
    uow.run(_FORGET_COUNTS, of_center=uow.center, today=today)
    forget_holders(uow)


def forget_holders(uow: UnitOfWork) -> None:
    """Forget everybody who has a ticket, in a hall that does not want to know who comes any more."""
    uow.run(_NOBODY, of_center=uow.center)


def _known_as(uow: UnitOfWork, holder: str) -> str:
    return hmac.new(key_of(uow), f"ticket {holder[:LONGEST_TOKEN]}".encode(), sha256).hexdigest()


def _given(uow: UnitOfWork, hall: Hall, service: str, quota: Quota, cases: int) -> int:
    """Count `cases` more, and return how many there are now."""
    day = uow.head.day
    given = uow.value(_GIVE, more=cases, of_center=hall.id, of_service=service, of_day=day, of_begins=quota.begins)
    if given is None:
        uow.run(_FIRST_GIVEN, center=hall.id, service=service, day=day, begins=quota.begins, given=cases)
    return cases if given is None else int(given)


def _used_up(uow: UnitOfWork, hall: Hall, service: str, quota: Quota, now: int) -> Refusal:
    local = hall.local(now)
    again = next_after(hall.quotas[service], local.date(), local.hour * 60 + local.minute)
    if again is not None and hall.open_days.span_at(local.date(), again) is not None:
        instead = later_today(again)
    else:
        instead = said(hall, another_time(uow, hall, service, now))
    name = hall.services[service].name
    return Refusal("quota_used_up", service=name, begins=quota.begins, ends=quota.ends, instead=instead)


def refuse_late(uow: UnitOfWork, service: str, now: int) -> None:
    """Refuse who is predicted to be served only after closing, where the hall gives no number then (service_late)."""
    hall = uow.own_hall()
    if hall.rules.stop_when_late != "stop":
        return
    spans = hall.open_days.spans(hall.local(now).date())
    closes = clock_of(spans[-1].closes)
    instead = said(hall, another_time(uow, hall, service, now))
    raise Refusal("service_late", service=hall.services[service].name, closes=closes, instead=instead)
