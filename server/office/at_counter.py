"""What the verbs of a counter share: who works here, what it has in hand, and the answer they all give."""

from typing import Final

from sqlalchemy import bindparam, func, select, update

from config.centers import CounterState, Text
from config.words import both
from server.office import last_press, lending
from server.office.day import begin_day
from server.office.lines import before
from server.office.next_in_line import longest_since, next_in_line
from server.office.requests import Actor
from server.office.seat import NAME, must_be_staffed
from server.office.ticket import TicketRow, in_hand_of, view
from server.rules.errors import Code, Refusal
from server.rules.hall.calling import STATE_NAMES
from server.rules.hall.fact import Break, Kind
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.desks import Pause, Seat
from server.wire.messages import Claim, CounterAnswer, UpNext, moment

_c = tables.counters.c
_COUNTER = select(_c.center, _c.state).where(_c.id == bindparam("counter"), _c.taken_away_at.is_(None))
_SET_STATE = (
    update(tables.counters)
    .where(_c.id == bindparam("of_counter"))
    .values(state=bindparam("to_state"), paused_at=bindparam("to_paused_at"), pause_reason=bindparam("to_pause_reason"))
)
_IN_LINES = (
    select(func.coalesce(func.sum(tables.lines.c.waiting), 0))
    .join(tables.counter_lines, tables.counter_lines.c.service == tables.lines.c.service)
    .where(tables.counter_lines.c.counter == bindparam("counter"), tables.lines.c.center == bindparam("center"))
    .scalar_subquery()
)
_BOUND = select(func.count()).where(tables.tickets.c.bound == bindparam("counter")).scalar_subquery()
_STANDS = select(
    *(_IN_LINES, _BOUND, _c.chooses, *last_press.COLUMNS, _c.person, NAME, _c.seated_at, _c.paused_at),
    *(_c.pause_reason, _c.helps),
).where(_c.id == bindparam("counter"))
AWAY: Final[dict[CounterState, Text]] = {"paused": both("paused"), "closed": both("closed")}
"""What a counter is that is not open, in words."""
_NOT_OPEN: Final[dict[CounterState, Code]] = {"paused": "counter_paused", "closed": "counter_closed"}

_TOLD_AS: Final[dict[CounterState, Kind]] = {
    "open": "counter.opened",
    "paused": "counter.paused",
    "closed": "counter.closed",
}


def center_of(reading: Reading, counter: str) -> str:
    """Return the center of a counter; raises `Refusal` counter_unknown."""
    found = reading.row(_COUNTER, counter=counter)
    if found is None:
        raise Refusal("counter_unknown", counter=counter)
    return str(found[0])


def state_in(reading: Reading, center: str, counter: str) -> CounterState:
    """Return the state of a counter; raises `Refusal` counter_unknown, also for a counter of another center."""
    found = reading.row(_COUNTER, counter=counter)
    if found is None or found[0] != center:
        raise Refusal("counter_unknown", counter=counter)
    state: CounterState = found[1]
    return state


def state_of(uow: UnitOfWork, counter: str, now: int) -> CounterState:
    """Return the state of a counter on the day of `now` (ms); raises `Refusal` counter_unknown."""
    begin_day(uow, now)
    return state_in(uow, uow.center, counter)


def set_state(
    uow: UnitOfWork, counter: str, state: CounterState, now: int, by: Actor, reason: Break | None = None
) -> None:
    """Bring a counter into `state` and tell it, with the reason of a pause; one that is not open helps no line."""
    if state != "open":
        lending.end(uow, counter, now, "counter_paused" if state == "paused" else "counter_closed")
    paused_at = uow.moment(now) if state == "paused" else None
    uow.run(_SET_STATE, of_counter=counter, to_state=state, to_paused_at=paused_at, to_pause_reason=reason)
    named = uow.own_hall().counter(counter)
    uow.tell(now, _TOLD_AS[state], by.device, counter=named, reason=reason, person=by.person)


def name_of(uow: UnitOfWork, counter: str) -> Text:
    """Return what a counter of this center is called."""
    return uow.own_hall().counters[counter].name


def must_be_open(uow: UnitOfWork, counter: str, now: int) -> CounterState:
    """Return the state of an open counter on the day of `now` (ms).

    Raises `Refusal` counter_unknown, counter_closed, counter_paused, desk_empty.
    """
    state = state_of(uow, counter, now)
    if state != "open":
        raise Refusal(_NOT_OPEN[state], counter=name_of(uow, counter))
    must_be_staffed(uow, counter)
    return state


def must_be_free(uow: UnitOfWork, counter: str) -> None:
    """Raise `Refusal` counter_busy where `counter` has a ticket called or in service."""
    busy = in_hand_of(uow, counter)
    if busy is not None:
        state = both(STATE_NAMES[busy.state])
        raise Refusal("counter_busy", counter=name_of(uow, counter), number=busy.label, state=state)


def in_hand(uow: UnitOfWork, counter: str, now: int) -> tuple[TicketRow, CounterState]:
    """Return the ticket called or served here on the day of `now` (ms), and the counter's state.

    Raises `Refusal` counter_unknown or counter_idle.
    """
    state = state_of(uow, counter, now)
    ticket = in_hand_of(uow, counter)
    if ticket is None:
        raise Refusal("counter_idle", counter=name_of(uow, counter))
    return ticket, state


def answer(reading: Reading, center: str, counter: str, ticket: TicketRow | None, state: CounterState) -> CounterAnswer:
    """Return what every verb of a counter answers; `waiting` counts the people that it could call next."""
    found = reading.row(_STANDS, counter=counter, center=center)
    in_lines, bound, chooses, undo, undo_until, person, name, seated_at, paused_at, pause_reason, helps = found or (
        *(0, 0, 0),
        *(None,) * 8,
    )
    waiting = int(in_lines) + int(bound)
    return CounterAnswer(
        counter,
        state,
        None if ticket is None else view(ticket, before(reading, ticket)),
        int(waiting),
        _up_next(reading, center, counter) if waiting else None,
        bound=int(bound),
        # Once the ticket is somebody else's its note is none of this counter's business.
        note=ticket.note if ticket is not None and ticket.in_hand == counter else None,
        claim=_claim(ticket, counter),
        chooses=bool(chooses),
        undo=last_press.told(undo, undo_until),
        seat=None if person is None or seated_at is None else Seat(person, name or person, moment(seated_at)),
        pause=None if state != "paused" or paused_at is None else Pause(moment(paused_at), pause_reason),
        helps=helps,
    )


def _claim(ticket: TicketRow | None, counter: str) -> Claim | None:
    if ticket is None or ticket.in_hand != counter or ticket.priority != "priority":
        return None
    return Claim(ticket.ground, bool(ticket.proven))


def _up_next(reading: Reading, center: str, counter: str) -> UpNext | None:
    ticket = next_in_line(reading, center, counter)
    longest = longest_since(reading, center, counter)
    if ticket is None or longest is None:
        return None
    bound = ticket.bound is not None
    return UpNext(ticket.label, ticket.service, moment(ticket.ready_at), moment(longest), bound, ticket.language)
