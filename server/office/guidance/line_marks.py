"""Lines of lists that a counter said are wrong, counted: no ticket, no counter and no person is kept with them."""

from typing import Final, get_args

from sqlalchemy import bindparam, insert, select, update

from server.office.guidance.consultations import city_day
from server.store.guidance_tables import line_marks
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.editing import About, LineMark, MarkLine, Why

_c = line_marks.c
_SAME: Final = (_c.about == bindparam("of_about"), _c.line == bindparam("of_line"), _c.why == bindparam("of_why"))
_AGAIN: Final = update(line_marks).where(*_SAME).values(count=_c.count + 1, last_day=bindparam("on"))
_FIRST: Final = insert(line_marks)
_SINCE: Final = (
    select(_c.about, _c.line, _c.why, _c.count, _c.last_day)
    .where(_c.last_day >= bindparam("since"))
    .order_by(_c.count.desc(), _c.line, _c.why)
)
ABOUT: Final[tuple[About, ...]] = get_args(About)
WHY: Final[tuple[Why, ...]] = get_args(Why)


def mark_line(uow: UnitOfWork, mark: MarkLine, now: int) -> None:
    """Count that a counter found this line wrong at `now` (ms)."""
    day = city_day(uow, now).isoformat()
    if not uow.change(_AGAIN, of_about=mark.about, of_line=mark.line, of_why=mark.why, on=day):
        uow.run(_FIRST, about=mark.about, line=mark.line, why=mark.why, count=1, last_day=day)


def marked_lines(reading: Reading, since: str = "") -> tuple[LineMark, ...]:
    """Return the lines that counters said are wrong, on the day `since` or later last, the most frequent first."""
    return tuple(
        LineMark(ABOUT[ABOUT.index(about)], line, WHY[WHY.index(why)], count, last_day)
        for about, line, why, count, last_day in reading.rows(_SINCE, since=since)
    )
