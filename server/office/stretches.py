"""The stretches of a long line: how many stand in each, so that nobody in the middle of thousands is counted for.

A stretch begins at a place and ends where the next begins; the first begins before everybody. They are kept from the
moment a line is longer than `LONG` until it has been empty.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, func, insert, literal, select, tuple_, update

from server.office.ticket import ORDER
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork

STRETCH: Final = 256
"""So many people stand in a stretch when it is made; one of twice as many is cut in two."""
LONG: Final = 2 * STRETCH
FIRST: Final = dict.fromkeys((f"from_{column.name}" for column in ORDER), -(1 << 62))

Place = Mapping[str, Any]
"""A line (`center`, `service`), and a place in it (`my_key`, `my_ready_at`, `my_place`)."""

_s, _t = tables.stretches.c, tables.tickets.c
_BEGINS: Final = (_s.key, _s.ready_at, _s.place)
MY_PLACE: Final = tuple_(*(bindparam(f"my_{column.name}", type_=column.type) for column in ORDER))
_FROM = tuple_(*(bindparam(f"from_{column.name}", type_=column.type) for column in ORDER))
_STRETCHES = (_s.center == bindparam("center"), _s.service == bindparam("service"))
IN_ITS_LINE: Final = (_t.center == bindparam("center"), _t.line == bindparam("service"))


def _own(*columns: Any) -> Select[Any]:
    begun = select(*columns).where(*_STRETCHES, tuple_(*_BEGINS) <= MY_PLACE)
    return begun.order_by(*(column.desc() for column in _BEGINS)).limit(1)


_OWN = _own(*_BEGINS)
_COUNT = (
    update(tables.stretches)
    .where(*_STRETCHES, tuple_(*_BEGINS) == _own(*_BEGINS).scalar_subquery())
    .values(waiting=_s.waiting + bindparam("more"))
    .returning(*_BEGINS, _s.waiting)
)
_BEFORE = select(
    select(func.coalesce(func.sum(_s.waiting), 0)).where(*_STRETCHES, tuple_(*_BEGINS) < _FROM).scalar_subquery(),
    select(func.count()).where(*IN_ITS_LINE, tuple_(*ORDER) >= _FROM, tuple_(*ORDER) < MY_PLACE).scalar_subquery(),
)
_numbered = (
    select(*ORDER, (func.row_number().over(order_by=ORDER) - literal(1)).label("nr")).where(*IN_ITS_LINE).subquery()
)
_EACH_FIRST = select(*(_numbered.c[column.name] for column in ORDER)).where(_numbered.c.nr % STRETCH == 0)
_MIDDLE = select(*ORDER).where(*IN_ITS_LINE, tuple_(*ORDER) >= _FROM).order_by(*ORDER).offset(STRETCH).limit(1)
_BEGIN = insert(tables.stretches)
_KEEP = update(tables.stretches).where(*_STRETCHES, tuple_(*_BEGINS) == _FROM).values(waiting=bindparam("waiting_now"))
_FORGET = delete(tables.stretches).where(*_STRETCHES)
_FORGET_EMPTY = _FORGET.where(_s.waiting == 0, tuple_(*_BEGINS) > _FROM)


def counted_before(reading: Reading, place: Place) -> int:
    """Return how many of its line stand before `place`; without stretches all of them are counted."""
    own = reading.row(_OWN, **place)
    passed, near = reading.row(_BEFORE, **place, **(FIRST if own is None else _begin(own))) or (0, 0)
    return int(passed) + int(near)


def leave(uow: UnitOfWork, place: Place) -> None:
    """Count out whoever stood at `place`."""
    uow.run(_COUNT, **place, more=-1)


def join(uow: UnitOfWork, place: Place) -> None:
    """Count in whoever stands at `place`, in a line whose stretches are kept."""
    begun = uow.row(_COUNT, **place, more=1)
    if begun is None or begun[-1] < LONG:
        return
    line = _line(place)
    middle = uow.row(_MIDDLE, **line, **_begin(begun[:-1]))
    if middle is not None:
        uow.run(_KEEP, **line, **_begin(begun[:-1]), waiting_now=STRETCH)
        uow.run(_BEGIN, **line, **_named(middle), waiting=begun[-1] - STRETCH)
    uow.run(_FORGET_EMPTY, **line, **FIRST)


def keep(uow: UnitOfWork, place: Place, waiting: int) -> None:
    """Begin to keep the stretches of the line of `place`, in which `waiting` people stand."""
    line = _line(place)
    begins = sorted(tuple(row) for row in uow.rows(_EACH_FIRST, **line))
    begins[0] = tuple(FIRST.values())
    *whole, last = begins
    for begin in whole:
        uow.run(_BEGIN, **line, **_named(begin), waiting=STRETCH)
    uow.run(_BEGIN, **line, **_named(last), waiting=waiting - len(whole) * STRETCH)


def forget(uow: UnitOfWork, place: Place) -> None:
    """Keep the stretches of the line of `place` no longer."""
    uow.run(_FORGET, **_line(place))


def _line(place: Place) -> dict[str, Any]:
    return {"center": place["center"], "service": place["service"]}


def _begin(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(FIRST, row, strict=True))


def _named(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip((column.name for column in ORDER), row, strict=True))
