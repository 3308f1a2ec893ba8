"""Cases of what could not be done, as they are kept and found."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, or_, select

from server.rules.errors import Refusal
from server.rules.guidance.judge.working_days import WorkingDays
from server.rules.hall.failed_case import Outcome, Standing, Step, Why, standing
from server.store.failed_case_tables import failed_case_steps, failed_cases
from server.store.halls import Hall
from server.store.unit_of_work import Reading

_f, _s = failed_cases.c, failed_case_steps.c
_COLUMNS: Final = tuple(failed_cases.c)
_BY_ID = select(*_COLUMNS).where(_f.id == bindparam("case"))
_OF_TICKET = select(*_COLUMNS).where(_f.ticket == bindparam("ticket")).order_by(_f.opened_at, _f.id)
_ORDER: Final = (_f.closed_at.is_not(None), _f.due, _f.closed_at.desc(), _f.opened_at, _f.id)
_AT = (
    select(*_COLUMNS)
    .where(_f.center == bindparam("center"), or_(_f.closed_at.is_(None), _f.closed_at >= bindparam("since")))
    .order_by(*_ORDER)
)
_IN: Final = {
    "all": select(*_COLUMNS).order_by(*_ORDER),
    "open": select(*_COLUMNS).where(_f.closed_at.is_(None)).order_by(*_ORDER),
    "late": select(*_COLUMNS).where(_f.closed_at.is_(None), _f.due < bindparam("today")).order_by(*_ORDER),
    "closed": select(*_COLUMNS).where(_f.closed_at.is_not(None)).order_by(*_ORDER),
}
_STEPS = select(*failed_case_steps.c).where(_s.case == bindparam("case")).order_by(_s.number)


class CaseRow(msgspec.Struct, frozen=True):
    """One case, field by column; moments in ms, days as ISO dates."""

    id: str
    center: str
    ticket: str
    label: str
    day: str
    service: str
    why: Why
    asked: str
    opened_at: int
    due: str
    held_by: str
    outcome: Outcome | None
    closed_at: int | None


class StepRow(msgspec.Struct, frozen=True):
    """One step of a case, field by column."""

    case: str
    number: int
    at: int
    what: Step
    note: str
    held_by: str
    outcome: Outcome | None
    person: str | None
    name: str
    counter: str | None


Which = Literal["open", "late", "closed", "all"]


class Sought(msgspec.Struct, frozen=True):
    """What is looked for: in which centers, for which reason ("": any), and `which` of them; late by `today`."""

    centers: frozenset[str]
    today: str
    why: str = ""
    which: Which = "open"


def case_of(reading: Reading, case: str) -> CaseRow:
    """Return a case by its id; raises `Refusal` failed_case_unknown."""
    found = reading.row(_BY_ID, case=case)
    if found is None:
        raise Refusal("failed_case_unknown")
    return CaseRow(*found)


def cases_of_ticket(reading: Reading, ticket: str) -> list[CaseRow]:
    """Return the cases of a ticket, the first first."""
    return [CaseRow(*row) for row in reading.rows(_OF_TICKET, ticket=ticket)]


def cases_at(reading: Reading, center: str, since: int) -> list[CaseRow]:
    """Return the open cases of `center`, the most urgent first, then those closed at `since` (ms) or later."""
    return [CaseRow(*row) for row in reading.rows(_AT, center=center, since=since)]


def cases_in(reading: Reading, sought: Sought) -> list[CaseRow]:
    """Return the cases that are looked for: open ones first, the most urgent first, then closed ones."""
    given = {"today": sought.today} if sought.which == "late" else {}
    found = (CaseRow(*row) for row in reading.rows(_IN[sought.which], **given))
    return [each for each in found if each.center in sought.centers and sought.why in ("", each.why)]


def steps_of(reading: Reading, case: str) -> list[StepRow]:
    """Return what was done about a case, in order."""
    return [StepRow(*row) for row in reading.rows(_STEPS, case=case)]


def clock_of(case: CaseRow, hall: Hall, today: date) -> Standing:
    """Return how a case of `hall` stands `today`."""
    due = date.fromisoformat(case.due)
    left = WorkingDays(hall.open_days.calendar).between(today, due)
    return standing(due, today, left, closed=case.closed_at is not None)


def counted(standings: Iterable[Standing]) -> dict[Standing, int]:
    """Return how many cases stand how, none left out."""
    counts: dict[Standing, int] = {"late": 0, "soon": 0, "in_time": 0, "closed": 0}
    for each in standings:
        counts[each] += 1
    return counts
