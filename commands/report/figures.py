"""`banshi report figures`: the figures of centers over some days as JSON, the same that the page of reports shows."""

import sys
from datetime import date
from typing import Final

import msgspec

from commands.pack.release import opened
from commands.seeding import now
from config.settings import Settings
from server.office.reports.kept_folds import fold_missing
from server.office.reports.reporting import report_of
from server.rules.hall.day_figures import Figures
from server.rules.hall.report import (
    LONGEST_DAYS,
    Measures,
    Period,
    Report,
    Standards,
    Told,
    measures,
    span_of,
    standards,
)
from server.store.projection import tree_of

WITHOUT_BUCKETS: Final = ("waits", "serves", "hours", "classes")


class FiguresAnswer(msgspec.Struct, frozen=True):
    """What a report says: counts and shares; minutes are read from buckets of a minute at most."""

    centers: tuple[str, ...]
    first: date
    last: date
    uncounted: int
    standards: Standards
    standards_before: Standards
    estimates: Told
    failed: dict[str, int]
    whole: Measures
    before: Measures
    services: dict[str, Measures]
    hours: dict[str, Measures]
    series: dict[str, Measures]
    counts: dict[str, object]
    """All else that is counted of the whole, as it is kept."""


def report_figures(
    settings: Settings, center: str, period: Period, first: date | None, last: date | None, *, below: bool
) -> None:
    """Print the figures of `center`, with `below` of those below it too, over a period; days without a fold are folded.

    Raises `Refusal` center_unknown, report_days.
    """
    with opened(settings) as store:
        today = store.read(lambda reading: reading.hall(center).local(now()).date())
        span = span_of(period, today, first, last)
        centers = store.read(tree_of).below(center) if below else (center,)
        fold_missing(store, centers, span.first, span.last, LONGEST_DAYS * len(centers))
        found = store.read(lambda reading: report_of(reading, centers, span))
    answer = answer_of(centers, found, settings.reports.minute_cost)
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")


def answer_of(centers: tuple[str, ...], found: Report, minute_cost: float | None) -> FiguresAnswer:
    """Return what a report says of `centers`."""
    whole = found.whole
    return FiguresAnswer(
        centers,
        found.span.first,
        found.span.last,
        found.uncounted,
        standards(whole, minute_cost),
        standards(found.before, minute_cost),
        found.told,
        found.failed,
        measures(whole),
        measures(found.before),
        _each(found.services),
        _each({f"{hour:02}": each for hour, each in sorted(whole.hours.items())}),
        _each({day.isoformat(): each for day, each in found.series.items()}),
        {name: getattr(whole, name) for name in whole.__struct_fields__ if name not in WITHOUT_BUCKETS},
    )


def _each(of: dict[str, Figures]) -> dict[str, Measures]:
    return {id_: measures(each) for id_, each in of.items()}
