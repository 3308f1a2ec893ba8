"""Which days a period means, and what is read from figures."""

from datetime import date, timedelta

import pytest

from server.rules.errors import Refusal
from server.rules.hall.day_figures import Desk, Figures
from server.rules.hall.line import MINUTE
from server.rules.hall.report import LONGEST_DAYS, Period, Span, measures, span_of, standards

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("yesterday", "2026-03-01", "2026-03-01"),
        ("week", "2026-02-23", "2026-03-01"),
        ("month", "2026-01-31", "2026-03-01"),
        ("this_month", "2026-03-01", "2026-03-01"),
        ("last_month", "2026-02-01", "2026-02-28"),
    ],
)
def test_periods_end_yesterday(period: Period, first: str, last: str) -> None:
    assert span_of(period, MONDAY) == Span(date.fromisoformat(first), date.fromisoformat(last))


def test_days_that_are_chosen() -> None:
    first, last = date(2025, 12, 1), date(2025, 12, 31)
    span = span_of("between", MONDAY, first, last)
    assert (span.days, span.daily, span.before()) == (31, True, Span(date(2025, 10, 31), date(2025, 11, 30)))
    assert not Span(first, first + timedelta(days=62)).daily
    for wrong in (
        (None, last),
        (last, first),
        (date(1, 1, 1), date(1, 1, 2)),
        (first, first + timedelta(LONGEST_DAYS)),
    ):
        with pytest.raises(Refusal) as refused:
            span_of("between", MONDAY, *wrong)
        assert refused.value.code == "report_days"


def test_the_four_figures_of_a_public_service() -> None:
    desks = {"1": Desk(open_ms=60 * MINUTE), "2": Desk(open_ms=40 * MINUTE)}
    figures = Figures(issued=10, served=20, finished=8, took={"kiosk": 5, "phone": 2, "desk": 3}, desks=desks)
    found = standards(figures, 1.5)
    assert (found.completion, found.minutes, found.cost) == (0.8, 5, 7.5)
    assert (found.digital, found.phone, found.satisfaction) == (0.7, 0.2, None)
    assert standards(figures).cost is None
    nothing = standards(Figures(), 1.5)
    assert (nothing.completion, nothing.minutes, nothing.cost, nothing.digital) == (None,) * 4


def test_what_was_not_measured_is_not_said() -> None:
    found = measures(Figures(called=4, no_shows=1, waits={0: 1, 2: 1, 40: 2}))
    assert (found.wait_p50, found.wait_p90, found.no_show_share) == (30.5, 30.5, 0.25)
    assert (found.serve_p50, measures(Figures()).no_show_share) == (None, None)
