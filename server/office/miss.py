"""The called person did not come."""

from server.office.at_counter import answer, in_hand, tell_at_counter
from server.office.requests import CounterCommand
from server.office.ticket import after, begin_interval, end_interval, move
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def miss(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Mark the called ticket as missed at `now` (ms), once the center's rules allow it.

    Raises `Refusal` counter_unknown, counter_idle, ticket_state, miss_too_early, miss_needs_call.
    """
    ticket, state = in_hand(uow, command.counter)
    to_state = after(ticket, "miss")
    rules = uow.own_hall().rules
    waited = (now - (ticket.called_at or now)) // 1000
    if waited < rules.miss_after_seconds:
        raise Refusal("miss_too_early", number=ticket.label, seconds=rules.miss_after_seconds - waited)
    if ticket.calls < rules.miss_after_calls:
        raise Refusal("miss_needs_call", number=ticket.label)
    missed = move(uow, ticket, to_state)
    end_interval(uow, missed, now)
    begin_interval(uow, missed, now)
    tell_at_counter(uow, now, "ticket.missed", command, missed)
    return answer(uow, uow.center, command.counter, missed, state)
