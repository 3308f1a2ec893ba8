"""Days are folded once and kept; a month is the sum of its days; what is missing is folded when it is asked for."""

from datetime import date

from sqlalchemy import delete, func, select

from server.office.day import begin_day
from server.office.reports.kept_folds import (
    closed_days,
    days,
    figures_in,
    fold,
    fold_missing,
    fold_month,
    kept_days,
    kept_figures,
    missing_days,
    month_end,
)
from server.rules.hall.day_figures import WHOLE
from server.store.day_tables import folds
from tests.server.conftest import MORNING, Office

DAY_MS = 24 * 3_600_000
FIRST = date(2025, 11, 25)
EVER = (date(2000, 1, 1), date(2100, 1, 1))


def live(office: Office, many: int) -> None:
    """Let one person be served on each of so many days, and the day after begin."""
    for number in range(many):
        office.now = MORNING + number * DAY_MS
        office.serve_at_once("hall-2", "social") if office.at("hall-2", "open") else None
        office.at("hall-2", "finish")
    office.now = MORNING + many * DAY_MS
    office.write(lambda uow: begin_day(uow, office.now))


def test_days_that_are_over_are_folded_once(office: Office) -> None:
    assert office.store.read(lambda reading: closed_days(reading, "hall")) is None
    live(office, 2)
    both = [date(2025, 11, 26), FIRST]
    assert office.store.read(lambda reading: missing_days(reading, "hall", *EVER)) == both
    assert fold_missing(office.store, ["hall"], *EVER, most=1) == 1
    assert office.store.read(lambda reading: missing_days(reading, "hall", *EVER)) == [FIRST]
    assert fold_missing(office.store, ["hall"], *EVER, most=1) == 0
    before = office.store.read(lambda reading: kept_figures(reading, "hall", "day", *EVER))
    fold(office.store, "hall", FIRST)
    assert office.store.read(lambda reading: kept_figures(reading, "hall", "day", *EVER)) == before
    assert [(day, service) for day, service, _ in before] == [
        (day, service) for day in reversed(both) for service in (WHOLE, "social")
    ]
    assert all(figures_in(body).served == 1 for *_, body in before)


def test_a_month_is_the_sum_of_its_days(office: Office) -> None:
    live(office, 7)
    november, first = date(2025, 11, 1), FIRST
    assert not fold_month(office.store, "hall", november)
    assert fold_missing(office.store, ["hall"], *EVER, most=99) == 0
    assert fold_month(office.store, "hall", november)
    assert not fold_month(office.store, "hall", date(2025, 12, 1))
    ((_, service, body), _) = office.store.read(lambda reading: kept_figures(reading, "hall", "month", *EVER))
    assert (service, figures_in(body).served) == (WHOLE, 6)
    # A day that is folded anew takes its month away.
    gone = delete(folds).where(folds.c.span == "day", folds.c.day == first.isoformat())
    office.write(lambda uow: uow.run(gone))
    fold(office.store, "hall", first)
    assert office.store.read(lambda reading: kept_days(reading, "hall", *EVER, "month")) == []
    many = select(func.count()).select_from(folds)
    assert office.store.read(lambda reading: reading.value(many)) == 2 * 7


def test_days_and_ends_of_months() -> None:
    assert list(days(FIRST, date(2025, 11, 26))) == [FIRST, date(2025, 11, 26)]
    assert list(days(FIRST, date(2025, 11, 24))) == []
    assert [month_end(date(2024, month, 15)).day for month in (1, 2, 4, 12)] == [31, 29, 30, 31]
