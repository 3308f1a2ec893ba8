"""Whether a hall takes somebody for a service now: asked in one place, whatever they come with."""

from collections.abc import Iterable

from config.words import both
from server.rules.dates import short_date
from server.rules.day_time import clock_of
from server.rules.errors import Refusal
from server.store.halls import Hall


def must_take_in(hall: Hall, services: Iterable[str], now: int, *, booked: bool = False) -> None:
    """Let somebody into the line of `services` at `now` (ms).

    Who is `booked` comes to a place that was kept within the opening hours: the rule of the last minutes of a day is
    not for them. Raises `Refusal` service_unknown, service_unserved, center_closed, center_closing.
    """
    for service in services:
        if service not in hall.services:
            raise Refusal("service_unknown", service=service)
        if service not in hall.served:
            raise Refusal("service_unserved", service=hall.services[service].name)
    if not hall.is_open(now):
        raise Refusal("center_closed", center=hall.name)
    if not booked:
        _in_time(hall, now)


def _in_time(hall: Hall, now: int) -> None:
    """Refuse whoever comes in the last minutes of the day, by the hall's rule (center_closing)."""
    minutes = hall.rules.last_ticket_minutes
    if not minutes:
        return
    local = hall.local(now)
    closes = hall.open_days.spans(local.date())[-1].closes
    if local.hour * 60 + local.minute < closes - minutes:
        return
    opening = hall.open_days.next_opening(local.date(), closes)
    when = both("during opening hours")
    if opening is not None:
        when = both("{day}, {time}", day=short_date(opening[0]), time=clock_of(opening[1]))
    raise Refusal("center_closing", center=hall.name, closes=clock_of(closes), opens=when)
