"""How a hall stands, and what one verb may do to it: tickets in their lines, in hands and aside, and who is next."""

from collections.abc import Hashable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

MINUTE: Final = 60_000
LAST: Final = 1_000_000
"""The place of whoever would come back now."""
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)


class Frozen(dict[Key, Value]):
    """A mapping that is never changed, only followed by another one."""

    _hash: int | None = None

    def __hash__(self) -> int:  # type: ignore[override]
        if self._hash is None:
            self._hash = hash(frozenset(self.items()))
        return self._hash

    def but(self, key: Key, value: Value) -> "Frozen[Key, Value]":
        """Return the same with another value for `key`."""
        return Frozen({**self, key: value})


class Refused(Exception):
    """The hall says no, with a code."""


class Ticket(NamedTuple):
    """A number: where it stands, and by what it is sorted (`key`, `ready`, `place`).

    `moves` counts what was done to it and not taken back: who finds another count was overtaken.
    """

    number: str
    services: tuple[str, ...]
    key: int
    ready: int
    place: int
    state: str = "waiting"
    step: int = 0
    counter: str | None = None
    calls: int = 0
    misses: int = 0
    bound: str | None = None
    back: str | None = None
    moves: int = 0
    postpones: int = 0

    @property
    def service(self) -> str:
        """Return what it is there for at this step."""
        return self.services[self.step]

    @property
    def order(self) -> tuple[int, int, int]:
        """Return what a line is sorted by."""
        return self.key, self.ready, self.place


class Move(NamedTuple):
    """What a press did to a ticket: `before` is how it stood, `moves` its count afterwards.

    `made` says that the same press had made it.
    """

    verb: str
    before: Ticket
    moves: int
    made: bool = False


class Hall(NamedTuple):
    """How everything stands; `presses` are what each counter may take back, `told` the last moment of an issue.

    `doors` says which counters are paused or closed, all others are open; `places` how many ever stood at one moment.
    """

    tickets: Frozen[str, Ticket]
    numbers: Frozen[str, int]
    presses: Frozen[str, tuple[Move, ...]]
    taken: Frozen[str, int]
    bookings: Frozen[str, tuple[str, str]]
    doors: Frozen[str, str]
    places: Frozen[tuple[int, int], int]
    told: int = 0


class Slot(NamedTuple):
    """A time that can be booked: when it begins (ms), and how many it takes."""

    begins: int
    places: int


class Rules(NamedTuple):
    """What the hall decided: lines of each counter, prefixes, slots by their clock (all of the service `booked`)."""

    serves: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, str]
    slots: Mapping[str, Slot] = {}
    booked: str = ""
    credit: int = 20
    comes_back: int = 2
    chooses: frozenset[str] = frozenset()
    put_off: int = 2
    late: bool = False
    """Whether so much time passed that a press may have been too old to be taken back."""


Fact = tuple[str, str | None, str | None]
"""A kind, the number (or the counter), and its state afterwards: what the journal tells of a move."""


