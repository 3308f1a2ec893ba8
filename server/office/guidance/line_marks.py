"""Lines of lists that a counter said are wrong, counted by center: no ticket, no counter and no person is kept."""

from typing import Final, get_args

from sqlalchemy import bindparam, func, insert, select, update

from server.office.guidance.consultations import city_day
from server.store.guidance_tables import line_marks
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.editing import About, LineMark, MarkLine, Why

_c = line_marks.c
_SAME: Final = (
    _c.about == bindparam("of_about"),
    _c.line == bindparam("of_line"),
    _c.why == bindparam("of_why"),
    _c.center == bindparam("of_center"),
)
_AGAIN: Final = update(line_marks).where(*_SAME).values(count=_c.count + 1, last_day=bindparam("on"))
_FIRST: Final = insert(line_marks)
_EVERYWHERE: Final = (
    select(_c.about, _c.line, _c.why, func.sum(_c.count), func.max(_c.last_day))
    .group_by(_c.about, _c.line, _c.why)
    .having(func.max(_c.last_day) >= bindparam("since"))
    .order_by(func.sum(_c.count).desc(), _c.line, _c.why)
)
_AT: Final = _EVERYWHERE.where(_c.center == bindparam("of_center"))
ABOUT: Final[tuple[About, ...]] = get_args(About)
WHY: Final[tuple[Why, ...]] = get_args(Why)


def mark_line(uow: UnitOfWork, mark: MarkLine, now: int, center: str = "") -> None:
    """Count that a counter of `center` found this line wrong at `now` (ms)."""
    day = city_day(uow, now).isoformat()
    same = {"of_about": mark.about, "of_line": mark.line, "of_why": mark.why, "of_center": center}
    if not uow.change(_AGAIN, **same, on=day):
        uow.run(_FIRST, about=mark.about, line=mark.line, why=mark.why, center=center, count=1, last_day=day)


def marked_lines(reading: Reading, since: str = "", center: str | None = None) -> tuple[LineMark, ...]:
    """Return the lines that counters said are wrong, on the day `since` or later last, the most frequent first.

    Those of all centers count together, unless one `center` is named.
    """
    if center is None:
        rows = reading.rows(_EVERYWHERE, since=since)
    else:
        rows = reading.rows(_AT, since=since, of_center=center)
    return tuple(
        LineMark(ABOUT[ABOUT.index(about)], line, WHY[WHY.index(why)], int(count), last_day)
        for about, line, why, count, last_day in rows
    )
