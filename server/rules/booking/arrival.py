"""When somebody may check in with a booking, and where they stand in the line then."""

from config.bookings import Bookings
from config.centers import Text
from server.rules.booking.slots import MINUTE
from server.rules.errors import Refusal


def opens_at(begins_at: int, rules: Bookings) -> int:
    """Return from when (ms) people check in for a slot that begins at `begins_at`."""
    return begins_at - rules.early_minutes * MINUTE


def missed_at(begins_at: int, rules: Bookings) -> int:
    """Return from when (ms) a slot that begins at `begins_at` counts as missed."""
    return begins_at + rules.late_minutes * MINUTE


def comes_in_time(begins_at: int, rules: Bookings, now: int) -> bool:
    """Tell whether somebody may check in at `now` (ms)."""
    return opens_at(begins_at, rules) <= now < missed_at(begins_at, rules)


def check(begins_at: int, clock: Text | str, since: str, rules: Bookings, now: int) -> None:
    """Let somebody check in at `now` (ms); `clock` and `since` are how their time is said, and from when they check in.

    Raises `Refusal` booking_early, booking_late; both say what to do instead.
    """
    if now < opens_at(begins_at, rules):
        raise Refusal("booking_early", clock=clock, since=since)
    if now >= missed_at(begins_at, rules):
        raise Refusal("booking_late", clock=clock, minutes=rules.late_minutes)


def ready_at(begins_at: int, now: int) -> int:
    """Return when (ms) the ticket of somebody who checks in at `now` is ready: at its slot, or when they come later.

    So nobody is overtaken by anyone who came later than by the credit of a booking.
    """
    return max(begins_at, now)
