"""The rules of a center by which counters help a long line: looked at again and again, and put in force.

Who stands in a line changes with every ticket; that costs a ticket nothing, because nobody looks but this.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select

from server.office.day import begin_day
from server.office.lending import end, lend
from server.rules.hall.elastic import Crowd, Decided, Desk, decided, helpers
from server.store import elastic_tables, tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading, UnitOfWork

_c, _k, _s, _l, _t, _e = (
    table.c
    for table in (tables.centers, tables.counters, tables.staff, tables.lines, tables.tickets, elastic_tables.elastic)
)
_CENTERS = select(_c.id, _c.day).where(_c.elastic != "[]").order_by(_c.position)
_OLDEST = (
    select(func.min(_t.ready_at)).where(_t.center == _l.center, _t.line == _l.service).correlate(tables.lines)
).scalar_subquery()
_CROWD = select(_l.waiting, _OLDEST).where(_l.center == bindparam("center"), _l.service == bindparam("service"))
_DESKS = (
    select(_k.id, _k.state, _k.helps_by, _s.skills)
    .outerjoin(tables.staff, _s.id == _k.person)
    .where(_k.center == bindparam("center"), _k.taken_away_at.is_(None))
)
_DECIDED = select(_e.rule, _e.helped, _e.since).where(_e.center == bindparam("center"))
_FORGET = delete(elastic_tables.elastic).where(_e.center == bindparam("of_center"))
_DECIDE = insert(elastic_tables.elastic)
NEVER_AT_ONCE: Final = 1
"""All rules of a center are settled in one transaction."""
_skills = msgspec.json.Decoder(tuple[str, ...]).decode


class Lent(msgspec.Struct, frozen=True):
    """What the rules of a center have decided, and which counter helps by which of them."""

    decided: Mapping[str, Decided]
    helping: Mapping[str, str]


def centers_due(reading: Reading, now: int) -> list[str]:
    """Return the centers in which a rule begins or ends at `now` (ms), or somebody else must help."""
    due = []
    for center, day in reading.rows(_CENTERS):
        hall = reading.hall(center)
        # The line of a day that is over is nobody's to help.
        if day == hall.day(now):
            before, after = _lent(reading, hall, now)
            due += [center] if before != after else []
    return due


def settle(uow: UnitOfWork, now: int) -> int:
    """Let the rules of the center decide at `now` (ms), and counters help or not because of that; return 0."""
    begin_day(uow, now)
    hall, now = uow.own_hall(), uow.moment(now)
    before, after = _lent(uow, hall, now)
    rules = {rule.id: rule for rule in hall.elastic}
    for counter, rule in before.helping.items():
        if after.helping.get(counter) != rule:
            end(uow, counter, now)
    for counter, rule in after.helping.items():
        if before.helping.get(counter) != rule:
            lend(uow, counter, rules[rule], now)
    if before.decided != after.decided:
        uow.run(_FORGET, of_center=hall.id)
        for rule, said in after.decided.items():
            uow.run(_DECIDE, center=hall.id, rule=rule, helped=int(said.on), since=said.since)
    return 0


def crowd_in(reading: Reading, center: str, service: str, now: int) -> Crowd:
    """Return how long the line of a service is at `now` (ms), those who are bound to a counter left aside."""
    waiting, oldest = reading.row(_CROWD, center=center, service=service) or (0, None)
    return Crowd(int(waiting), 0 if oldest is None else max(0, now - int(oldest)))


def desks_in(reading: Reading, hall: Hall) -> tuple[dict[str, Desk], dict[str, str]]:
    """Return the counters of a center as rules look at them, and by which rule those help that do."""
    desks: dict[str, Desk] = {}
    helping: dict[str, str] = {}
    for counter, state, by, skills in reading.rows(_DESKS, center=hall.id):
        known = None if skills is None else _skills(skills)
        desks[counter] = Desk(state == "open", hall.counters[counter].services, known)
        helping |= {} if by is None else {counter: by}
    return desks, helping


def _lent(reading: Reading, hall: Hall, now: int) -> tuple[Lent, Lent]:
    said = {rule: Decided(bool(on), since) for rule, on, since in reading.rows(_DECIDED, center=hall.id)}
    desks, helping = desks_in(reading, hall)
    shut = hall.shut(now)
    # In the hall's break nobody goes on helping, however short it has been.
    resting = shut is not None and shut.why == "pause"
    after: dict[str, Decided] = {}
    for rule in hall.elastic:
        known = said.get(rule.id)
        if not resting:
            known = decided(rule, crowd_in(reading, hall.id, rule.service, now), known, now)
        elif known is not None and known.on:
            known = Decided(False, now)
        after |= {} if known is None else {rule.id: known}
    on = {rule for rule, known in after.items() if known.on}
    return Lent(said, helping), Lent(after, helpers(hall.elastic, on, desks, helping))
