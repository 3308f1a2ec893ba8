"""The board of a hall as of now: counters and lines from their tables, calls from the newest part of the journal.

It equals `server.rules.hall.board.fold` over the whole journal, except that the fold leaves out counters that were
never opened and keeps, closed, those that were taken away; a test holds the two together.
"""

from sqlalchemy import bindparam, desc, select

from server.rules.errors import Refusal
from server.rules.hall.board import RECENT_CALLS, Board, Call, fold
from server.store import tables
from server.store.unit_of_work import FACT_COLUMNS, Reading, fact_of

PAGE = 64
FEW = 8

_c = tables.centers.c
_HEAD = select(_c.seq, _c.day_seq, _c.epoch).where(_c.id == bindparam("center"))
_LINES = select(tables.lines.c.service, tables.lines.c.waiting).where(
    tables.lines.c.center == bindparam("center"), tables.lines.c.waiting > 0
)
_COUNTERS = (
    select(tables.counters.c.id, tables.counters.c.state)
    .where(tables.counters.c.center == bindparam("center"), tables.counters.c.taken_away_at.is_(None))
    .order_by(tables.counters.c.position)
)
_j = tables.journal.c
_NEWEST = (
    select(*FACT_COLUMNS)
    .where(
        _j.center == bindparam("center"),
        _j.seq > bindparam("since"),
        _j.seq <= bindparam("upto"),
        tables.ABOUT_CALLS,
    )
    .order_by(desc(_j.seq))
    .limit(bindparam("most"))
)


def board_of(reading: Reading, center: str) -> Board:
    """Return the board of `center`; raises `Refusal` center_unknown."""
    found = reading.row(_HEAD, center=center)
    if found is None:
        raise Refusal("center_unknown", center=center)
    seq, day_seq, epoch = found
    return Board(
        center=center,
        seq=seq,
        calls=_calls(reading, center, day_seq, seq),
        waiting=reading.pairs(_LINES, center=center),
        counters=reading.pairs(_COUNTERS, center=center),
        epoch=epoch,
    )


def newest_call(reading: Reading, center: str) -> Call | None:
    """Return the newest call of `center` today that was not taken back; None without one, or without that center."""
    found = reading.row(_HEAD, center=center)
    if found is None:
        return None
    seq, day_seq, _ = found
    most = FEW
    while True:
        rows = reading.rows(_NEWEST, center=center, since=day_seq, upto=seq, most=most)
        board = Board(center, 0)
        for fact in map(fact_of, reversed(rows)):
            board = fold(board, fact)
        if board.calls or len(rows) < most:
            return board.calls[0] if board.calls else None
        most *= 4


def _calls(reading: Reading, center: str, since: int, upto: int) -> tuple[Call, ...]:
    """Fold the newest facts about calls of the day, from as far back as it takes until older ones cannot matter.

    They cannot once the list of calls was full at some fact: from there on no older call comes back into it.
    """
    most = PAGE
    while True:
        rows = reading.rows(_NEWEST, center=center, since=since, upto=upto, most=most)
        board = Board(center, 0)
        full = False
        for fact in map(fact_of, reversed(rows)):
            board = fold(board, fact)
            full = full or len(board.calls) == RECENT_CALLS
        if full or len(rows) < most:
            return board.calls
        most *= 4
