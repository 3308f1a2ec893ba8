"""The plain verbs of a counter: open, pause, close; and call again, start, miss for the ticket in hand.

Each is a function of (unit of work, command, now in ms) and answers how the counter stands afterwards.
"""

from server.office.advance import advance
from server.office.at_counter import answer, in_hand, must_be_free, name_of, set_state, state_of
from server.office.bound import hand_over, keeps
from server.office.requests import CounterCommand, PauseCommand
from server.office.seat import must_be_staffed
from server.office.ticket import in_hand_of
from server.rules.errors import Refusal
from server.rules.hall import calling
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def open_counter(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Open a closed or paused counter; an open one stays as it is, and nothing is told.

    Raises `Refusal` counter_unknown, desk_empty.
    """
    if state_of(uow, command.counter, now) != "open":
        must_be_staffed(uow, command.counter)
        set_state(uow, command.counter, "open", now, command.by)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), "open")


def pause_counter(uow: UnitOfWork, command: PauseCommand, now: int) -> CounterAnswer:
    """Pause an open counter: the ticket in hand may be finished, the next is not called. A paused one stays so.

    Whoever is bound to it waits for the end of a short pause; where the center allows none they go into line at once.
    Raises `Refusal` counter_unknown, counter_closed.
    """
    state = state_of(uow, command.counter, now)
    if state == "closed":
        raise Refusal("counter_closed", counter=name_of(uow, command.counter))
    if state == "open":
        set_state(uow, command.counter, "paused", now, command.by, command.reason)
        if not keeps(uow, command.counter, now):
            hand_over(uow, command.counter, now, command.by, "counter_paused")
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), "paused")


def close_counter(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Close a counter that has nobody in hand; a closed one stays as it is, and nothing is told.

    Whoever is bound to it goes into the line of their service. Raises `Refusal` counter_unknown, counter_busy.
    """
    state = state_of(uow, command.counter, now)
    must_be_free(uow, command.counter)
    if state != "closed":
        set_state(uow, command.counter, "closed", now, command.by)
        hand_over(uow, command.counter, now, command.by, "counter_closed")
    return answer(uow, uow.center, command.counter, None, "closed")


def recall(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Call the person in hand once more. Raises `Refusal` counter_unknown, counter_idle, ticket_state."""
    ticket, state = in_hand(uow, command.counter, now)
    again = advance(uow, ticket, "recall", now, command.by, calls=ticket.calls + 1, called_at=uow.moment(now))
    return answer(uow, uow.center, command.counter, again, state)


def start(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Begin to serve the called person. Raises `Refusal` counter_unknown, counter_idle, ticket_state."""
    ticket, state = in_hand(uow, command.counter, now)
    return answer(uow, uow.center, command.counter, advance(uow, ticket, "start", now, command.by), state)


def miss(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Mark the called person, who did not come, as missed, once the center's rules allow it.

    Raises `Refusal` counter_unknown, counter_idle, ticket_state, miss_too_early, miss_needs_call.
    """
    ticket, state = in_hand(uow, command.counter, now)
    calling.after(ticket.state, "miss", ticket.label)
    at, rules = uow.moment(now), uow.own_hall().rules
    waited = (at - (ticket.called_at or at)) // 1000
    if waited < rules.miss_after_seconds:
        raise Refusal("miss_too_early", number=ticket.label, seconds=rules.miss_after_seconds - waited)
    if ticket.calls < rules.miss_after_calls:
        raise Refusal("miss_needs_call", number=ticket.label)
    missed = advance(uow, ticket, "miss", now, command.by, misses=ticket.misses + 1, missed_at=at)
    return answer(uow, uow.center, command.counter, missed, state)
