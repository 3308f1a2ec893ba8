"""The report of some centers over some days, added up from what is kept: whole months where they are, days else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from server.office.reports.kept_folds import closed_days, figures_in, kept_figures, month_end
from server.rules.hall.day_figures import WHOLE, Figures, add, together
from server.rules.hall.report import Report, Span, Told
from server.store.day_tables import day_waits
from server.store.failed_case_tables import failed_cases
from server.store.unit_of_work import Reading

_d = day_waits.c
_TOLD = select(func.sum(_d.told), func.sum(_d.held)).where(
    _d.center == bindparam("center"), _d.day >= bindparam("first"), _d.day <= bindparam("last")
)
_k = failed_cases.c
_FAILED = (
    select(_k.why, func.count())
    .where(_k.center == bindparam("center"), _k.day >= bindparam("first"), _k.day <= bindparam("last"))
    .group_by(_k.why)
)


class _Piece(NamedTuple):
    """A fold within a report: from its first to its last day, of a service, with figures as they are kept."""

    first: date
    last: date
    service: str
    body: str


def report_of(reading: Reading, centers: Sequence[str], span: Span) -> Report:
    """Return the report of `centers` over `span`; raises `Refusal` center_unknown."""
    services, series, before = dict[str, Figures](), dict[date, Figures](), Figures()
    told = told_before = Told()
    failed: Counter[str] = Counter()
    uncounted = 0
    for center in centers:
        closed = closed_days(reading, center)
        if closed is None:
            continue
        covered = Span(max(span.first, closed[0]), min(span.last, closed[1]))
        uncounted += max(covered.days, 0)
        for piece in _pieces(reading, center, span):
            figures = figures_in(piece.body)
            if piece.service != WHOLE:
                add(services.setdefault(piece.service, Figures()), figures)
                continue
            uncounted -= Span(max(piece.first, covered.first), min(piece.last, covered.last)).days
            month = max(piece.first.replace(day=1), span.first)
            add(series.setdefault(piece.first if span.daily else month, Figures()), figures)
        for piece in _pieces(reading, center, span.before(), whole=True):
            add(before, figures_in(piece.body))
        # Whoever is told of a case days later counts on the day of its ticket.
        failed.update(reading.pairs(_FAILED, center=center, first=span.first.isoformat(), last=span.last.isoformat()))
        told, told_before = _and(told, reading, center, span), _and(told_before, reading, center, span.before())
    whole = together(list(series.values()))
    return Report(
        span, whole, before, services, dict(sorted(series.items())), told, told_before, uncounted, dict(failed)
    )


def _pieces(reading: Reading, center: str, span: Span, *, whole: bool = False) -> Iterator[_Piece]:
    """Return what is kept of `center` over `span`, the earliest first, each day once."""
    begins = span.first
    if not span.daily:
        months = kept_figures(reading, center, "month", span.first, span.last, whole=whole)
        for month, some in groupby(months, key=lambda each: each[0]):
            ends = month_end(month)
            if ends > span.last:
                break
            yield from _daily(reading, center, begins, month - timedelta(days=1), whole)
            yield from (_Piece(month, ends, service, body) for _, service, body in some)
            begins = ends + timedelta(days=1)
    yield from _daily(reading, center, begins, span.last, whole)


def _daily(reading: Reading, center: str, first: date, last: date, whole: bool) -> Iterator[_Piece]:
    if first <= last:
        for day, service, body in kept_figures(reading, center, "day", first, last, whole=whole):
            yield _Piece(day, day, service, body)


def _and(told: Told, reading: Reading, center: str, span: Span) -> Told:
    row = reading.row(_TOLD, center=center, first=span.first.isoformat(), last=span.last.isoformat())
    many, held = row or (0, 0)
    return Told(told.told + int(many or 0), told.held + int(held or 0))
