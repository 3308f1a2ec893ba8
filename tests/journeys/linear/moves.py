"""What people at counters and kiosks do at random, as halls do it: mostly what fits, often enough what does not."""

import random
import threading
from collections.abc import Sequence
from typing import Any, Final

from tests.journeys.linear.hall import SERVES, counter_of
from tests.journeys.linear.hall_model import Asked

LINES: Final = (("social",), ("social",), ("idcard",), ("school",), ("social", "idcard"), ("school", "social"))
NEXT: Final[dict[str, tuple[str, ...]]] = {
    "": (
        *(*("call-next",) * 9, *("resume", "back-in-line") * 2, *("undo",) * 3, "finish"),
        *(*("call-chosen",) * 4, *("serve-at-once",) * 3, "pause", "close"),
    ),
    "paused": (*("open",) * 9, "close", "call-next", "undo", "resume", "pause"),
    "closed": (*("open",) * 9, "pause", "call-next", "undo", "serve-at-once", "close"),
    "called": (*("start",) * 9, *("recall", "miss") * 3, *("transfer", "undo") * 2, "call-next", "pause"),
    "serving": (
        *(*("finish",) * 5, *("finish-and-call",) * 4, *("hold", "transfer") * 3, "undo", "undo", "start"),
        *("pause", "close"),
    ),
}
"""What a clerk does with nobody in hand, at a counter that is paused or closed then, or with somebody in this state."""

ABOUT: Final = {
    "resume": ("held",),
    "back-in-line": ("held", "missed", "postponed", "finished"),
    "call-chosen": ("waiting", "missed", "postponed", "finished"),
}
"""The states of those about whom it is asked, mostly."""


class Known:
    """What everybody in a hall has seen of tickets and bookings; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.tickets: dict[str, str] = {}
        self.bookings: dict[str, str] = {}
        self._states: dict[str, str] = {}

    def ticket(self, number: str, id_: str, state: str) -> None:
        """Remember a ticket as it was seen."""
        with self._lock:
            self.tickets[number] = id_
            self._states[number] = state

    def booking(self, name: str, id_: str) -> None:
        """Remember a booking by its name."""
        with self._lock:
            self.bookings[name] = id_

    def some(self, chance: random.Random, *states: str, oldest: bool = False) -> str | None:
        """Return the number of a ticket that was in one of `states` when somebody saw it, or of any.

        The `oldest` of them are those that others have to do with in the same moment.
        """
        with self._lock:
            fitting = [number for number, state in self._states.items() if state in states]
            found = fitting if fitting and chance.random() < 0.8 else list(self._states)
        return chance.choice(found[:3] if oldest else found) if found else None

    def some_booking(self, chance: random.Random) -> str | None:
        """Return the name of a booking, of a late one more often."""
        with self._lock:
            found = list(self.bookings)
        return chance.choice(found[-4:] if chance.random() < 0.7 else found) if found else None


def at_a_counter(chance: random.Random, center: str, counter: str, in_hand: str, known: Known) -> Asked:
    """Return what a clerk does who thinks that somebody `in_hand` is in that state (empty: nobody)."""
    verb = chance.choice(NEXT.get(in_hand, NEXT[""]))
    words: tuple[Any, ...] = ()
    number = ""
    if verb == "transfer":
        to = counter_of(center, chance.randrange(len(SERVES)))
        service = chance.choice(("social", "idcard", "school"))
        words = (*chance.choice(((service, None), (None, to), (service, to))), chance.random() < 0.3)
    if verb == "serve-at-once":
        return Asked(verb, counter, words=(chance.choice(("social", "idcard", "school")),))
    if verb in ABOUT:
        found = known.some(chance, *ABOUT[verb], oldest=verb == "call-chosen")
        if found is None:
            return Asked("call-next", counter)
        number = found
        words = (chance.random() < 0.4,) if verb == "back-in-line" else ()
    return Asked(verb, counter, number, words)


def at_a_kiosk(chance: random.Random, name: str, clocks: Sequence[str], known: Known) -> Asked:
    """Return what a citizen does; `name` is what a new booking is called."""
    kind = chance.randrange(20)
    if kind < 3:
        return Asked("book", name, words=(chance.choice(clocks),))
    if kind < 8 and (booking := known.some_booking(chance)):
        return Asked("check-in" if kind < 6 else "cancel-booking", booking)
    if kind < 11 and (number := known.some(chance, "missed", "postponed")):
        return Asked("come-back", ticket=number)
    if kind < 13 and (number := known.some(chance, "waiting", "held", "missed", "postponed")):
        return Asked("cancel", ticket=number)
    if kind < 15 and (number := known.some(chance, "waiting")):
        return Asked("postpone", ticket=number)
    return Asked("take", words=chance.choice(LINES))
