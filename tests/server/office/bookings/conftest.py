"""An office whose hall books social insurance: slots of half an hour, three places each, released for a week."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from config.bookings import Bookings, SlotTimes, WeekSlots
from config.documents import WrittenCity
from server.office.bookings.booking import BookCommand, book, book_held
from server.office.bookings.changing import cancel, move
from server.office.bookings.check_in import check_in_by_digits, walk_in
from server.office.bookings.looking import bookings_of, free_slots, own_booking
from server.office.requests import Actor
from server.store.opening import open_store
from server.store.seeding import seed, written_city
from server.store.store import Store
from server.wire.bookings import BookedToday, Booking, CheckedIn
from tests.server.conftest import CITY, MORNING, Office

MINUTE = 60_000
TODAY, TOMORROW = "2025-11-25", "2025-11-26"
RULES = Bookings((WeekSlots((1, 2, 3, 4, 5), (SlotTimes("09:00", "17:00", 30, 3),)),))
HOLDER, KIOSK = Actor("holder"), Actor("kiosk")


def booked_city(rules: Bookings = RULES) -> WrittenCity:
    """Return the small city with bookings for social insurance in its hall."""
    city = written_city(CITY)
    id_, hall = city.centers[0]
    services = tuple(
        msgspec.structs.replace(each, bookings=rules) if each.id == "social" else each for each in hall.services
    )
    changed = msgspec.structs.replace(hall, services=services)
    return msgspec.structs.replace(city, centers=((id_, changed), *city.centers[1:]))


class Desk(Office):
    """The verbs of bookings, a second apart from each other."""

    def book(self, clock: str | None = "14:00", day: str = TOMORROW, **more: Any) -> Booking:
        command = BookCommand("social", day, HOLDER, clock, **more)
        return self.write(lambda uow: book(uow, command, self.now))

    def book_held(self, booking: Booking, phone: str | None = None) -> Booking:
        return self.write(lambda uow: book_held(uow, booking.id, phone, HOLDER, self.now))

    def move(self, booking: Booking, clock: str, day: str = TOMORROW) -> Booking:
        return self.write(lambda uow: move(uow, booking.id, day, clock, HOLDER, self.now))

    def give_up(self, booking: Booking) -> Booking:
        return self.write(lambda uow: cancel(uow, booking.id, HOLDER, self.now))

    def come(self, booking: Booking) -> CheckedIn:
        return self.write(lambda uow: check_in_by_digits(uow, booking.digits or "", KIOSK, self.now))

    def walk_in(self, booking: Booking) -> CheckedIn:
        return self.write(lambda uow: walk_in(uow, booking.digits or "", KIOSK, self.now))

    def own(self, booking: Booking) -> Booking:
        return self.store.read(lambda reading: own_booking(reading, booking.id, self.now))

    def free(self, clock: str = "14:00", day: int = 1) -> int:
        """Return the free places of a slot `day` days from now."""
        told = self.store.read(lambda reading: free_slots(reading, "hall", "social", None, day + 1, self.now))
        return next((slot.free for slot in told.days[day].slots if slot.clock == clock), -1)

    def listed(self) -> tuple[BookedToday, ...]:
        return self.store.read(lambda reading: bookings_of(reading, "hall", None, self.now)).bookings


@pytest.fixture
def desk(store: Store) -> Desk:
    """Return an office whose hall is booked, on each database."""
    seed(store, booked_city(), MORNING)
    return Desk(store)


@pytest.fixture
def made_desk(tmp_path: Path) -> Iterator[Callable[[Bookings], Desk]]:
    """Return how to make such an office with other rules, on SQLite alone."""
    opened: list[Store] = []

    def make(rules: Bookings) -> Desk:
        store = open_store(tmp_path / f"desk{len(opened)}", create=True)
        opened.append(store)
        seed(store, booked_city(rules), MORNING)
        return Desk(store)

    yield make
    for store in opened:
        store.close()
