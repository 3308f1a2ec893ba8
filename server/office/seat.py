"""Who sits at a counter, since when, and what that lets the counter do.

Who sits where is told to nobody but the office: the fact is `staff.told`, what it says stands in its private column.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, func, select, update

from server.office.lending import end_if_unable
from server.office.people.sign_ins import end
from server.office.requests import Actor
from server.rules.errors import Refusal
from server.rules.hall.skills import able
from server.store import people_tables, tables
from server.store.lines_called import skills_at, write_lines
from server.store.unit_of_work import Reading, UnitOfWork

_k, _s, _p, _i = tables.counters.c, tables.staff.c, people_tables.people.c, people_tables.sign_ins.c
NAME: Final = func.coalesce(
    select(_s.name).where(_s.id == _k.person).scalar_subquery(),
    select(_p.name).where(_p.id == _k.person).scalar_subquery(),
)
"""What whoever sits at a counter is called: by the staff list, or else by their account."""
_AT = select(_k.person, NAME, _k.seated_at).where(_k.id == bindparam("counter"), _k.person.is_not(None))
_WHERE = select(_k.id).where(_k.person == bindparam("person"))
_SIGN_INS = select(_k.id, _k.sign_in).where(_k.center == bindparam("center"), _k.sign_in.is_not(None))
_BY_ACCOUNT = (
    select(_k.id)
    .join(people_tables.sign_ins, _i.id == _k.sign_in)
    .where(_k.center == bindparam("center"), _i.person == _k.person)
)
_TAKEN = select(_k.id, _k.person).where(_k.center == bindparam("center"), _k.person.is_not(None)).order_by(_k.position)
_SIT = (
    update(tables.counters)
    .where(_k.id == bindparam("of_counter"), _k.person.is_(None))
    .values(
        person=bindparam("to_person"),
        seated_at=bindparam("at"),
        sign_in=None,
        undo=None,
        undo_until=None,
    )
)
_STAND = (
    update(tables.counters).where(_k.id == bindparam("of_counter")).values(person=None, seated_at=None, sign_in=None)
)
"""What somebody else pressed is nobody's to take back: it goes when somebody sits down."""

Why = Literal["sat_down", "left", "taken_over", "moved", "day_closed", "settings_changed", "signed_out", "idle"]


class Seated(msgspec.Struct, frozen=True):
    """Who sits at a counter since when (ms)."""

    person: str
    name: str
    since: int


class Sat(msgspec.Struct, frozen=True):
    """What only the office keeps: that `person` sat down at a counter, or why they do not sit there any more."""

    what: Why
    counter: str
    person: str


def seat_at(reading: Reading, counter: str) -> Seated | None:
    """Return who sits at `counter`, or None."""
    found = reading.row(_AT, counter=counter)
    return None if found is None else Seated(*found)


def person_at(reading: Reading, counter: str) -> str | None:
    """Return the id of whoever sits at `counter`, for the journal."""
    seat = seat_at(reading, counter)
    return None if seat is None else seat.person


def counter_of(reading: Reading, person: str) -> str | None:
    """Return the counter at which `person` sits, or None."""
    found = reading.value(_WHERE, person=person)
    return None if found is None else str(found)


def seats_taken(reading: Reading, center: str) -> dict[str, str]:
    """Return who sits at each counter of `center` at which somebody does."""
    return {str(counter): str(person) for counter, person in reading.rows(_TAKEN, center=center)}


def by_account(reading: Reading, center: str) -> frozenset[str]:
    """Return the counters of `center` at which somebody sits whom its staff list does not name."""
    return frozenset(str(row[0]) for row in reading.rows(_BY_ACCOUNT, center=center))


def must_be_staffed(uow: UnitOfWork, counter: str) -> None:
    """Raise `Refusal` desk_empty where the center wants somebody at every desk and nobody sits at this one."""
    if not is_staffed(uow, counter):
        raise Refusal("desk_empty", counter=uow.own_hall().counters[counter].name)


def is_staffed(uow: UnitOfWork, counter: str) -> bool:
    """Tell whether somebody sits at a counter, or the center does not mind who does."""
    return not uow.own_hall().rules.desks_staffed or seat_at(uow, counter) is not None


def must_be_able(uow: UnitOfWork, counter: str, service: str) -> None:
    """Raise `Refusal` skill_missing where whoever sits at `counter` cannot do `service`."""
    hall = uow.own_hall()
    if not able(service, skills_at(uow, counter)):
        raise Refusal("skill_missing", counter=hall.counters[counter].name, service=hall.services[service].name)


def unable_at(uow: UnitOfWork, counter: str) -> frozenset[str]:
    """Return the services of the center that whoever sits at `counter` cannot do."""
    skills = skills_at(uow, counter)
    return frozenset(service for service in uow.own_hall().services if not able(service, skills))


def seat(uow: UnitOfWork, counter: str, person: str, now: int, by: Actor) -> None:
    """Let `person` sit at a counter at which nobody does, at `now` (ms), and tell it."""
    uow.run(_SIT, of_counter=counter, to_person=person, at=uow.moment(now))
    _tell(uow, "sat_down", counter, person, now, by)
    write_lines(uow, (counter,))
    end_if_unable(uow, counter, now)


def stand_up(uow: UnitOfWork, counters: Iterable[str], why: Why, now: int, by: Actor) -> None:
    """Let whoever sits at each of `counters` sit there no more, and tell why; who had signed in there is signed out."""
    taken, signed = seats_taken(uow, uow.center), dict(uow.pairs(_SIGN_INS, center=uow.center))
    for counter in counters:
        if counter in taken:
            if counter in signed:
                end(uow, signed[counter], "desk_left", now)
            uow.run(_STAND, of_counter=counter)
            _tell(uow, why, counter, taken[counter], now, by)
            write_lines(uow, (counter,))


def _tell(uow: UnitOfWork, why: Why, counter: str, person: str, now: int, by: Actor) -> None:
    private = msgspec.json.encode(Sat(why, counter, person)).decode()
    uow.tell(now, "staff.told", by.device, person=person, private=private)
