"""Cases as somebody who is signed in sees to them: done, and recorded in the same unit of work."""

import msgspec

from server.office.audit.chain import Changed, record
from server.office.failed.cases import NewCase, Who, close, hand, note, open_case
from server.office.failed.record import CaseRow
from server.office.people.accounts import By
from server.rules.hall.failed_case import Outcome
from server.store.unit_of_work import UnitOfWork

DEVICE = "admin"


def open_as(uow: UnitOfWork, new: NewCase, by: By, now: int) -> CaseRow:
    """Open a case as `open_case`."""
    return _recorded(uow, open_case(uow, new, _who(by), now), "case_opened", by, now)


def note_as(uow: UnitOfWork, case: str, text: str, by: By, now: int) -> CaseRow:
    """Write into a case as `note`."""
    return _recorded(uow, note(uow, case, text, _who(by), now), "case_noted", by, now)


def hand_as(uow: UnitOfWork, case: str, to: str, text: str, by: By, now: int) -> CaseRow:
    """Hand a case on as `hand`."""
    row = hand(uow, case, to, text, _who(by), now)
    return _recorded(uow, row, "case_handed", by, now, row.held_by)


def close_as(uow: UnitOfWork, case: str, outcome: Outcome, text: str, by: By, now: int) -> CaseRow:
    """Close a case as `close`."""
    return _recorded(uow, close(uow, case, outcome, text, _who(by), now), "case_closed", by, now, outcome)


def _who(by: By) -> Who:
    return Who(DEVICE, by.person, by.name)


def _recorded(uow: UnitOfWork, row: CaseRow, what: str, by: By, now: int, after: str = "") -> CaseRow:
    told = msgspec.json.encode(after).decode() if after else ""
    about = f"{row.label} {row.day}"
    record(uow, Changed(now, by.person, by.name, what, about, row.center, "done", by.place, "", told))
    return row
