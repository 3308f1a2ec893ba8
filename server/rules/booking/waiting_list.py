"""Who gets a place that came free: first come, first served."""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from config.bookings import Bookings
from server.rules.booking.release import bookable
from server.rules.booking.slots import Slot


class Listed(Protocol):
    """Somebody who waits for a place on a day."""

    @property
    def day(self) -> str:
        """The day, as an ISO date."""

    @property
    def made_at(self) -> int:
        """When they came onto the list (ms)."""

    @property
    def id(self) -> str:
        """Tells apart who came in the same moment."""


Entry = TypeVar("Entry", bound=Listed)


def next_for(slot: Slot, listed: Iterable[Entry], rules: Bookings, zone: ZoneInfo, now: int) -> Entry | None:
    """Return who of `listed` gets a place of `slot` at `now` (ms); None when nobody can still come for it.

    A place that comes free within the lead time is for those who stand in the hall.
    """
    if not bookable(slot, rules, zone, now):
        return None
    same = (entry for entry in listed if entry.day == slot.day)
    return min(same, key=lambda entry: (entry.made_at, entry.id), default=None)
