"""Taking a counter's last press back: everybody stands again exactly where they stood."""

from server.office.advance import advance, take_back
from server.office.at_counter import answer, name_of, state_of
from server.office.bound import still_there
from server.office.last_press import forget, kept
from server.office.requests import CounterCommand
from server.office.return_right import forget_right
from server.office.ticket import in_hand_of
from server.rules.errors import Refusal
from server.rules.hall.calling import IN_LINE
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def undo(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Take back all that the last press of a counter did to tickets, if it is young enough and nobody acted since.

    The answer shows what the counter has in hand then. Raises `Refusal` counter_unknown, counter_closed, undo_off,
    undo_nothing, undo_late, undo_overtaken, service_unknown for a ticket whose service there is no more.
    """
    state = state_of(uow, command.counter, now)
    seconds = uow.own_hall().rules.undo_seconds
    if seconds == 0:
        raise Refusal("undo_off")
    moves, until = kept(uow, command.counter)
    if not moves:
        raise Refusal("undo_nothing", counter=name_of(uow, command.counter))
    if uow.moment(now) >= until:
        raise Refusal("undo_late", seconds=seconds)
    if state == "closed":
        raise Refusal("counter_closed", counter=name_of(uow, command.counter))
    # The last of them first: what it took out of the hand makes room for what comes back into it.
    for move in reversed(moves):
        bound = still_there(uow, move.before["bound"], move.before["service"], now)
        if move.right:
            forget_right(uow, move.ticket, move.before["step"], move.number)
        back = take_back(uow, command.counter, move, now, command.by, bound=bound)
        if move.made and back.state in IN_LINE:
            # Nobody holds the ticket of whom this counter meant to serve at once.
            advance(uow, back, "cancel", now, command.by)
    forget(uow, command.counter)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)
