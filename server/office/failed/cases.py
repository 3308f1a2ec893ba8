"""The verbs of a case of what could not be done: opened, noted, taken on, handed on, closed. None is deleted.

Screens learn only that there is something for staff; what it is stands in the journal's private column, with the person
who did it.
"""

import secrets
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from server.office.failed.record import CaseRow, case_of, cases_of_ticket
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.rules.guidance.judge.working_days import WorkingDays
from server.rules.hall.failed_case import Outcome, Step, Why
from server.store.failed_case_tables import failed_case_steps, failed_cases
from server.store.unit_of_work import UnitOfWork
from server.wire.failed_cases import NAME_LONGEST, WORDS_LONGEST

OPEN_AT_MOST: Final = 3
"""So many open cases of one ticket: more of them are the same one told again."""
_f, _s = failed_cases.c, failed_case_steps.c
_OPEN = insert(failed_cases)
_STEP = insert(failed_case_steps)
_LAST = select(func.max(_s.number)).where(_s.case == bindparam("case"))
_MOVE = (
    update(failed_cases)
    .where(_f.id == bindparam("of_case"), _f.closed_at.is_(None))
    .values(held_by=bindparam("to_held_by"), outcome=bindparam("to_outcome"), closed_at=bindparam("to_closed_at"))
)


class Who(msgspec.Struct, frozen=True):
    """Who does something about a case: from which `device` (a token's id, or a role), and as whom.

    `person` is known by a staff list or an account and is called `name`; `counter` is where they are. Without both it
    is the ticket's holder.
    """

    device: str
    person: str | None = None
    name: str = ""
    counter: str | None = None

    @property
    def called(self) -> str:
        """Return whoever it is as a case keeps it: a name, or the id of a counter where nobody signed in."""
        return self.name or self.counter or ""


class Told(msgspec.Struct, frozen=True):
    """What only the office keeps in the journal: that something was done about a case."""

    what: str
    case: str


class NewCase(msgspec.Struct, frozen=True):
    """What could not be done for `ticket`: why, and what was asked for, in words."""

    ticket: str
    why: Why
    asked: str


def open_case(uow: UnitOfWork, new: NewCase, who: Who, now: int) -> CaseRow:
    """Open a case about a ticket of this work's center at `now` (ms), due within the working days of the center's rule.

    Staff who open one have it first. Raises `Refusal` ticket_unknown, failed_cases_many, failed_case_words.
    """
    ticket = ticket_of(uow, new.ticket)
    if ticket.center != uow.center:
        raise Refusal("ticket_unknown")
    asked = words(new.asked)
    if sum(each.closed_at is None for each in cases_of_ticket(uow, ticket.id)) >= OPEN_AT_MOST:
        raise Refusal("failed_cases_many", number=ticket.label, most=OPEN_AT_MOST)
    hall, at = uow.own_hall(), uow.moment(now)
    today = date.fromisoformat(hall.day(at))
    due = WorkingDays(hall.open_days.calendar).after(today, hall.rules.failed_case_days)
    row = CaseRow(
        id=secrets.token_hex(8),
        center=uow.center,
        ticket=ticket.id,
        label=ticket.label,
        day=ticket.day,
        service=ticket.service,
        why=new.why,
        asked=asked,
        opened_at=at,
        due=due.isoformat(),
        held_by=who.called,
        outcome=None,
        closed_at=None,
    )
    uow.run(_OPEN, **msgspec.structs.asdict(row))
    _tell(uow, row, "opened", asked, who, now)
    return row


def note(uow: UnitOfWork, case: str, text: str, who: Who, now: int) -> CaseRow:
    """Write down at `now` (ms) what was done about a case.

    Raises `Refusal` failed_case_unknown, failed_case_closed, failed_case_words.
    """
    row = _alive(uow, case)
    _tell(uow, row, "noted", words(text), who, now)
    return row


def hand(uow: UnitOfWork, case: str, to: str, text: str, who: Who, now: int) -> CaseRow:
    """Let somebody have a case from `now` (ms) on, by what they are called; `text` may say why.

    Raises `Refusal` failed_case_unknown, failed_case_closed, failed_case_words.
    """
    row = msgspec.structs.replace(_alive(uow, case), held_by=words(to, NAME_LONGEST))
    _keep(uow, row)
    _tell(uow, row, "handed", words(text) if text.strip() else "", who, now)
    return row


def close(uow: UnitOfWork, case: str, outcome: Outcome, text: str, who: Who, now: int) -> CaseRow:
    """Close a case at `now` (ms) with what came of it; `text` is told to the ticket's holder.

    Raises `Refusal` failed_case_unknown, failed_case_closed, failed_case_words.
    """
    row = msgspec.structs.replace(_alive(uow, case), outcome=outcome, closed_at=uow.moment(now))
    text = words(text)
    _keep(uow, row)
    _tell(uow, row, "closed", text, who, now)
    return row


def words(text: str, longest: int = WORDS_LONGEST) -> str:
    """Return what somebody wrote, on one line; raises `Refusal` failed_case_words for none, and for too much."""
    told = " ".join(text.split())
    if not told or len(told) > longest or not told.isprintable():
        raise Refusal("failed_case_words", most=longest)
    return told


def _alive(uow: UnitOfWork, case: str) -> CaseRow:
    row = case_of(uow, case)
    if row.center != uow.center:
        raise Refusal("failed_case_unknown")
    if row.closed_at is not None:
        raise Refusal("failed_case_closed", number=row.label)
    return row


def _keep(uow: UnitOfWork, row: CaseRow) -> None:
    values = {"to_held_by": row.held_by, "to_outcome": row.outcome, "to_closed_at": row.closed_at}
    if uow.change(_MOVE, of_case=row.id, **values) != 1:
        raise Refusal("failed_case_closed", number=row.label)


def _tell(uow: UnitOfWork, row: CaseRow, what: Step, text: str, who: Who, now: int) -> None:
    uow.run(
        _STEP,
        case=row.id,
        number=int(uow.value(_LAST, case=row.id) or 0) + 1,
        at=uow.moment(now),
        what=what,
        note=text,
        held_by=row.held_by,
        outcome=row.outcome,
        person=who.person,
        name=who.name,
        counter=who.counter,
    )
    private = msgspec.json.encode(Told(f"case_{what}", row.id)).decode()
    uow.tell(now, "staff.told", who.device, person=who.person, private=private)
