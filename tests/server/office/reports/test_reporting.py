"""A report adds up what is kept, months as days, centers as one; what is not counted yet it says."""

from datetime import date

from server.office.day import begin_day
from server.office.reports.kept_folds import fold_missing, fold_month
from server.office.reports.reporting import report_of
from server.rules.hall.report import Report, Span
from server.store.day_tables import day_waits
from server.store.failed_case_tables import failed_cases
from tests.server.conftest import MORNING, Office
from tests.server.office.reports.test_kept_folds import DAY_MS, EVER, FIRST, live


def told(office: Office, first: date, last: date, *centers: str) -> Report:
    return office.store.read(lambda reading: report_of(reading, centers or ("hall",), Span(first, last)))


def test_months_and_days_say_the_same(office: Office) -> None:
    live(office, 9)
    fold_missing(office.store, ["hall"], *EVER, most=99)
    days = told(office, date(2025, 11, 1), date(2025, 12, 31))
    assert days.span.daily
    long = Span(date(2025, 10, 1), date(2025, 12, 31))
    before = told(office, long.first, long.last)
    fold_month(office.store, "hall", date(2025, 11, 1))
    after = told(office, long.first, long.last)
    assert (after.whole, after.services) == (before.whole, before.services) == (days.whole, days.services)
    assert after.uncounted == before.uncounted == days.uncounted == 0
    assert {day: each.served for day, each in after.series.items()} == {date(2025, 11, 1): 6, date(2025, 12, 1): 3}
    assert len(days.series) == 9
    assert days.whole.served == 9
    # A month that is cut off is read by day.
    assert told(office, date(2025, 9, 1), date(2025, 11, 27)).whole.served == 3
    assert told(office, date(2025, 11, 28), date(2025, 12, 30)).before.served == 3


def test_centers_are_one_and_missing_days_are_said(office: Office) -> None:
    live(office, 2)
    village = Office(office.store, "village", MORNING)
    village.take()
    village.now += DAY_MS
    village.write(lambda uow: begin_day(uow, village.now))
    fold_missing(office.store, ["village"], *EVER, most=99)
    found = told(office, *EVER, "hall", "village")
    assert (found.whole.issued, found.uncounted) == (1, 2)
    fold_missing(office.store, ["hall"], *EVER, most=99)
    found = told(office, *EVER, "hall", "village")
    assert (found.whole.issued, found.services["social"].issued, found.uncounted) == (3, 3, 0)
    assert told(office, FIRST, FIRST, "hall", "village").whole.issued == 2


def test_estimates_are_those_of_the_days(office: Office) -> None:
    live(office, 2)
    for day, many in (("2025-11-25", 10), ("2025-11-26", 20)):
        row = {"center": "hall", "day": day, "upto": many, "told": many, "held": many - 2, "services": "{}"}
        office.write(lambda uow, row=row: uow.run(day_waits.insert(), **row))  # type: ignore[misc]
    found = told(office, date(2025, 11, 26), date(2025, 11, 26))
    assert (found.told.told, found.told.held, found.told_before.told, found.told_before.held) == (20, 18, 10, 8)


def test_a_center_without_a_day(office: Office) -> None:
    found = told(office, *EVER)
    assert (found.whole.issued, found.uncounted, found.series) == (0, 0, {})


def test_what_could_not_be_done_counts_on_the_day_of_its_ticket(office: Office) -> None:
    live(office, 2)
    ticket = office.take("social")
    row = {"center": "hall", "ticket": ticket.id, "label": "A1", "service": "social", "why": "other", "asked": "x"}
    more = {"opened_at": office.now, "due": "2025-12-24", "held_by": "", "outcome": None, "closed_at": None}
    for number, day in enumerate(("2025-11-25", "2025-11-26", "2025-11-26")):
        case = {**row, **more, "id": str(number), "day": day}
        office.write(lambda uow, case=case: uow.run(failed_cases.insert(), **case))  # type: ignore[misc]
    assert told(office, date(2025, 11, 26), date(2025, 11, 26)).failed == {"other": 2}
    assert told(office, *EVER).failed == {"other": 3}
