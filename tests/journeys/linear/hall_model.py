"""A hall as everybody understands it, one thing after the other: what each verb does, answers and refuses.

It shares no line with the product. No clock ends anything: whoever is put off comes back by their own word, and what
the time alone decides is proved elsewhere. The moment at which a ticket was issued comes from its answer; it may not be
before that of a ticket that was issued earlier.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from tests.journeys.linear.hall_state import Day, Fact, Frozen, Hall, Refused, Rules, Ticket, must_be

LATE: Final = ("refused", "undo_late")


class Asked(NamedTuple):
    """A verb, by whom (a counter, or the name that a booking was given), about which ticket, and with what words."""

    verb: str
    who: str = ""
    ticket: str = ""
    words: tuple[Any, ...] = ()


class Answer(NamedTuple):
    """What was seen of an answer, and the moment (ms) at which the ticket in it was issued, if it is a new one."""

    seen: tuple[Any, ...]
    at: int | None = None


class HallModel:
    """The hall for the checker, and for whoever follows it with the journal in the hand.

    `moments` are those at which numbers were issued, for those whose own answer nobody heard.
    """

    def __init__(self, rules: Rules, moments: Mapping[str, int] | None = None) -> None:
        self.rules = rules
        self._moments = moments or {}

    @property
    def first(self) -> Hall:
        """Return the hall in the morning."""
        nothing: Frozen[Any, Any] = Frozen()
        return Hall(nothing, nothing, nothing, nothing, nothing, nothing, nothing)

    def after(self, hall: Hall, asked: Asked, answer: Answer | None) -> Hall | None:
        """Return the hall after `asked`, or None where the hall would not answer so."""
        seen, after, facts = self.carry_out(hall, asked, answer)
        if answer is None:
            return after if facts else None
        return after if seen == answer.seen and after.told >= hall.told else None

    def only_looks(self, asked: Asked, answer: Answer | None) -> bool:
        """Tell whether an answer is a refusal."""
        return answer is not None and answer.seen[0] == "refused"

    def may_end(self, hall: Hall) -> bool:
        """Tell that a history may end anywhere."""
        return True

    def carry_out(self, hall: Hall, asked: Asked, answer: Answer | None) -> tuple[tuple[Any, ...], Hall, list[Fact]]:
        """Return what is answered, the hall afterwards, and what the journal tells."""
        if self.rules.late and answer is not None and answer.seen == LATE:
            return answer.seen, hall, []
        day = Day(self.rules, hall, self._moments, None if answer is None else answer.at)
        try:
            seen = VERBS[asked.verb](day, asked)
        except Refused as refused:
            return ("refused", *refused.args), hall, []
        return seen, day.hall, day.facts


def take(day: Day, asked: Asked) -> tuple[Any, ...]:
    return day.issue(tuple(dict.fromkeys(asked.words)))


def open_counter(day: Day, asked: Asked) -> tuple[Any, ...]:
    if day.door(asked.who) != "open":
        day.set_door(asked.who, "open")
    return day.stands(asked.who, day.in_hand(asked.who))


def pause(day: Day, asked: Asked) -> tuple[Any, ...]:
    if day.door(asked.who) == "closed":
        raise Refused("counter_closed")
    if day.door(asked.who) == "open":
        day.set_door(asked.who, "paused")
    return day.stands(asked.who, day.in_hand(asked.who))


def close(day: Day, asked: Asked) -> tuple[Any, ...]:
    """Close a counter with nobody in hand; whoever is bound to it stands in their line then, in their order."""
    day.must_be_free(asked.who)
    if day.door(asked.who) != "closed":
        day.set_door(asked.who, "closed")
        bound = [each for each in day.hall.tickets.values() if each.state == "waiting" and each.bound == asked.who]
        for ticket in sorted(bound, key=lambda each: each.order):
            day.move(ticket, "hand_over", "ticket.transferred", bound=None)
    return day.stands(asked.who, None)


def serve_at_once(day: Day, asked: Asked) -> tuple[Any, ...]:
    """Serve somebody without a number: one is made, called and begun in one press."""
    (service,) = asked.words
    day.must_be_open(asked.who)
    day.must_be_free(asked.who)
    if service not in day.rules.serves[asked.who]:
        raise Refused("counter_serves_not")
    number = day.issue((service,))[0]
    called = _call(day, day.ticket(number), asked.who)
    return day.stands(asked.who, day.move(called, "start", "ticket.started", asked.who, state="serving"))


def call_chosen(day: Day, asked: Asked) -> tuple[Any, ...]:
    """Call a ticket that is not the next, at a counter that may."""
    day.must_be_open(asked.who)
    if asked.who not in day.rules.chooses:
        raise Refused("choosing_not_allowed")
    day.must_be_free(asked.who)
    ticket = day.ticket(asked.ticket)
    must_be(ticket, "waiting", "missed", "postponed", "finished")
    return day.stands(asked.who, _call(day, ticket, asked.who, "call_chosen"))


def postpone(day: Day, asked: Asked) -> tuple[Any, ...]:
    """Let whoever waits go away for a while; they come back by their own word."""
    ticket = day.ticket(asked.ticket)
    must_be(ticket, "waiting")
    if ticket.postpones >= day.rules.put_off:
        raise Refused("postpone_often")
    return day.shown(
        day.move(ticket, "postpone", "ticket.postponed", state="postponed", postpones=ticket.postpones + 1)
    )


def call_next(day: Day, asked: Asked) -> tuple[Any, ...]:
    day.must_be_open(asked.who)
    day.must_be_free(asked.who)
    ticket = day.next_for(asked.who)
    if ticket is None:
        raise Refused("line_empty")
    return day.stands(asked.who, _call(day, ticket, asked.who))


def _call(day: Day, ticket: Ticket, counter: str, verb: str = "call_next") -> Ticket:
    return day.move(ticket, verb, "ticket.called", counter, state="called", counter=counter, calls=1)


def recall(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = day.must_have(asked.who, "called")
    return day.stands(asked.who, day.move(ticket, "recall", "ticket.recalled", calls=ticket.calls + 1))


def start(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = day.must_have(asked.who, "called")
    return day.stands(asked.who, day.move(ticket, "start", "ticket.started", asked.who, state="serving"))


def miss(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = day.must_have(asked.who, "called")
    missed = day.move(ticket, "miss", "ticket.missed", asked.who, state="missed", misses=ticket.misses + 1)
    return day.stands(asked.who, missed)


def hold(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = day.must_have(asked.who, "serving")
    return day.stands(asked.who, day.move(ticket, "hold", "ticket.held", asked.who, state="held"))


def resume(day: Day, asked: Asked) -> tuple[Any, ...]:
    if day.door(asked.who) == "closed":
        raise Refused("counter_closed")
    day.must_be_free(asked.who)
    ticket = day.ticket(asked.ticket)
    must_be(ticket, "held")
    resumed = day.move(ticket, "resume", "ticket.resumed", asked.who, state="serving", counter=asked.who)
    return day.stands(asked.who, resumed)


def transfer(day: Day, asked: Asked) -> tuple[Any, ...]:
    """To a service, or to a counter, which it is bound to then; with `back` it comes here again afterwards."""
    ticket = day.must_have(asked.who, "called", "serving")
    service, to, back = asked.words
    day.must_be_there(to)
    if to == asked.who:
        raise Refused("transfer_here")
    if to is None and service == ticket.service:
        raise Refused("transfer_same")
    service = service or ticket.service
    done, here, onward = (
        ticket.services[: ticket.step],
        ticket.services[ticket.step],
        ticket.services[ticket.step + 1 :],
    )
    if service != here:
        onward = tuple(each for each in onward if each != service)
    moved = day.move(
        ticket,
        "transfer",
        "ticket.transferred",
        asked.who,
        state="waiting",
        services=(*done, service, *((here,) if back else ()), *onward),
        counter=None,
        calls=0,
        bound=to,
        back=asked.who if back else ticket.back,
    )
    return day.stands(asked.who, moved)


def finish(day: Day, asked: Asked) -> tuple[Any, ...]:
    return day.stands(asked.who, _finish(day, asked.who))


def _finish(day: Day, counter: str) -> Ticket:
    """End a step; a ticket that has another one waits for that with its age, and where it is to return, there."""
    ticket = day.must_have(counter, "serving")
    if ticket.step + 1 == len(ticket.services):
        return day.move(ticket, "finish", "ticket.finished", counter, state="finished")
    onward = {"step": ticket.step + 1, "counter": None, "calls": 0, "bound": day.if_there(ticket.back), "back": None}
    return day.move(ticket, "go_on", "ticket.finished", counter, state="waiting", **onward)


def finish_and_call(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = _finish(day, asked.who)
    following = day.next_for(asked.who) if day.door(asked.who) == "open" else None
    return day.stands(asked.who, ticket if following is None else _call(day, following, asked.who))


def undo(day: Day, asked: Asked) -> tuple[Any, ...]:
    """Let all whom the last press moved stand as before, if nobody has moved them since."""
    press = day.hall.presses.get(asked.who, ())
    if not press:
        raise Refused("undo_nothing")
    if day.door(asked.who) == "closed":
        raise Refused("counter_closed")
    for move in reversed(press):
        if day.ticket(move.before.number).moves != move.moves:
            raise Refused("undo_overtaken")
        before = move.before._replace(bound=day.if_there(move.before.bound))
        day.put(before, "ticket.undone")
        if move.made and before.state == "waiting":
            # Nobody holds the ticket of whom this counter meant to serve at once.
            day.move(before, "cancel", "ticket.cancelled", state="cancelled")
    day.hall = day.hall._replace(presses=day.hall.presses.but(asked.who, ()))
    return day.stands(asked.who, day.in_hand(asked.who))


def back_in_line(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket, (here,) = day.ticket(asked.ticket), asked.words
    must_be(ticket, *("held", "finished"), *(() if here else ("missed", "postponed")))
    day.must_be_there(ticket.counter if here else None)
    _rejoin(day, ticket, ticket.counter if here else None)
    return day.stands(asked.who, day.in_hand(asked.who))


def come_back(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = day.ticket(asked.ticket)
    must_be(ticket, "missed", "postponed")
    if ticket.state == "missed" and ticket.misses > day.rules.comes_back:
        raise Refused("rejoin_often")
    return day.shown(_rejoin(day, ticket, None))


def _rejoin(day: Day, ticket: Ticket, bound: str | None) -> Ticket:
    key = day.key_again(ticket)
    return day.move(ticket, "rejoin", "ticket.rejoined", state="waiting", counter=None, calls=0, bound=bound, key=key)


def cancel(day: Day, asked: Asked) -> tuple[Any, ...]:
    ticket = day.ticket(asked.ticket)
    must_be(ticket, "waiting", "held", "missed", "postponed")
    return day.shown(day.move(ticket, "cancel", "ticket.cancelled", state="cancelled"))


def book(day: Day, asked: Asked) -> tuple[Any, ...]:
    (clock,) = asked.words
    taken = day.hall.taken.get(clock, 0)
    if taken >= day.rules.slots[clock].places:
        raise Refused("booking_full")
    day.hall = day.hall._replace(taken=day.hall.taken.but(clock, taken + 1))
    return _booking(day, asked.who, clock, "booked")


def cancel_booking(day: Day, asked: Asked) -> tuple[Any, ...]:
    clock = _booked(day, asked.who)
    day.hall = day.hall._replace(taken=day.hall.taken.but(clock, day.hall.taken[clock] - 1))
    return _booking(day, asked.who, clock, "cancelled")


def check_in(day: Day, asked: Asked) -> tuple[Any, ...]:
    """Make a ticket of a booking: it is ready at its slot, and goes before who came by less than its credit earlier."""
    clock = _booked(day, asked.who)
    shown = day.issue((day.rules.booked,), day.rules.slots[clock].begins)
    return (*_booking(day, asked.who, clock, "checked_in"), shown)


def _booked(day: Day, name: str) -> str:
    clock, state = day.hall.bookings[name]
    if state != "booked":
        raise Refused("booking_state")
    return clock


def _booking(day: Day, name: str, clock: str, state: str) -> tuple[Any, ...]:
    day.hall = day.hall._replace(bookings=day.hall.bookings.but(name, (clock, state)))
    day.facts.append(("booking.changed", None, None))
    return state, clock


VERBS: Final[Mapping[str, Callable[[Day, Asked], tuple[Any, ...]]]] = {
    "open": open_counter,
    "pause": pause,
    "close": close,
    "serve-at-once": serve_at_once,
    "call-chosen": call_chosen,
    "postpone": postpone,
    "take": take,
    "call-next": call_next,
    "recall": recall,
    "start": start,
    "miss": miss,
    "hold": hold,
    "resume": resume,
    "transfer": transfer,
    "finish": finish,
    "finish-and-call": finish_and_call,
    "undo": undo,
    "back-in-line": back_in_line,
    "come-back": come_back,
    "cancel": cancel,
    "book": book,
    "cancel-booking": cancel_booking,
    "check-in": check_in,
}


class ByTheJournal:
    """The same hall, where the journal is the order: a move happens only as the next facts, and all facts happen.

    What nobody heard of happened where the journal tells it, or never.
    """

    def __init__(self, model: HallModel, journal: Iterable[Fact]) -> None:
        self.model = model
        self.journal = tuple(journal)

    @property
    def first(self) -> tuple[int, Hall]:
        """Return the hall before the first fact."""
        return 0, self.model.first

    def after(self, at: tuple[int, Hall], asked: Asked, answer: Answer | None) -> tuple[int, Hall] | None:
        """Return the hall after `asked`, where the journal tells it next."""
        told, hall = at
        seen, after, facts = self.model.carry_out(hall, asked, answer)
        if answer is None and not facts:
            return None
        if answer is not None and (seen != answer.seen or after.told < hall.told):
            return None
        if tuple(facts) != self.journal[told : told + len(facts)]:
            return None
        return told + len(facts), after

    def only_looks(self, asked: Asked, answer: Answer | None) -> bool:
        """Tell whether an answer is a refusal."""
        return self.model.only_looks(asked, answer)

    def may_end(self, at: tuple[int, Hall]) -> bool:
        """Tell whether all was told."""
        return at[0] == len(self.journal)
