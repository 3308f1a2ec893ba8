"""A day as its journal tells it, to be run once more with something changed: another policy, a counter more.

People come when they came, with the work that they were; counters are there when they were there. What is changed
moves the calls alone. Each line that a ticket stood in is a visit of its own: somebody sent on to another line comes to
it when they really did, whatever would have become of them earlier. Whoever was bound to a counter waits for any that
serves them. Whoever left before they were called is left out.
"""

from collections.abc import Iterable, Mapping
from math import inf
from typing import Final

import msgspec

from config.centers import Counter, PriorityClass
from server.rules.hall.calling import IN_HAND, IN_LINE
from server.rules.hall.fact import Fact
from server.rules.hall.simulate.day import WALK, Day, Person, Shift
from server.rules.hall.simulate.hall import SimulatedHall, Window
from server.rules.hall.simulate.running import Called

_NO_LUNCH: Final = (0, 0)


class Claim(msgspec.Struct, frozen=True):
    """What a journal does not tell of a ticket: its class, and from when on its age counts (ms)."""

    priority: PriorityClass
    ready_at: int


class Recorded(msgspec.Struct, frozen=True):
    """A day that was: its people and counters, and the calls as they were made."""

    day: Day
    calls: tuple[Called, ...]
    left: int
    """How many left, or were left over at the end of the day, without being called."""


class _Leg:
    """One line that one ticket stood in, while it is told."""

    def __init__(self, ticket: str, service: str, came_at: int) -> None:
        self.ticket, self.service, self.came_at = ticket, service, came_at
        self.called_at: int | None = None
        self.ended_at = 0
        self.counter = ""
        self.came = True


def recorded(facts: Iterable[Fact], claims: Mapping[str, Claim], counters: Iterable[Counter]) -> Recorded:
    """Return the day that `facts` of one center tell, in order; `counters` are those that it has.

    Calls to a counter that the center has no more are left out with their people.
    """
    windows = [Window(each.id, frozenset(each.services), 1.0, _NO_LUNCH) for each in counters]
    numbers = {window.id: number for number, window in enumerate(windows)}
    legs: list[_Leg] = []
    shifts: dict[str, list[tuple[float, float]]] = {window.id: [] for window in windows}
    gone = {window.id: 0.0 for window in windows}
    at_hand: dict[str, _Leg] = {}
    for fact in facts:
        if fact.counter is not None and fact.counter.id in numbers:
            _shift(fact, fact.counter.id, shifts, gone)
        if fact.ticket is not None:
            _follow(fact, fact.ticket.id, at_hand, legs)
    for counter, since in gone.items():
        if since != inf:
            shifts[counter].append((since, inf))
    called = [leg for leg in legs if leg.called_at is not None and leg.counter in numbers and leg.ended_at]
    people, calls = [], []
    for place, leg in enumerate(called):
        person = _person(place, leg, claims)
        people.append(person)
        calls.append(Called(person, numbers[leg.counter], leg.called_at or 0, leg.ended_at))
    hall = SimulatedHall({}, {}, tuple(windows))
    day = Day(hall, tuple(people), tuple(Shift(tuple(shifts[each.id]), ()) for each in windows))
    return Recorded(day, tuple(sorted(calls, key=lambda call: call.at)), len(legs) - len(called))


def with_more(day: Day, like: int, count: int = 1) -> Day:
    """Return `day` with `count` counters more that are and work like its counter number `like`."""
    window, shift = day.hall.counters[like], day.shifts[like]
    hall = msgspec.structs.replace(day.hall, counters=(*day.hall.counters, *[window] * count))
    return msgspec.structs.replace(day, hall=hall, shifts=(*day.shifts, *[shift] * count))


def most_needed(calls: Iterable[Called], day: Day) -> int:
    """Return the number of the counter to whose services people waited longest, all of them together.

    Only counters that called anybody are looked at: one more that nobody sits at helps nobody.
    """
    waits: dict[str, int] = {}
    worked = set()
    for call in calls:
        service = call.person.service
        waits[service] = waits.get(service, 0) + call.at - call.person.came_at
        worked.add(call.counter)
    return max(
        sorted(worked), key=lambda number: sum(waits.get(each, 0) for each in day.hall.counters[number].services)
    )


def _follow(fact: Fact, ticket: str, at_hand: dict[str, _Leg], legs: list[_Leg]) -> None:
    if fact.kind == "ticket.undone":
        _take_back(fact, ticket, at_hand, legs)
        return
    came_from, went_to, leg = fact.came_from, fact.went_to, at_hand.get(ticket)
    if leg is not None and leg.called_at is not None and went_to is not None and went_to.state not in IN_HAND:
        leg.ended_at = leg.ended_at or fact.at
        leg.came = leg.came and went_to.state != "missed"
    if went_to is None or came_from == went_to:
        return
    if went_to.state in IN_LINE:
        at_hand[ticket] = _Leg(ticket, went_to.service, fact.at)
        legs.append(at_hand[ticket])
    elif went_to.state == "called" and fact.counter is not None:
        if leg is None or leg.called_at is not None:
            # Called out of no line: somebody who was missed or gone comes back to a counter.
            leg = at_hand[ticket] = _Leg(ticket, went_to.service, fact.at)
            legs.append(leg)
        leg.called_at, leg.counter = fact.at, fact.counter.id


def _take_back(fact: Fact, ticket: str, at_hand: dict[str, _Leg], legs: list[_Leg]) -> None:
    """Let what was taken back never have been: the line that was left goes on, the one that was joined never began."""
    leg: _Leg | None = at_hand.get(ticket)
    joined = fact.came_from is not None and fact.came_from.state in IN_LINE
    if leg is None:
        return
    if joined:
        legs.remove(leg)
        leg = next((each for each in reversed(legs) if each.ticket == ticket), None)
        if leg is None:
            # What was before is not among the facts.
            del at_hand[ticket]
            return
        at_hand[ticket] = leg
    elif fact.undone == "ticket.called":
        leg.called_at, leg.counter = None, ""
    leg.ended_at, leg.came = 0, True


def _shift(fact: Fact, counter: str, shifts: dict[str, list[tuple[float, float]]], gone: dict[str, float]) -> None:
    # Whoever calls is there, also at a counter that was opened on the day before.
    if fact.kind in ("counter.opened", "ticket.called") and gone[counter] != inf:
        shifts[counter].append((gone[counter], fact.at))
        gone[counter] = inf
    elif fact.kind in ("counter.paused", "counter.closed") and gone[counter] == inf:
        gone[counter] = fact.at


def _person(place: int, leg: _Leg, claims: Mapping[str, Claim]) -> Person:
    claim = claims.get(leg.ticket, Claim("normal", leg.came_at))
    work = max(1, leg.ended_at - (leg.called_at or 0) - WALK)
    return Person(place, leg.service, claim.priority, leg.came_at, claim.ready_at, work, leg.came)
