"""Making a history: people at counters and kiosks of one hall, all at once over HTTP, while servers are killed.

Each remembers when it asked and when it was answered. Some let go of the line before they hear the answer; of these
some ask again under the same key, and some never learn what came of it.
"""

import http.client
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from server.client.commands import Commands
from server.wire.bookings import Booking, CheckedIn, HallCode
from server.wire.frames import Event
from server.wire.messages import CounterAnswer, Ticket, milliseconds
from tests.journeys.hall_server import whole_journal
from tests.journeys.linear.checker import Operation, Verdict, check
from tests.journeys.linear.hall import BOOKED, Halls, counter_of, refused, seen, told
from tests.journeys.linear.hall_model import Answer, Asked, ByTheJournal, HallModel
from tests.journeys.linear.hall_state import Fact, Rules
from tests.journeys.linear.moves import Known, at_a_counter, at_a_kiosk

CLERKS: Final = (0, 0, 1, 1, 2, 3)
"""The counters at which the first clients work: at two of them two clerks press the same keys."""
CLIENTS: Final = 16
CUT: Final = 0.06
"""How often somebody lets go of the line before the answer; then how often they never ask again."""
NEVER: Final = 0.35
PATIENCE: Final = 60.0
AGAIN: Final = frozenset({"key_in_flight", "store_unavailable", "busy", "too_many"})
"""Refusals that say nothing of the hall: the same is asked again."""
KINDS: Final[Mapping[str, type[Any]]] = {
    **dict.fromkeys(("take", "cancel", "come-back", "postpone"), Ticket),
    **dict.fromkeys(("book", "cancel-booking"), Booking),
    "check-in": CheckedIn,
}


class Tokens(NamedTuple):
    """What opens a center: the token of its kiosk, of each of its counters, and of the city's channel."""

    kiosk: str
    channel: str
    counters: Mapping[str, str]


class Made(NamedTuple):
    """A history, what its center's journal tells of it, and how long it took (s)."""

    operations: list[Operation]
    events: list[Event]
    rules: Rules
    seconds: float

    def moments(self) -> dict[str, int]:
        """Return when each number was issued, as the journal tells it."""
        issued = (event for event in self.events if event.type == "ticket.issued" and event.ticket)
        return {event.ticket.number: milliseconds(event.at) for event in issued if event.ticket}

    def facts(self) -> list[Fact]:
        """Return what the journal tells."""
        return told(self.events)

    def model(self) -> HallModel:
        """Return the hall that must explain it."""
        return HallModel(self.rules._replace(late=self.seconds > 55), self.moments())

    def by_the_journal(self) -> Verdict:
        """Return whether the journal's order explains every answer, and every fact is of somebody."""
        return check(self.operations, ByTheJournal(self.model(), self.facts()))

    def by_search(self, happened: Verdict | None = None) -> Verdict:
        """Return whether any order does, whatever the journal tells.

        With what was found by the journal, those of which nobody heard and nothing is told are left out: each of them
        would double the places where the search may look.
        """
        if not happened:
            return check(self.operations, self.model())
        known = [op for place, op in enumerate(self.operations) if op.known or place in happened.order]
        return check(known, self.model())


