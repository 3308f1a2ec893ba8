"""The desks of a center as its staff see them: who sits where, what each calls, and how long it paused today."""

from typing import Final

import msgspec
from sqlalchemy import bindparam, or_, select

from config.centers import Text
from server.office.at_counter import center_of
from server.office.seat import NAME
from server.rules.hall.breaks import Paused, pauses
from server.store import tables
from server.store.lines_called import lines_of
from server.store.unit_of_work import FACT_COLUMNS, Reading, fact_of
from server.wire.desks import (
    BreakTaken,
    DeskAtCenter,
    DesksAnswer,
    Pause,
    PeopleAnswer,
    PersonAtCenter,
    Seat,
)
from server.wire.messages import moment

_k, _s, _j, _c = tables.counters.c, tables.staff.c, tables.journal.c, tables.centers.c
_DESKS = (
    select(_k.id, _k.name, _k.state, _k.person, NAME, _k.seated_at, _k.paused_at, _k.pause_reason, _k.helps)
    .where(_k.center == bindparam("center"), _k.taken_away_at.is_(None))
    .order_by(_k.position)
)
_PEOPLE = (
    select(_s.id, _s.name, _s.number, _s.counter, _s.skills, _s.languages, _k.id)
    .outerjoin(tables.counters, _k.person == _s.id)
    .where(_s.center == bindparam("center"))
    .order_by(_s.number, _s.name, _s.id)
)
_TODAY = (
    select(*FACT_COLUMNS)
    .where(
        _j.center == bindparam("center"),
        _j.seq > select(_c.day_seq).where(_c.id == bindparam("center")).scalar_subquery(),
        or_(*(_j.kind == kind for kind in ("counter.opened", "counter.paused", "counter.closed"))),
    )
    .order_by(_j.seq)
)
_MINUTE: Final = 60_000


def people_at(reading: Reading, counter: str) -> PeopleAnswer:
    """Return the staff of this counter's center; raises `Refusal` counter_unknown."""
    return _people(reading, center_of(reading, counter))


def people_of(reading: Reading, center: str) -> PeopleAnswer:
    """Return the staff of a center; raises `Refusal` center_unknown."""
    reading.hall(center)
    return _people(reading, center)


def desks_of(reading: Reading, center: str, now: int) -> DesksAnswer:
    """Return the desks of a center as they stand at `now` (ms); raises `Refusal` center_unknown."""
    reading.hall(center)
    lines = lines_of(reading, center)
    taken: dict[str, list[BreakTaken]] = {}
    for each in pauses(map(fact_of, reading.rows(_TODAY, center=center)), now):
        taken.setdefault(each.counter, []).append(_taken(each))
    return DesksAnswer(
        tuple(
            DeskAtCenter(
                id_,
                msgspec.json.decode(name, type=Text),
                state,
                lines.get(id_, ()),
                None if person is None or seated_at is None else Seat(person, who or person, moment(seated_at)),
                None if state != "paused" or paused_at is None else Pause(moment(paused_at), reason),
                tuple(taken.get(id_, ())),
                helps,
            )
            for id_, name, state, person, who, seated_at, paused_at, reason, helps in reading.rows(
                _DESKS, center=center
            )
        )
    )


def _people(reading: Reading, center: str) -> PeopleAnswer:
    return PeopleAnswer(
        tuple(
            PersonAtCenter(
                id_,
                name,
                number,
                counter,
                None if skills is None else msgspec.json.decode(skills, type=tuple[str, ...]),
                msgspec.json.decode(languages, type=tuple[str, ...]),
                sits_at,
            )
            for id_, name, number, counter, skills, languages, sits_at in reading.rows(_PEOPLE, center=center)
        )
    )


def _taken(paused: Paused) -> BreakTaken:
    return BreakTaken(paused.reason, paused.times, round(paused.took / _MINUTE))
