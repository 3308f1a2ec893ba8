"""A report: the figures of some centers over some days, and what is read from them. Pure."""

from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from server.rules.errors import Refusal
from server.rules.hall.day_figures import Figures
from server.rules.hall.histogram import percentile
from server.rules.hall.line import MINUTE

Period = Literal["yesterday", "week", "month", "this_month", "last_month", "between"]
LONGEST_DAYS: Final = 5 * 366
DAILY_DAYS: Final = 62
"""A longer report is by month."""
SELF_SERVICE: Final = ("kiosk", "phone")
DIGITAL: Final = ("phone",)


class Span(msgspec.Struct, frozen=True):
    """From the day `first` to the day `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    @property
    def daily(self) -> bool:
        """Tell whether a report is by day, not by month."""
        return self.days <= DAILY_DAYS

    def before(self) -> "Span":
        """Return as many days that end before these."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


def span_of(period: Period, today: date, first: date | None = None, last: date | None = None) -> Span:
    """Return the days that `period` means on the day `today`, which is never among them unless asked for.

    Raises `Refusal` report_days for days that are the wrong way round or too many.
    """
    yesterday = today - timedelta(days=1)
    match period:
        case "yesterday":
            return Span(yesterday, yesterday)
        case "week":
            return Span(today - timedelta(days=7), yesterday)
        case "month":
            return Span(today - timedelta(days=30), yesterday)
        case "this_month":
            return Span(yesterday.replace(day=1), yesterday)
        case "last_month":
            ends = today.replace(day=1) - timedelta(days=1)
            return Span(ends.replace(day=1), ends)
    if first is None or last is None or last < first or (last - first).days >= LONGEST_DAYS or first.year < 2001:
        raise Refusal("report_days", most=LONGEST_DAYS)
    return Span(first, last)


class Measures(msgspec.Struct, frozen=True):
    """What is read from figures; minutes to a quarter, shares from 0 to 1, None where there was nothing to measure."""

    issued: int
    joined: int
    called: int
    served: int
    no_shows: int
    gone: int
    unclear: int
    moved: int
    returns: int
    wait_p50: float | None
    wait_p90: float | None
    serve_p50: float | None
    serve_p90: float | None
    no_show_share: float | None


class Standards(msgspec.Struct, frozen=True):
    """The four figures that a public service is judged by, None where they are not known.

    `completion`: the share of numbers whose matter was done. `minutes`: how long counters were open for each visit
    served, and what that `cost`. `digital`: the share taken without staff, `phone` on a phone alone. Nobody is asked
    yet how satisfied they are.
    """

    completion: float | None
    minutes: float | None
    cost: float | None
    digital: float | None
    phone: float | None
    satisfaction: float | None = None


class Told(msgspec.Struct, frozen=True):
    """How often a range of the wait was `told`, and how often it `held`."""

    told: int = 0
    held: int = 0


class Report(msgspec.Struct, frozen=True):
    """The figures of `span` over some centers, and of as many days `before`.

    `series` is by day, or by month (its first day within the span) in a report that is not `daily`. So many days of
    centers are over and `uncounted` still. By reason, so many matters `failed` and are looked after as cases.
    """

    span: Span
    whole: Figures
    before: Figures
    services: dict[str, Figures]
    series: dict[date, Figures]
    told: Told
    told_before: Told
    uncounted: int
    failed: dict[str, int] = {}


def share(part: int, whole: int) -> float | None:
    """Return `part` of `whole`, None for nothing."""
    return part / whole if whole else None


def measures(of: Figures) -> Measures:
    """Return what is read from figures."""
    return Measures(
        of.issued,
        of.joined,
        of.called,
        of.served,
        of.no_shows,
        of.gone,
        of.unclear,
        of.moved,
        of.returns,
        percentile(of.waits, 0.5),
        percentile(of.waits, 0.9),
        percentile(of.serves, 0.5),
        percentile(of.serves, 0.9),
        share(of.no_shows, of.called),
    )


def standards(of: Figures, minute_cost: float | None = None) -> Standards:
    """Return the four figures of a whole center; a minute of an open counter costs `minute_cost`, if that is known."""
    taken = sum(of.took.values())
    minutes = of.open_ms / MINUTE / of.served if of.served and of.open_ms else None
    return Standards(
        share(of.finished, of.issued),
        minutes,
        None if minutes is None or minute_cost is None else minutes * minute_cost,
        share(sum(of.took.get(each, 0) for each in SELF_SERVICE), taken),
        share(sum(of.took.get(each, 0) for each in DIGITAL), taken),
    )
