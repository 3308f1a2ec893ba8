"""The board of a hall as of now: counters and lines from their tables, calls from the newest part of the journal.

It equals `server.rules.board.fold` over the whole journal, except that the fold also keeps lines that have become
empty and leaves out counters that were never opened; a test holds the two together.
"""

from sqlalchemy import bindparam, desc, select

from server.rules.hall.board import RECENT_CALLS, Board, Call, fold
from server.store import tables
from server.store.unit_of_work import Reading, fact_of

PAGE = 64

_SEQ = select(tables.centers.c.seq).where(tables.centers.c.id == bindparam("center"))
_LINES = select(tables.lines.c.service, tables.lines.c.waiting).where(
    tables.lines.c.center == bindparam("center"), tables.lines.c.waiting > 0
)
_COUNTERS = (
    select(tables.counters.c.id, tables.counters.c.state)
    .where(tables.counters.c.center == bindparam("center"))
    .order_by(tables.counters.c.position)
)
_j = tables.journal.c
_NEWEST = (
    select(_j.center, _j.seq, _j.at, _j.kind, _j.ticket, _j.payload)
    .where(_j.center == bindparam("center"), _j.seq <= bindparam("upto"), tables.ABOUT_CALLS)
    .order_by(desc(_j.seq))
    .limit(bindparam("most"))
)


def board_of(reading: Reading, center: str) -> Board:
    """Return the board of `center`; raises `Refusal` center_unknown."""
    reading.hall(center)
    seq = int(reading.value(_SEQ, center=center))
    return Board(
        center,
        seq,
        _calls(reading, center, seq),
        reading.pairs(_LINES, center=center),
        reading.pairs(_COUNTERS, center=center),
    )


def _calls(reading: Reading, center: str, seq: int) -> tuple[Call, ...]:
    """Fold the newest facts about calls, from as far back as it takes until older ones cannot matter.

    They cannot once the list of calls was full at some fact: from there on no older call comes back into it.
    """
    most = PAGE
    while True:
        facts = [fact_of(row) for row in reading.rows(_NEWEST, center=center, upto=seq, most=most)]
        board = Board(center, 0)
        full = False
        for fact in reversed(facts):
            board = fold(board, fact)
            full = full or len(board.calls) == RECENT_CALLS
        if full or len(facts) < most:
            return board.calls
        most *= 4
