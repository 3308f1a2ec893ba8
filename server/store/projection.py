"""Documents in force as rows that statements can join: what the hall's verbs read in their hot path.

Written in the transaction in which a document takes force, so that the two never disagree. Tickets, tokens and facts
point at services and counters for ever: what a document does not name any more is taken away, never deleted.
"""

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from config.centers import Level
from config.documents import CenterDocument, CityDocument, Settled
from server.rules.hall.city_tree import CityTree
from server.store import tables
from server.store.lines_called import write_lines
from server.store.unit_of_work import Reading, UnitOfWork

_c, _k = tables.centers.c, tables.counters.c
_CITY = select(tables.cities.c.id)
_SET_CITY = update(tables.cities).values(
    name=bindparam("to_name"), pack=bindparam("to_pack"), ways=bindparam("to_ways")
)
_SERVICES = select(tables.services.c.id)
_NEW_SERVICE = insert(tables.services)
_SET_SERVICE = (
    update(tables.services)
    .where(tables.services.c.id == bindparam("of_id"))
    .values(name=bindparam("to_name"), note=bindparam("to_note"), position=bindparam("to_position"))
)
_CENTERS = select(_c.id, _c.parent, _c.level, _c.position)
_LAST = select(func.coalesce(func.max(_c.position), -1))
_NEW_CENTER = insert(tables.centers)
_SET_CENTER = (
    update(tables.centers)
    .where(_c.id == bindparam("of_id"))
    .values(
        parent=bindparam("to_parent"),
        level=bindparam("to_level"),
        name=bindparam("to_name"),
        address=bindparam("to_address"),
        elastic=bindparam("to_elastic"),
        alarms=bindparam("to_alarms"),
    )
)
_SETTLE = (
    update(tables.centers)
    .where(_c.id == bindparam("of_id"))
    .values(
        timezone=bindparam("to_timezone"),
        hours=bindparam("to_hours"),
        calendar=bindparam("to_calendar"),
        special_days=bindparam("to_special_days"),
        rules=bindparam("to_rules"),
        revision=_c.revision + 1,
    )
)
_PLACE = update(tables.centers).where(_c.id == bindparam("of_id")).values(position=bindparam("to_position"))
_NO_SERVICES = delete(tables.center_services).where(tables.center_services.c.center == bindparam("of_center"))
_OFFER = insert(tables.center_services)
_COUNTERS = select(_k.id, _k.taken_away_at).where(_k.center == bindparam("center"))
_NEW_COUNTER = insert(tables.counters)
_SET_COUNTER = (
    update(tables.counters)
    .where(_k.id == bindparam("of_id"))
    .values(
        position=bindparam("to_position"),
        name=bindparam("to_name"),
        place=bindparam("to_place"),
        chooses=bindparam("to_chooses"),
        taken_away_at=None,
    )
)
_TAKE_AWAY = (
    update(tables.counters)
    .where(_k.id == bindparam("of_id"))
    .values(taken_away_at=bindparam("now"), state=bindparam("to_state"))
)
_NO_WORK = delete(tables.counter_services).where(tables.counter_services.c.counter == bindparam("of_counter"))
_WORK = insert(tables.counter_services)
_NO_STAFF = delete(tables.staff).where(tables.staff.c.center == bindparam("of_center"))
_STAFF = insert(tables.staff)


def tree_of(reading: Reading) -> CityTree:
    """Return which center lies below which."""
    rows = reading.rows(_CENTERS)
    levels: dict[str, Level] = {row[0]: row[2] for row in rows}
    return CityTree({row[0]: row[1] for row in rows}, levels)


def project_city(uow: UnitOfWork, city: CityDocument) -> None:
    """Write the city's name and catalogue."""
    uow.run(_SET_CITY, to_name=_json(city.name), to_pack=city.pack, to_ways=_json(city.ways))
    known = {row[0] for row in uow.rows(_SERVICES)}
    for position, service in enumerate(city.services):
        name, note = _json(service.name), _json(service.note)
        if service.id in known:
            uow.run(_SET_SERVICE, of_id=service.id, to_name=name, to_note=note, to_position=position)
        else:
            uow.run(_NEW_SERVICE, id=service.id, name=name, note=note, position=position)


