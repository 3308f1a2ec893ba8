"""What a counter's last press did to tickets: kept beside the counter, so that it can be taken back for a while.

One unit of work is one press: who was finished and who was called in one key go back together.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, select, update

from server.rules.hall.calling import Verb
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import LastPress, Move, moment

_c = tables.counters.c
COLUMNS: Final = (_c.undo, _c.undo_until)
_KEPT = select(*COLUMNS).where(_c.id == bindparam("counter"))
_KEEP = (
    update(tables.counters)
    .where(_c.id == bindparam("of_counter"))
    .values(undo=bindparam("to_undo"), undo_until=bindparam("to_until"))
)


class KeptMove(msgspec.Struct, frozen=True, omit_defaults=True):
    """That `verb` moved a ticket, told as fact `seq`; `before` are its columns as they were.

    `made` says that the same press had made the ticket; `services` are its steps afterwards; `right` says that the
    same press gave the right to come back.
    """

    ticket: str
    number: str
    verb: Verb
    seq: int
    before: Mapping[str, Any]
    made: bool = False
    services: tuple[str, ...] | None = None
    right: bool = False


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[KeptMove, ...]).decode


def remember(uow: UnitOfWork, counter: str, move: KeptMove, at: int) -> None:
    """Keep `move`, told at `at` (ms), as the last press of `counter`, or as a further part of it."""
    first = uow.facts[0].seq
    earlier = kept(uow, counter)[0] if len(uow.facts) > 1 else ()
    moves = (*(each for each in earlier if each.seq >= first), move)
    until = at + uow.own_hall().rules.undo_seconds * 1000
    uow.run(_KEEP, of_counter=counter, to_undo=_encode(moves).decode(), to_until=until)


def remember_right(uow: UnitOfWork, counter: str) -> None:
    """Keep that the last press of `counter` gave the right to come back, too."""
    moves, until = kept(uow, counter)
    moves = (*moves[:-1], msgspec.structs.replace(moves[-1], right=True))
    uow.run(_KEEP, of_counter=counter, to_undo=_encode(moves).decode(), to_until=until)


def forget(uow: UnitOfWork, counter: str) -> None:
    """Keep nothing of `counter` that could be taken back."""
    uow.run(_KEEP, of_counter=counter, to_undo=None, to_until=None)


def kept(reading: Reading, counter: str) -> tuple[tuple[KeptMove, ...], int]:
    """Return the moves of the last press of `counter`, in their order, and until when (ms) they can be taken back."""
    undo, until = reading.row(_KEPT, counter=counter) or (None, None)
    return (() if undo is None else _decode(undo)), until or 0


def told(undo: str | None, until: int | None) -> LastPress | None:
    """Return what the two `COLUMNS` of a counter say, as its clients see it."""
    if undo is None or until is None:
        return None
    return LastPress(tuple(Move(move.verb, move.number) for move in _decode(undo)), moment(until))
