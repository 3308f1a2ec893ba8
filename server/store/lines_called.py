"""The lines that each counter calls from, as rows: written whenever that changes.

It follows from its settings, from whoever sits there, and from the line that it helps.
"""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from server.rules.hall.skills import lines_called
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork

_w, _l, _s, _k = tables.counter_services.c, tables.counter_lines.c, tables.staff.c, tables.counters.c
_SERVED = select(_w.service).where(_w.counter == bindparam("counter")).order_by(_w.position)
_SKILLS = select(_s.skills).join(tables.counters, _k.person == _s.id).where(_k.id == bindparam("counter"))
_HELPS = select(_k.helps).where(_k.id == bindparam("counter"))
_NONE = delete(tables.counter_lines).where(_l.counter == bindparam("of_counter"))
_LINE = insert(tables.counter_lines)
_OF_CENTER: Final = (
    select(_l.counter, _l.service)
    .join(tables.counters, _k.id == _l.counter)
    .where(_k.center == bindparam("center"))
    .order_by(_l.counter, _l.position)
)


def skills_at(reading: Reading, counter: str) -> Collection[str] | None:
    """Return what whoever sits at `counter` can do; None is everything, also where nobody sits."""
    skills = reading.value(_SKILLS, counter=counter)
    return None if skills is None else msgspec.json.decode(skills, type=tuple[str, ...])


def write_lines(uow: UnitOfWork, counters: Iterable[str]) -> None:
    """Write from which lines each of `counters` calls now."""
    for counter in counters:
        served = [str(row[0]) for row in uow.rows(_SERVED, counter=counter)]
        called = lines_called(served, skills_at(uow, counter), uow.value(_HELPS, counter=counter))
        uow.run(_NONE, of_counter=counter)
        for position, service in enumerate(called):
            uow.run(_LINE, counter=counter, service=service, position=position)


def lines_of(reading: Reading, center: str) -> dict[str, tuple[str, ...]]:
    """Return the lines that each counter of `center` calls from; one that calls from none is not there."""
    found: dict[str, list[str]] = {}
    for counter, service in reading.rows(_OF_CENTER, center=center):
        found.setdefault(counter, []).append(service)
    return {counter: tuple(services) for counter, services in found.items()}
