"""The board of a hall: a fold of its journal, and nothing else."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from config.centers import CounterState
from server.rules.bounds import Count, Id
from server.rules.hall.calling import IN_LINE
from server.rules.hall.fact import Fact, Kind, NameRef, Place, TicketRef

RECENT_CALLS: Final = 12

CallState = Literal["called", "serving", "missed", "finished"]
_CALLS: Final[frozenset[Kind]] = frozenset({"ticket.called", "ticket.recalled"})
_AFTER_CALL: Final[dict[Kind, CallState]] = {
    "ticket.started": "serving",
    "ticket.missed": "missed",
    "ticket.finished": "finished",
}
COUNTER_AFTER: Final[dict[Kind, CounterState]] = {
    "counter.opened": "open",
    "counter.paused": "paused",
    "counter.closed": "closed",
}
"""The facts that change a counter's state; others about a counter leave it as it is."""


class Call(msgspec.Struct, frozen=True):
    """One ticket called to a counter; `at` is milliseconds since the epoch, `calls` how often so far.

    One that is finished there and has another step waits `onward`.
    """

    ticket: TicketRef
    counter: NameRef
    service: NameRef
    at: Count
    calls: Count
    state: CallState
    onward: Place | None = None


class Board(msgspec.Struct, frozen=True):
    """Who was called where (newest first, at most `RECENT_CALLS`), who waits, and each counter's state.

    `waiting` maps service id -> tickets waiting, of lines that are not empty, without those bound to a counter;
    `counters` maps counter id -> state.
    """

    center: Id
    seq: Count
    calls: Annotated[tuple[Call, ...], Meta(max_length=RECENT_CALLS)] = ()
    waiting: dict[Id, Count] = {}
    counters: dict[Id, CounterState] = {}
    epoch: Count = 1


def fold(board: Board, fact: Fact) -> Board:
    """Return the board after `fact`; a fact already folded (seq not above the board's) changes nothing."""
    if fact.seq <= board.seq:
        return board
    return msgspec.structs.replace(
        board,
        seq=fact.seq,
        epoch=fact.epoch,
        calls=_calls(board.calls, fact),
        waiting=_waiting(board.waiting, fact),
        counters=_counters(board.counters, fact),
    )


def _calls(calls: tuple[Call, ...], fact: Fact) -> tuple[Call, ...]:
    if fact.kind == "day.closed":
        return ()
    # What happens away from a counter is about no call: the same that the store leaves out when it reads them.
    if fact.ticket is None or fact.counter is None:
        return calls
    ticket = fact.ticket.id
    others = tuple(call for call in calls if call.ticket.id != ticket)
    undone_to = fact.went_to.state if fact.kind == "ticket.undone" and fact.went_to else None
    if (fact.kind in _CALLS or undone_to == "called") and fact.service:
        newest = Call(fact.ticket, fact.counter, fact.service, fact.at, fact.calls, "called")
        return (newest, *others)[:RECENT_CALLS]
    if fact.kind == "ticket.regraded" and fact.came_from == fact.went_to:
        return calls
    state = "serving" if undone_to == "serving" else _AFTER_CALL.get(fact.kind)
    if state is not None:
        goes_on = fact.kind == "ticket.finished" and fact.went_to is not None and fact.went_to.state in IN_LINE
        onward = fact.went_to if goes_on else None
        return tuple(
            msgspec.structs.replace(call, state=state, onward=onward) if call.ticket.id == ticket else call
            for call in calls
        )
    return calls if fact.came_from is None else others


def _waiting(waiting: dict[str, int], fact: Fact) -> dict[str, int]:
    left, joined = _line(fact.came_from), _line(fact.went_to)
    change: dict[str, int] = {}
    if left is not None:
        change[left] = -1
    if joined is not None:
        change[joined] = change.get(joined, 0) + 1
    if not any(change.values()):
        return waiting
    counted = {service: waiting.get(service, 0) + by for service, by in change.items()}
    return {service: count for service, count in {**waiting, **counted}.items() if count}


def _line(place: Place | None) -> str | None:
    """Return the service whose line a ticket stands in there; one that is bound to a counter stands in none."""
    return place.service if place is not None and place.state in IN_LINE and place.counter is None else None


def _counters(counters: dict[str, CounterState], fact: Fact) -> dict[str, CounterState]:
    if fact.kind not in COUNTER_AFTER or fact.counter is None:
        return counters
    return {**counters, fact.counter.id: COUNTER_AFTER[fact.kind]}
