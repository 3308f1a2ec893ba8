"""The board of a hall: a fold of its journal, and nothing else."""

import msgspec

from server.rules.hall.fact import Fact, NameRef, TicketRef

RECENT_CALLS = 12


class Call(msgspec.Struct, frozen=True):
    """One ticket called to a counter; `at` is milliseconds since the epoch, `calls` how often so far."""

    ticket: TicketRef
    counter: NameRef
    service: NameRef
    at: int
    calls: int
    state: str


class Board(msgspec.Struct, frozen=True):
    """Who was called where (newest first, at most `RECENT_CALLS`), who waits, and each counter's state.

    `waiting` maps service id -> tickets waiting; `counters` maps counter id -> `open|paused|closed`.
    """

    center: str
    seq: int
    calls: tuple[Call, ...] = ()
    waiting: dict[str, int] = {}
    counters: dict[str, str] = {}


def fold(board: Board, fact: Fact) -> Board:
    """Return the board after `fact`; a fact already folded (seq not above the board's) changes nothing."""
    if fact.seq <= board.seq:
        return board
    return msgspec.structs.replace(
        board,
        seq=fact.seq,
        calls=_calls(board.calls, fact),
        waiting=_waiting(board.waiting, fact),
        counters=_counters(board.counters, fact),
    )


def _calls(calls: tuple[Call, ...], fact: Fact) -> tuple[Call, ...]:
    if fact.ticket is None:
        return calls
    others = tuple(call for call in calls if call.ticket.id != fact.ticket.id)
    known = next((call for call in calls if call.ticket.id == fact.ticket.id), None)
    if fact.kind in ("ticket.called", "ticket.recalled") and fact.counter and fact.service:
        newest = Call(fact.ticket, fact.counter, fact.service, fact.at, fact.calls, "called")
        return (newest, *others)[:RECENT_CALLS]
    if known is None:
        return calls
    after = {"ticket.started": "serving", "ticket.missed": "missed", "ticket.finished": "finished"}
    if fact.kind in after:
        return tuple(msgspec.structs.replace(call, state=after[fact.kind]) if call is known else call for call in calls)
    if fact.kind in ("ticket.cancelled", "ticket.expired"):
        return others
    return calls


def _waiting(waiting: dict[str, int], fact: Fact) -> dict[str, int]:
    step = {"ticket.issued": 1, "ticket.called": -1}.get(fact.kind, 0)
    if fact.kind in ("ticket.cancelled", "ticket.expired") and fact.calls == 0:
        step = -1
    if not step or fact.service is None:
        return waiting
    left = waiting.get(fact.service.id, 0) + step
    return {**waiting, fact.service.id: max(left, 0)}


def _counters(counters: dict[str, str], fact: Fact) -> dict[str, str]:
    after = {"counter.opened": "open", "counter.paused": "paused", "counter.closed": "closed"}
    if fact.kind not in after or fact.counter is None:
        return counters
    return {**counters, fact.counter.id: after[fact.kind]}
