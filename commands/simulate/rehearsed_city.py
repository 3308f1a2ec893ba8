"""The hall of a rehearsal: as many counters as asked for, bookings for each third service, staff at every counter."""

from typing import Final

import msgspec

from config.bookings import Bookings, SlotTimes, WeekSlots
from config.centers import Center, City, Counter, Hours, Service, Staff, Text
from config.documents import WrittenCity
from config.words import both
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.day import ABSENT, NO_SHOW_MS, NO_SHOWS, WALK
from server.rules.hall.simulate.hall import CLOSES, OPENS, SimulatedHall
from server.store.seeding import written_city

CENTER: Final = "rehearsal"
BOOKED_EACH: Final = 3
LOAD: Final = 0.9
LEAST_MS: Final = MINUTE // 3
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def with_tickets(hall: SimulatedHall, tickets: int) -> SimulatedHall:
    """Return `hall` with services that take so long that about `tickets` people a day fill it to nine tenths."""
    there = len(hall.counters) * (CLOSES - OPENS - 80 * MINUTE) * (1 - ABSENT)
    each = (LOAD * there / tickets - NO_SHOW_MS * NO_SHOWS) / (1 - NO_SHOWS) - WALK
    mean = sum(hall.shares[service] * long for service, long in hall.means.items())
    return msgspec.structs.replace(
        hall, means={service: max(LEAST_MS, long * max(each, 0) / mean) for service, long in hall.means.items()}
    )


def booked(hall: SimulatedHall) -> frozenset[str]:
    """Return the services that are booked."""
    return frozenset(list(hall.means)[::BOOKED_EACH])


def city_of(hall: SimulatedHall) -> WrittenCity:
    """Return the city of one center that `hall` is."""
    services = tuple(
        Service(name, _prefix(number), both("Matter {number}", number=number + 1), Text("", ""))
        for number, name in enumerate(hall.means)
    )
    counters = tuple(
        Counter(
            window.id,
            both("Counter {number}", number=number + 1),
            tuple(name for name in hall.means if name in window.services),
            chooses=True,
        )
        for number, window in enumerate(hall.counters)
    )
    staff = tuple(Staff(f"p{each.id}", each.name.zh, each.id, str(1000 + n)) for n, each in enumerate(counters))
    hours = (Hours((1, 2, 3, 4, 5, 6, 7), _clock(OPENS), _clock(CLOSES)),)
    center = Center(
        CENTER,
        both("The rehearsal's hall"),
        "city",
        None,
        Text("", ""),
        "Asia/Shanghai",
        hours,
        tuple(hall.means),
        counters,
        staff,
    )
    name = both("A rehearsal")
    written = written_city(City("rehearsal", name, services, (center,), "dongjiang"))
    ((id_, document),) = written.centers
    own = tuple(
        msgspec.structs.replace(each, bookings=_bookings(hall)) if each.id in booked(hall) else each
        for each in document.services
    )
    return msgspec.structs.replace(written, centers=((id_, msgspec.structs.replace(document, services=own)),))


def _bookings(hall: SimulatedHall) -> Bookings:
    places = max(1, len(hall.counters) // 2)
    times = SlotTimes(_clock(OPENS), _clock(CLOSES), 15, places)
    return Bookings((WeekSlots((1, 2, 3, 4, 5, 6, 7), (times,)),), misses=0)


def _prefix(number: int) -> str:
    first, second = divmod(number, len(LETTERS))
    return LETTERS[second] if first == 0 else LETTERS[first - 1] + LETTERS[second]


def _clock(at: int) -> str:
    hours, minutes = divmod(at // MINUTE, 60)
    return f"{hours:02}:{minutes:02}"