def project_center(uow: UnitOfWork, id_: str, center: CenterDocument, now: int) -> tuple[str, ...]:
    """Write what a center is, from `now` (ms) on; what holds there is written by `settle`.

    Returns the ids of the counters that were taken away.
    """
    _center_row(uow, id_, center, now)
    uow.run(_NO_SERVICES, of_center=id_)
    for position, service in enumerate(center.services):
        bookings = _json(service.bookings) if service.bookings is not None else None
        uow.run(
            _OFFER,
            center=id_,
            service=service.id,
            prefix=service.prefix,
            position=position,
            bookings=bookings,
            quotas=_json(service.quotas),
        )
    uow.run(_NO_STAFF, of_center=id_)
    gone = _counter_rows(uow, id_, center, now)
    for person in center.staff:
        uow.run(
            _STAFF,
            id=person.id,
            center=id_,
            counter=person.counter,
            name=person.name,
            number=person.number,
            skills=None if person.skills is None else _json(person.skills),
            languages=_json(person.languages),
        )
    write_lines(uow, [*(counter.id for counter in center.counters), *gone])
    return gone


def settle(uow: UnitOfWork, center: str, holds: Settled) -> None:
    """Write what holds in a center, and raise the revision by which everybody knows its hall."""
    uow.run(
        _SETTLE,
        of_id=center,
        to_timezone=holds.timezone,
        to_hours=_json(holds.hours),
        to_calendar=_json(holds.calendar),
        to_special_days=_json(holds.special_days),
        to_rules=_json(holds.rules),
    )


def _center_row(uow: UnitOfWork, id_: str, center: CenterDocument, now: int) -> None:
    before = tree_of(uow)
    name, address, elastic = _json(center.name), _json(center.address), _json(center.elastic)
    alarms = _json(center.alarms)
    if id_ not in before.parents:
        uow.run(
            _NEW_CENTER,
            id=id_,
            city=uow.value(_CITY),
            parent=center.parent,
            position=int(uow.value(_LAST)) + 1,
            level=center.level,
            name=name,
            address=address,
            timezone="",
            hours="[]",
            calendar="{}",
            special_days="[]",
            rules="{}",
            elastic=elastic,
            alarms=alarms,
            revision=0,
            seq=0,
            told_at=0,
            day=None,
            day_seq=0,
            epoch=now,
        )
        return
    uow.run(
        _SET_CENTER,
        of_id=id_,
        to_parent=center.parent,
        to_level=center.level,
        to_name=name,
        to_address=address,
        to_elastic=elastic,
        to_alarms=alarms,
    )
    if center.parent != before.parents[id_]:
        positions = {row[0]: int(row[3]) for row in uow.rows(_CENTERS)}
        for position, each in enumerate(tree_of(uow).order(positions)):
            uow.run(_PLACE, of_id=each, to_position=position)


def _counter_rows(uow: UnitOfWork, id_: str, center: CenterDocument, now: int) -> tuple[str, ...]:
    known = uow.pairs(_COUNTERS, center=id_)
    for position, counter in enumerate(center.counters):
        name, place = _json(counter.name), _json(counter.place) if counter.place else None
        if counter.id in known:
            uow.run(
                _SET_COUNTER,
                of_id=counter.id,
                to_position=position,
                to_name=name,
                to_place=place,
                to_chooses=int(counter.chooses),
            )
        else:
            uow.run(
                _NEW_COUNTER,
                id=counter.id,
                center=id_,
                position=position,
                name=name,
                state="closed",
                taken_away_at=None,
                place=place,
                paused_at=None,
                chooses=int(counter.chooses),
                undo=None,
                undo_until=None,
                help_at=None,
                pause_reason=None,
                person=None,
                seated_at=None,
                helps=None,
                helps_by=None,
                sign_in=None,
            )
        uow.run(_NO_WORK, of_counter=counter.id)
        for rank, service in enumerate(counter.services):
            uow.run(_WORK, counter=counter.id, service=service, position=rank)
    named = {counter.id for counter in center.counters}
    gone = tuple(sorted(each for each, away in known.items() if away is None and each not in named))
    for each in gone:
        uow.run(_TAKE_AWAY, of_id=each, now=now, to_state="closed")
        uow.run(_NO_WORK, of_counter=each)
    return gone


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
