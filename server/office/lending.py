"""A counter that helps a line which is not its own: begun, ended, and told; what it calls from follows at once.

It helps while it is open and whoever sits there can do it; what ends it is said with the fact, unless the line did.
"""

from typing import Final

from sqlalchemy import bindparam, select, update

from config.documents import CenterDocument
from config.elastic import ElasticRule
from server.rules.hall.elastic import Desk, may_help
from server.rules.hall.fact import HandOver, Kind, Reason
from server.rules.hall.skills import able
from server.store import tables
from server.store.lines_called import skills_at, write_lines
from server.store.unit_of_work import UnitOfWork

_k = tables.counters.c
_HELPS = select(_k.helps, _k.helps_by).where(_k.id == bindparam("counter"), _k.helps.is_not(None))
_LENT = (
    select(_k.id, _k.helps, _k.helps_by)
    .where(_k.center == bindparam("center"), _k.helps.is_not(None))
    .order_by(_k.position)
)
_LEND = (
    update(tables.counters)
    .where(_k.id == bindparam("of_counter"))
    .values(helps=bindparam("to_service"), helps_by=bindparam("to_rule"))
)
CHANGED: Final[HandOver] = "counter_changed"


def lend(uow: UnitOfWork, counter: str, rule: ElasticRule, now: int) -> None:
    """Let `counter` help by `rule` from `now` (ms) on."""
    uow.run(_LEND, of_counter=counter, to_service=rule.service, to_rule=rule.id)
    _told(uow, "counter.helping", counter, rule.service, rule.id, now)


def end(uow: UnitOfWork, counter: str, now: int, reason: Reason | None = None) -> None:
    """Let `counter` help nobody any more; `reason` is None where the line is short again."""
    found = uow.row(_HELPS, counter=counter)
    if found is not None:
        uow.run(_LEND, of_counter=counter, to_service=None, to_rule=None)
        _told(uow, "counter.helped", counter, found[0], found[1], now, reason)


def end_all(uow: UnitOfWork, now: int, reason: Reason) -> None:
    """Let no counter of the center help any more."""
    for counter, _, _ in uow.rows(_LENT, center=uow.center):
        end(uow, counter, now, reason)


def end_if_unable(uow: UnitOfWork, counter: str, now: int) -> None:
    """Let `counter` help no more where whoever sits there now cannot do it."""
    found = uow.row(_HELPS, counter=counter)
    if found is not None and not able(found[0], skills_at(uow, counter)):
        end(uow, counter, now, CHANGED)


def end_unless(uow: UnitOfWork, document: CenterDocument, seats: dict[str, str], now: int) -> None:
    """Let those help no more of whom `document`, which is about to take force, says nothing; `seats` are who sits."""
    rules = {rule.id: rule for rule in document.elastic}
    served = {counter.id: counter.services for counter in document.counters}
    skills = {person.id: person.skills for person in document.staff}
    for counter, service, by in uow.rows(_LENT, center=uow.center):
        rule = rules.get(by)
        desk = Desk(True, served.get(counter, ()), skills.get(seats.get(counter, "")))
        if rule is None or rule.service != service or not may_help(rule, counter, desk):
            end(uow, counter, now, CHANGED)


def _told(
    uow: UnitOfWork, kind: Kind, counter: str, service: str, rule: str, now: int, reason: Reason | None = None
) -> None:
    hall = uow.own_hall()
    uow.tell(now, kind, f"rule:{rule}", counter=hall.counter(counter), service=hall.service(service), reason=reason)
    write_lines(uow, (counter,))
