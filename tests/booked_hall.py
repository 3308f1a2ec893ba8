"""A hall of pages in which social insurance is booked: slots of ten minutes all day, five places each."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from commands.seeding import now
from config.documents import Scope
from server.office.bookings.booking import BookCommand, book
from server.office.bookings.due import settle_due
from server.office.requests import Actor
from server.wire.bookings import Booking
from tests.hall_pages import Hall, noon_zone
from tests.server.settings_of import Settings

MINUTE = 60_000
WEEK = [{"days": list(range(1, 8)), "times": [{"begins": "08:00", "ends": "20:00", "minutes": 10, "places": 5}]}]
RULES = {"week": WEEK, "lead_minutes": 0, "early_minutes": 60, "late_minutes": 25, "release_at": "00:00", "misses": 1}
"""People check in from an hour before their slot until 25 minutes after; who misses one is blocked."""


def take_bookings(hall: Hall, service: str = "social", **rules: object) -> None:
    """Let `service` be booked in the hall, and let the hall be open all day."""

    def edit(document: dict[str, object]) -> None:
        services = document["services"]
        assert isinstance(services, list)
        for each in services:
            if each["id"] == service:
                each["bookings"] = {**RULES, **rules}
        document["hours"] = [{"days": list(range(1, 8)), "opens": "00:00", "closes": "24:00"}]

    Settings(hall.store, now() - 120 * MINUTE).edit(edit, Scope("center", hall.center))


def slot(minutes: int = 0) -> str:
    """Return the clock of the slot that runs now, or `minutes` (tens) later."""
    local = datetime.now(UTC).astimezone(ZoneInfo(noon_zone()))
    return f"{local - timedelta(minutes=local.minute % 10 - minutes):%H:%M}"


def today() -> str:
    """Return the day of the hall."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo(noon_zone())):%Y-%m-%d}"


def booked(hall: Hall, minutes: int, phone: str | None = None, service: str = "social") -> Booking:
    """Book the slot that begins `minutes` after the one that runs now; it is booked an hour before that at least."""
    command = BookCommand(service, today(), Actor("holder"), slot(minutes), phone=phone)
    at = now() + min(minutes, 0) * MINUTE - 60 * MINUTE
    return hall.store.write(hall.center, lambda uow: book(uow, command, at))


def settle(hall: Hall) -> None:
    """Let happen what is due."""
    hall.store.write(hall.center, lambda uow: settle_due(uow, now()))
