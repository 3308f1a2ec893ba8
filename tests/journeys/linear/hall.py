"""The halls in which histories are made, and how their answers are seen: centers alike, each a history of its own.

The clock ends nothing in them: they are open round the clock, somebody may be missed at once, and their time zone is
one where it is before noon, so that no day ends meanwhile.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, NamedTuple

import msgspec

from config.bookings import Bookings, DaySlots, SlotTimes
from config.centers import Center, City, Counter, Hours, LineRules, Service
from config.documents import WrittenCity
from config.words import both
from server.rules.hall.fact import Fact as HallFact
from server.store.seeding import written_city
from server.wire.bookings import Booking, CheckedIn
from server.wire.frames import Event
from server.wire.messages import CounterAnswer, Ticket, milliseconds
from tests.journeys.linear.hall_model import Answer
from tests.journeys.linear.hall_state import Fact, Rules, Slot

SERVES: Final = (("social", "idcard"), ("social",), ("school", "idcard"), ("social", "school"))
"""The lines of each counter."""
CHOOSE: Final = (0, 1, 2)
"""The counters that may call a number which is not the next."""
PREFIXES: Final = {"social": "D", "idcard": "C", "school": "G"}
BOOKED: Final = "social"
PLACES: Final = 3
CREDIT: Final = 20
MINUTE: Final = 60_000


class Halls(NamedTuple):
    """The city, and of each center its rules as the model knows them; `day` is today's there."""

    city: WrittenCity
    rules: dict[str, Rules]
    day: str


def halls(now: int, centers: int = 1) -> Halls:
    """Return so many centers at `now` (ms): slots soon, which go before most who wait, and later, which go behind."""
    hour = datetime.fromtimestamp(now / 1000, UTC).hour
    ahead = 11 - hour
    there = datetime.fromtimestamp(now / 1000, timezone(timedelta(hours=ahead)))
    zone = f"Etc/GMT{-ahead:+}" if ahead else "Etc/GMT"
    clocks = {}
    for minutes in (15, 40):
        begins = there + timedelta(minutes=minutes)
        begins = begins.replace(minute=begins.minute // 5 * 5, second=0, microsecond=0)
        clocks[f"{begins:%H:%M}"] = begins
    times = tuple(
        SlotTimes(clock, f"{begins + timedelta(minutes=5):%H:%M}", 5, PLACES) for clock, begins in clocks.items()
    )
    bookings = Bookings(
        (),
        (DaySlots(f"{there:%Y-%m-%d}", times),),
        release_at="00:00",
        lead_minutes=0,
        early_minutes=240,
        late_minutes=240,
    )
    slots = {clock: Slot(round(begins.timestamp() * 1000), PLACES) for clock, begins in clocks.items()}
    names = [f"hall{number}" for number in range(centers)]
    services = tuple(Service(id_, prefix, both("A line"), both("A line")) for id_, prefix in PREFIXES.items())
    city = written_city(City("city", both("City"), services, tuple(_center(name, zone) for name in names), ""))
    written = [(name, _booked(document, bookings)) for name, document in city.centers]
    rules = {
        name: Rules(
            *({counter_of(name, place): lines for place, lines in enumerate(SERVES)}, PREFIXES, slots, BOOKED),
            chooses=frozenset(counter_of(name, place) for place in CHOOSE),
        )
        for name in names
    }
    return Halls(msgspec.structs.replace(city, centers=tuple(written)), rules, f"{there:%Y-%m-%d}")


def _center(name: str, zone: str) -> Center:
    counters = tuple(
        Counter(counter_of(name, place), both("Counter"), services, chooses=place in CHOOSE)
        for place, services in enumerate(SERVES)
    )
    return Center(
        name,
        both("Hall"),
        "city",
        None,
        both("Here"),
        zone,
        (Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),),
        tuple(PREFIXES),
        counters,
        rules=LineRules(credit_appointment=CREDIT, rejoin_behind=0, undo_seconds=60, rejoin_minutes=720),
    )


def _booked(document: Any, bookings: Bookings) -> Any:
    services = tuple(
        msgspec.structs.replace(each, bookings=bookings) if each.id == BOOKED else each for each in document.services
    )
    return msgspec.structs.replace(document, services=services)


def counter_of(center: str, place: int) -> str:
    """Return the id of a counter of a center."""
    return f"{center}-{place + 1}"


def seen(answer: CounterAnswer | Ticket | Booking | CheckedIn, verb: str = "") -> Answer:
    """Return what the model says of an answer to `verb`."""
    if isinstance(answer, CounterAnswer):
        following = answer.next and (answer.next.number, answer.next.service, answer.next.bound)
        presses = tuple((move.verb, move.number) for move in answer.undo.moves) if answer.undo else ()
        ticket = answer.ticket and _ticket(answer.ticket)
        # Whoever is served at once has a number of this very press.
        made = answer.ticket if verb == "serve-at-once" else None
        issued_at = None if made is None else milliseconds(made.issued_at)
        return Answer(("counter", answer.state, ticket, answer.waiting, answer.bound, following, presses), issued_at)
    if isinstance(answer, CheckedIn):
        issued_at = milliseconds(answer.ticket.issued_at)
        return Answer((answer.booking.state, answer.booking.clock, _ticket(answer.ticket)), issued_at)
    if isinstance(answer, Booking):
        return Answer((answer.state, answer.clock))
    return Answer(_ticket(answer), milliseconds(answer.issued_at) if answer.secret else None)


def refused(code: str) -> Answer:
    """Return what the model says of a refusal."""
    return Answer(("refused", code))


def told(events: Iterable[Event | HallFact]) -> list[Fact]:
    """Return what the model says of facts."""
    return [
        (
            event.type if isinstance(event, Event) else event.kind,
            event.ticket.number if event.ticket else event.counter.id if event.counter else None,
            event.went_to.state if event.went_to else None,
        )
        for event in events
    ]


def _ticket(ticket: Ticket) -> tuple[Any, ...]:
    where = ticket.services, ticket.step, ticket.counter, ticket.calls, ticket.bound
    return (ticket.number, ticket.state, *where, ticket.ahead)
