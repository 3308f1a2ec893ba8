"""Cases of what could not be done as counters and the holders of tickets see them."""

from datetime import date
from typing import Final

from server.office.at_counter import center_of
from server.office.failed.cases import OPEN_AT_MOST
from server.office.failed.record import CaseRow, cases_at, cases_of_ticket, clock_of, counted, steps_of
from server.office.ticket import ticket_of
from server.store.halls import Hall
from server.store.unit_of_work import Reading
from server.wire.failed_cases import CaseStep, FailedCase, FailedCases, OwnCases, OwnCaseShown
from server.wire.messages import moment

CLOSED_SHOWN_MS: Final = 24 * 3600 * 1000
"""What was closed since then is still listed at the counters."""


def cases_at_counter(reading: Reading, counter: str, now: int) -> FailedCases:
    """Return the cases of the center of `counter` at `now` (ms); raises `Refusal` counter_unknown."""
    hall = reading.hall(center_of(reading, counter))
    today = date.fromisoformat(hall.day(now))
    told = tuple(_told(reading, each, hall, today) for each in cases_at(reading, hall.id, now - CLOSED_SHOWN_MS))
    counts = counted(each.standing for each in told)
    return FailedCases(told, counts["late"], counts["soon"], counts["in_time"])


def cases_of_holder(reading: Reading, ticket: str, now: int) -> OwnCases:
    """Return the cases of a ticket as its holder sees them at `now` (ms); raises `Refusal` ticket_unknown."""
    hall = reading.hall(ticket_of(reading, ticket).center)
    today = date.fromisoformat(hall.day(now))
    rows = cases_of_ticket(reading, ticket)
    more = sum(each.closed_at is None for each in rows) < OPEN_AT_MOST
    return OwnCases(tuple(_own(reading, each, hall, today) for each in rows), more)


def _told(reading: Reading, row: CaseRow, hall: Hall, today: date) -> FailedCase:
    steps = tuple(
        CaseStep(moment(each.at), each.what, each.note or each.held_by, each.name, each.counter)
        for each in steps_of(reading, row.id)
    )
    return FailedCase(
        row.id,
        row.label,
        row.day,
        row.service,
        row.why,
        row.asked,
        row.due,
        clock_of(row, hall, today),
        row.held_by,
        row.outcome,
        steps,
    )


def _own(reading: Reading, row: CaseRow, hall: Hall, today: date) -> OwnCaseShown:
    last = steps_of(reading, row.id)[-1]
    told = last.note if row.closed_at is not None else ""
    standing = clock_of(row, hall, today)
    return OwnCaseShown(
        row.why, row.asked, moment(row.opened_at), row.due, standing, bool(row.held_by), row.outcome, told
    )
