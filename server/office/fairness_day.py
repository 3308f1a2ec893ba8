"""How fair a day of a center was: its journal read from midnight to midnight, and folded."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from server.office.classing import ClassChange
from server.rules.hall.fact import Fact
from server.rules.hall.overtaking import Holder, Overtakings, Regrade, overtakings
from server.store import tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading, facts_after, heads_of

_t = tables.tickets.c
_HOLDERS = select(_t.id, _t.label, _t.priority, _t.ready_at, _t.language).where(
    _t.center == bindparam("center"), _t.day == bindparam("day")
)
_j = tables.journal.c
_REGRADES = select(_j.seq, _j.private).where(
    _j.center == bindparam("center"),
    _j.seq >= bindparam("first"),
    _j.seq <= bindparam("last"),
    _j.kind == "ticket.regraded",
    _j.private.is_not(None),
)
_change = msgspec.json.Decoder(ClassChange).decode
AT_ONCE: Final = 2_000
"""Facts that are read at a time."""


def fairness_of(reading: Reading, center: str, day: date | None, now: int) -> tuple[date, Overtakings]:
    """Return who overtook whom in `center` on `day`, that of `now` (ms) without one, by the rules in force.

    Raises `Refusal` center_unknown.
    """
    hall = reading.hall(center)
    chosen = day or hall.local(now).date()
    rows = reading.rows(_HOLDERS, center=center, day=chosen.isoformat())
    holders = {row[0]: Holder(*row[1:]) for row in rows}
    facts = facts_of(reading, hall, chosen)
    return chosen, overtakings(facts, holders, hall.rules, regrades_of(reading, center, facts))


def regrades_of(reading: Reading, center: str, facts: Sequence[Fact]) -> dict[int, Regrade]:
    """Return the changes of class among `facts` of `center`, by their seq."""
    if not facts:
        return {}
    rows = reading.rows(_REGRADES, center=center, first=facts[0].seq, last=facts[-1].seq)
    changes = ((seq, _change(private)) for seq, private in rows)
    return {seq: Regrade(each.before, each.priority) for seq, each in changes if each.before is not None}


def facts_of(reading: Reading, hall: Hall, day: date) -> list[Fact]:
    """Return what happened in `hall` on `day`, from midnight to midnight by its own clock, in order."""
    midnights = (datetime.combine(each, time.min, hall.timezone) for each in (day, day + timedelta(days=1)))
    begins, ends = (int(each.timestamp() * 1000) for each in midnights)
    _, last = heads_of(reading)[hall.id]
    facts: list[Fact] = []
    after = _before(reading, hall.id, begins, last)
    while some := facts_after(reading, hall.id, after, AT_ONCE):
        facts += [fact for fact in some if fact.at < ends]
        if some[-1].at >= ends:
            break
        after = some[-1].seq
    return facts


def _before(reading: Reading, center: str, at: int, last: int) -> int:
    """Return the seq of the last fact before the moment `at`, by halves: facts are in the order of their moments."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        (fact,) = facts_after(reading, center, middle - 1, 1)
        low, high = (middle, high) if fact.at < at else (low, middle - 1)
    return low
