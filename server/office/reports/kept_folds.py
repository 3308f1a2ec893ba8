"""The folds of a center: which days have one, which are missing, kept once; a month is kept when all its days are."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from server.office.reports.day_folding import folded_day
from server.rules.hall.day_figures import WHOLE, Figures, add
from server.store import tables
from server.store.day_tables import folds
from server.store.store import Store
from server.store.unit_of_work import Reading, UnitOfWork

Span = Literal["day", "month"]
_f, _c, _j = folds.c, tables.centers.c, tables.journal.c
_KEEP = insert(folds)
_DAYS = (
    select(_f.day)
    .where(
        _f.center == bindparam("center"),
        _f.span == bindparam("span"),
        _f.day >= bindparam("first"),
        _f.day <= bindparam("last"),
        _f.service == WHOLE,
    )
    .order_by(_f.day)
)
_FIGURES = (
    select(_f.day, _f.service, _f.figures)
    .where(
        _f.center == bindparam("center"),
        _f.span == bindparam("span"),
        _f.day >= bindparam("first"),
        _f.day <= bindparam("last"),
    )
    .order_by(_f.day, _f.service)
)
_WHOLE = _FIGURES.where(_f.service == WHOLE)
_FORGET = delete(folds).where(_f.center == bindparam("of_center"), _f.span == "month", _f.day == bindparam("of_day"))
_TODAY = select(_c.day).where(_c.id == bindparam("center"))
_BEGAN = select(_j.at).where(_j.center == bindparam("center")).order_by(_j.seq).limit(1)
_encode = msgspec.json.Encoder().encode
figures_in: Final = msgspec.json.Decoder(Figures).decode


def closed_days(reading: Reading, center: str) -> tuple[date, date] | None:
    """Return the first and the last day of `center` that are over; None while there is no such day.

    Raises `Refusal` center_unknown.
    """
    today, began = reading.value(_TODAY, center=center), reading.value(_BEGAN, center=center)
    if today is None or began is None:
        return None
    zone = reading.hall(center).timezone
    first, last = datetime.fromtimestamp(began / 1000, UTC).astimezone(zone).date(), date.fromisoformat(today)
    return (first, last - timedelta(days=1)) if first < last else None


def kept_days(reading: Reading, center: str, first: date, last: date, span: Span = "day") -> list[date]:
    """Return the days, or the first days of the months, from `first` to `last` that are kept."""
    rows = reading.rows(_DAYS, center=center, span=span, first=first.isoformat(), last=last.isoformat())
    return [date.fromisoformat(day) for (day,) in rows]


def kept_figures(
    reading: Reading, center: str, span: Span, first: date, last: date, *, whole: bool = False
) -> list[tuple[date, str, str]]:
    """Return what is kept from `first` to `last`: the day, the service, and figures as `figures_in` reads them.

    With `whole` only those of the whole center.
    """
    rows = reading.rows(
        _WHOLE if whole else _FIGURES, center=center, span=span, first=first.isoformat(), last=last.isoformat()
    )
    return [(date.fromisoformat(day), service, figures) for day, service, figures in rows]


def missing_days(reading: Reading, center: str, first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` that are over and not kept, the newest first."""
    closed = closed_days(reading, center)
    if closed is None:
        return []
    begins, ends = max(first, closed[0]), min(last, closed[1])
    known = set(kept_days(reading, center, begins, ends)) if begins <= ends else set()
    return [day for day in reversed(list(days(begins, ends))) if day not in known]


def fold_missing(store: Store, centers: Iterable[str], first: date, last: date, most: int) -> int:
    """Fold at most `most` days from `first` to `last` that have no fold, and keep them; return how many were left."""
    left = 0
    for center in centers:
        missing = store.read(partial(missing_days, center=center, first=first, last=last))
        for day in missing[:most]:
            fold(store, center, day)
        left += len(missing[most:])
        most = max(most - len(missing), 0)
    return left


def fold(store: Store, center: str, day: date) -> None:
    """Fold one day of `center` and keep it; what it costs is paid without a lock."""
    found = store.read(lambda reading: folded_day(reading, center, day))
    store.write(center, lambda uow: _keep_day(uow, day, found))


def fold_month(store: Store, center: str, month: date) -> bool:
    """Keep the sum of the month that begins on the day `month` where all its days are kept; return whether it is."""

    def keep(uow: UnitOfWork) -> bool:
        last = month_end(month)
        closed = closed_days(uow, center)
        if closed is None or closed[1] < last or missing_days(uow, center, month, last):
            return False
        total: dict[str, Figures] = {}
        for _, service, figures in kept_figures(uow, center, "day", month, last):
            add(total.setdefault(service, Figures()), figures_in(figures))
        _keep(uow, "month", month, total)
        return True

    return store.write(center, keep)


def _keep_day(uow: UnitOfWork, day: date, found: dict[str, Figures]) -> None:
    if kept_days(uow, uow.center, day, day):
        return
    uow.run(_FORGET, of_center=uow.center, of_day=day.replace(day=1).isoformat())
    _keep(uow, "day", day, found)


def _keep(uow: UnitOfWork, span: Span, day: date, found: dict[str, Figures]) -> None:
    if kept_days(uow, uow.center, day, day, span):
        return
    for service, figures in found.items():
        body = _encode(figures).decode()
        uow.run(_KEEP, center=uow.center, span=span, day=day.isoformat(), service=service, figures=body)


def days(first: date, last: date) -> Iterator[date]:
    """Yield each day from `first` to `last`, both included."""
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