class Day:
    """The hall in the hands of one verb."""

    def __init__(self, rules: Rules, hall: Hall, moments: Mapping[str, int], at: int | None) -> None:
        self.rules = rules
        self.hall = hall
        self.facts: list[Fact] = []
        self._moments = moments
        self._at = at
        self._pressed = False
        self._made: set[str] = set()

    def issue(self, services: tuple[str, ...], slot: int | None = None) -> tuple[Any, ...]:
        """Give out the next number; whoever booked is ready at their slot, and has the credit of a booking."""
        prefix = self.rules.prefixes[services[0]]
        count = self.hall.numbers.get(prefix, 0) + 1
        number = f"{prefix}{count:03}"
        at = self._moments.get(number, self.hall.told) if self._at is None else self._at
        ready = at if slot is None else max(slot, at)
        key = ready if slot is None else ready - self.rules.credit * MINUTE
        self.hall = self.hall._replace(numbers=self.hall.numbers.but(prefix, count), told=at)
        ticket = Ticket(number, services, key, ready, self._place(key, ready))
        self.put(ticket, "ticket.issued")
        self._made.add(number)
        return self.shown(ticket)

    def put(self, ticket: Ticket, kind: str) -> None:
        """Let a ticket stand as it does now, and tell it."""
        self.hall = self.hall._replace(tickets=self.hall.tickets.but(ticket.number, ticket))
        self.facts.append((kind, ticket.number, ticket.state))

    def move(self, ticket: Ticket, verb: str, kind: str, pressed_by: str = "", **changes: Any) -> Ticket:
        """Move a ticket; with `pressed_by` that counter may take it back."""
        after = ticket._replace(**changes)
        if after.state == "waiting":
            after = after._replace(place=self._place(after.key, after.ready))
        else:
            after = after._replace(bound=None)
        if after.state in ("finished", "cancelled"):
            after = after._replace(back=None)
        if verb not in ("recall", "hand_over"):
            after = after._replace(moves=ticket.moves + 1)
        self.put(after, kind)
        if pressed_by:
            earlier = self.hall.presses.get(pressed_by, ()) if self._pressed else ()
            press = (*earlier, Move(verb, ticket, after.moves, ticket.number in self._made))
            self._pressed = True
            self.hall = self.hall._replace(presses=self.hall.presses.but(pressed_by, press))
        return after

    def ticket(self, number: str) -> Ticket:
        return self.hall.tickets[number]

    def in_hand(self, counter: str) -> Ticket | None:
        """Return who is called or served at a counter."""
        held = (each for each in self.hall.tickets.values() if each.counter == counter)
        return next((each for each in held if each.state in ("called", "serving")), None)

    def must_have(self, counter: str, *states: str) -> Ticket:
        """Return who is in hand, in one of these states."""
        ticket = self.in_hand(counter)
        if ticket is None:
            raise Refused("counter_idle")
        must_be(ticket, *states)
        return ticket

    def door(self, counter: str) -> str:
        """Return whether a counter is open, paused or closed."""
        return self.hall.doors.get(counter, "open")

    def set_door(self, counter: str, state: str) -> None:
        """Let a counter be in another state, and tell it."""
        self.hall = self.hall._replace(doors=self.hall.doors.but(counter, state))
        self.facts.append((f"counter.{'opened' if state == 'open' else state}", counter, None))

    def must_be_open(self, counter: str) -> None:
        if self.door(counter) != "open":
            raise Refused(f"counter_{self.door(counter)}")

    def must_be_there(self, counter: str | None) -> None:
        """Refuse to let anybody wait for a counter that is closed."""
        if counter is not None and self.door(counter) == "closed":
            raise Refused("counter_away")

    def if_there(self, counter: str | None) -> str | None:
        """Return a counter that somebody may wait for, or None."""
        return counter if counter is not None and self.door(counter) != "closed" else None

    def key_again(self, ticket: Ticket) -> int:
        """Return the key with which a ticket comes back: whoever was put off behind whoever is first by then."""
        line = [each for each in self.hall.tickets.values() if each.state == "waiting" and each.bound is None]
        own = [each for each in line if each.service == ticket.service]
        if ticket.state != "postponed" or not own:
            return ticket.key
        return max(ticket.key, min(own, key=lambda each: each.order).key + 1)

    def must_be_free(self, counter: str) -> None:
        if self.in_hand(counter) is not None:
            raise Refused("counter_busy")

    def next_for(self, counter: str) -> Ticket | None:
        """Return who is called next: who is bound to the counter, then the first of its lines."""
        waiting = [each for each in self.hall.tickets.values() if each.state == "waiting"]
        bound = [each for each in waiting if each.bound == counter]
        lines = [each for each in waiting if each.bound is None and each.service in self.rules.serves[counter]]
        return min(bound or lines, key=lambda each: each.order, default=None)

    def waiting_for(self, counter: str) -> tuple[int, int]:
        """Return how many a counter could call, and how many of them are bound to it."""
        waiting = [each for each in self.hall.tickets.values() if each.state == "waiting"]
        bound = sum(each.bound == counter for each in waiting)
        return bound + sum(each.bound is None and each.service in self.rules.serves[counter] for each in waiting), bound

    def ahead(self, ticket: Ticket) -> int:
        """Return how many of its line, or bound to its counter, are called before a ticket, or would be once back."""
        if ticket.state == "postponed":
            ticket = ticket._replace(key=self.key_again(ticket), place=LAST)
        elif ticket.state != "waiting":
            return 0
        others = (each for each in self.hall.tickets.values() if each.state == "waiting" and each.order < ticket.order)
        if ticket.bound is not None:
            return sum(each.bound == ticket.bound for each in others)
        return sum(each.bound is None and each.service == ticket.service for each in others)

    def shown(self, ticket: Ticket) -> tuple[Any, ...]:
        """Return a ticket as an answer shows it."""
        where = ticket.services, ticket.step, ticket.counter, ticket.calls, ticket.bound
        return (ticket.number, ticket.state, *where, self.ahead(ticket))

    def stands(self, counter: str, ticket: Ticket | None) -> tuple[Any, ...]:
        """Return how a counter stands, as all its verbs answer."""
        waiting, bound = self.waiting_for(counter)
        following = self.next_for(counter)
        presses = tuple((move.verb, move.before.number) for move in self.hall.presses.get(counter, ()))
        following_shown = following and (following.number, following.service, following.bound is not None)
        door = self.door(counter)
        return "counter", door, ticket and self.shown(ticket), waiting, bound, following_shown, presses

    def _place(self, key: int, ready: int) -> int:
        """Return the place behind all who ever stood at the same moment, also those who stand elsewhere by now."""
        place = self.hall.places.get((key, ready), 0)
        self.hall = self.hall._replace(places=self.hall.places.but((key, ready), place + 1))
        return place


def must_be(ticket: Ticket, *states: str) -> None:
    if ticket.state not in states:
        raise Refused("ticket_state")
