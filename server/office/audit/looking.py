"""The record of changes as somebody reads it: newest first, page by page, narrowed to a person, a kind, a place, a day.

A page begins after the last row of the one before, by its seq: the millionth costs as much as the first.
"""

from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Select, bindparam, or_, select

from server.office.audit.chain import Changed, Recorded
from server.store.people_tables import audit
from server.store.unit_of_work import Reading

_a = audit.c
_ONE = select(*(column for column in _a)).where(_a.seq == bindparam("seq"))
NEWEST: Final = 2**62
"""Before every row there is."""


class Sought(msgspec.Struct, frozen=True):
    """Which rows somebody wants: of `who` (an id), with one of the codes `whats`, at `center`, from `since` to `until`.

    "" and () are all of them; moments in ms, 0 for no bound.
    """

    who: str = ""
    whats: tuple[str, ...] = ()
    center: str = ""
    since: int = 0
    until: int = 0


def newest(reading: Reading, sought: Sought, before: int = NEWEST, most: int = 50) -> list[Recorded]:
    """Return at most `most` rows of those `sought` that stand before row `before`, the newest first."""
    statement = _statement(bool(sought.who), sought.whats, bool(sought.center), bool(sought.since or sought.until))
    values: dict[str, object] = {"before_seq": before, "most": most}
    if sought.who:
        values["of_who"] = sought.who
    if sought.center:
        values["of_center"] = sought.center
    if sought.since or sought.until:
        values |= {"since": sought.since, "until": sought.until or 2**62}
    return [_recorded(row) for row in reading.rows(statement, **values)]


def row_of(reading: Reading, seq: int) -> Recorded | None:
    """Return row `seq`, None where there is none."""
    found = reading.row(_ONE, seq=seq)
    return None if found is None else _recorded(found)


def _recorded(row: Any) -> Recorded:
    seq, *values, link = row
    return Recorded(int(seq), Changed(*values), str(link))


@cache
def _statement(who: bool, whats: tuple[str, ...], center: bool, days: bool) -> Select[Any]:
    # One for each way of narrowing, and not one with all conditions: databases choose their index by what is asked.
    found = select(*(column for column in _a)).where(_a.seq < bindparam("before_seq"))
    if who:
        found = found.where(_a.who == bindparam("of_who"))
    if whats:
        found = found.where(or_(*(_a.what == each for each in whats)))
    if center:
        found = found.where(_a.center == bindparam("of_center"))
    if days:
        found = found.where(_a.at >= bindparam("since"), _a.at < bindparam("until"))
    return found.order_by(_a.seq.desc()).limit(bindparam("most"))