class _Wire:
    """One connection, with a token; it is made anew when it broke."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._at = parts.hostname or "", parts.port
        self._connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: object, token: str, key: str, *, cut: bool = False
    ) -> tuple[int, bytes] | None:
        """Return status and body; with `cut` let go of the line when all is said. Raises `OSError`, `HTTPException`."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(*self._at, timeout=20)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        try:
            self._connection.request(method, "/api/v1" + path, msgspec.json.encode(body), headers)
            if not cut:
                response = self._connection.getresponse()
                return response.status, response.read()
        except BaseException:
            self.close()
            raise
        self.close()
        return None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Rush:
    """The people of one history in `center`, each doing `each` things over one of `urls`."""

    def __init__(self, urls: Sequence[str], center: str, halls: Halls, tokens: Tokens, seed: int, each: int) -> None:
        self.center, self.halls, self.tokens = center, halls, tokens
        self.known = Known()
        self.operations: list[Operation] = []
        self.hands: dict[str, str] = {}
        self._urls, self._seed, self._each = urls, seed, each
        self._clocks = tuple(halls.rules[center].slots)
        self._answered = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._errors: list[BaseException] = []
        commands = Commands(urls[0], tokens.kiosk, timeout=20)
        desks = [Commands(urls[0], token, timeout=20) for token in tokens.counters.values()]
        for counter, desk in zip(tokens.counters, desks, strict=True):
            desk.at_counter(counter, "open")
            desk.close()
        self._code = commands._ask("GET", f"/centers/{center}/hall-code", HallCode).code
        self._begun = len(whole_journal(commands, center))
        commands.close()

    def made(self, disturb: Sequence[Callable[[], None]] = ()) -> Made:
        """Let all of them work, and disturb them in between; return the history."""
        begun = time.monotonic()
        threads = [threading.Thread(target=self._guarded, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        part = CLIENTS * self._each // (len(disturb) + 1)
        for disturbance in disturb:
            for _ in range(part):
                assert self._answered.acquire(timeout=PATIENCE), self._errors
            disturbance()
        for thread in threads:
            thread.join()
        if self._errors:
            raise self._errors[0]
        commands = Commands(self._urls[0], self.tokens.kiosk, timeout=20)
        events = whole_journal(commands, self.center)[self._begun :]
        commands.close()
        return Made(self.operations, events, self.halls.rules[self.center], time.monotonic() - begun)

    def _guarded(self, number: int) -> None:
        try:
            self._work(number)
        except BaseException as error:
            self._errors.append(error)

    def _work(self, number: int) -> None:
        chance = random.Random(f"{self._seed} {number}")
        wire = _Wire(self._urls[number % len(self._urls)])
        counter = counter_of(self.center, CLERKS[number]) if number < len(CLERKS) else ""
        for turn in range(self._each):
            name = f"{self.center}-{self._seed}-{number}-{turn}"
            if counter:
                asked = at_a_counter(chance, self.center, counter, self.hands.get(counter, ""), self.known)
            else:
                asked = at_a_kiosk(chance, name, self._clocks, self.known)
            self._carry_out(asked, name, wire, chance)
            self._answered.release()
        wire.close()

    def _carry_out(self, asked: Asked, key: str, wire: _Wire, chance: random.Random) -> None:
        path, body, token = self._words(asked)
        cut = chance.random() < CUT
        never, doubtful = cut and chance.random() < NEVER, False
        called = time.monotonic()
        while time.monotonic() < called + PATIENCE:
            try:
                found = wire.ask("POST", path, body, token, key, cut=cut)
            except (OSError, http.client.HTTPException):
                found = None
            if found is None:
                if never:
                    break
                cut, doubtful = False, True
                threading.Event().wait(0.01)
                continue
            status, text = found
            code = "" if status < 400 else str(msgspec.json.decode(text)["code"])
            if code in AGAIN:
                doubtful = True
                threading.Event().wait(0.01)
                continue
            returned = time.monotonic()
            answer = refused(code) if code else self._heard(asked, text)
            if code and doubtful:
                # What was refused now says nothing of what was sent before: that may still be done.
                self._told(asked, None, called)
            self._told(asked, answer, called, returned)
            return
        self._told(asked, None, called)

    def _told(self, asked: Asked, answer: Answer | None, *moments: float) -> None:
        with self._lock:
            self.operations.append(Operation(asked, answer, *moments))

    def _heard(self, asked: Asked, text: bytes) -> Answer:
        try:
            answer = msgspec.json.decode(text, type=KINDS.get(asked.verb, CounterAnswer))
        except msgspec.ValidationError as error:
            # Such as fewer than nobody ahead: no hall answers so.
            return Answer(("unreadable", str(error)))
        if isinstance(answer, Booking):
            self.known.booking(asked.who, answer.id)
            return seen(answer)
        ticket = answer if isinstance(answer, Ticket) else answer.ticket
        if ticket is not None:
            self.known.ticket(ticket.number, ticket.id, ticket.state)
        if isinstance(answer, CounterAnswer):
            self.hands[asked.who] = state_in_hand(answer)
        return seen(answer, asked.verb)

    def _words(self, asked: Asked) -> tuple[str, dict[str, Any], str]:
        """Return path, body and token of what is asked."""
        ticket = self.known.tickets.get(asked.ticket, "")
        booking = self.known.bookings.get(asked.who, "")
        kiosk = self.tokens.kiosk
        match asked.verb:
            case "take":
                return f"/centers/{self.center}/tickets", {"services": asked.words}, kiosk
            case "cancel" | "come-back" | "postpone":
                return f"/tickets/{ticket}/{asked.verb}", {}, kiosk
            case "book":
                body = {"service": BOOKED, "day": self.halls.day, "clock": asked.words[0]}
                return f"/centers/{self.center}/bookings", body, self.tokens.channel
            case "cancel-booking":
                return f"/bookings/{booking}/cancel", {}, kiosk
            case "check-in":
                return f"/bookings/{booking}/check-in", {"hall": self._code}, kiosk
        body = {}
        if asked.verb == "call-chosen":
            body = {"ticket": ticket, "reason": "urgent"}
        elif asked.verb == "serve-at-once":
            body = {"service": asked.words[0]}
        elif asked.verb == "transfer":
            body = {name: each for name, each in zip(("service", "counter", "back"), asked.words, strict=True) if each}
        elif asked.ticket:
            body = {"ticket": ticket, **({"here": True} if asked.words and asked.words[0] else {})}
        return f"/counters/{asked.who}/{asked.verb}", body, self.tokens.counters[asked.who]


def state_in_hand(answer: CounterAnswer) -> str:
    """Return the state of whoever a counter has in hand, of the counter for nobody, empty where it is open then."""
    if answer.ticket is not None and answer.ticket.state in ("called", "serving"):
        return str(answer.ticket.state)
    return "" if answer.state == "open" else str(answer.state)


def explained(verdict: Verdict, operations: Sequence[Operation]) -> str:
    """Return what of a history could not be explained, for whoever reads a failure."""
    lines = [f"{verdict.outcome} after {verdict.steps} steps; the longest beginning has {len(verdict.order)}"]
    told_in = [*((place, "") for place in verdict.order[-15:]), *((place, "stuck ") for place in verdict.stuck)]
    for place, mark in told_in:
        op = operations[place]
        lines.append(f"{mark}{op.called:.4f}-{op.returned:.4f} {op.asked} -> {op.answer}")
    return "\n".join(lines)
