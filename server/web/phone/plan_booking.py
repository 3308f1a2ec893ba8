"""The first stop of a plan, where a time can be booked for it: with which service, and what is booked already."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from config.centers import Service
from server.office.bookings.by_plan import coming_with
from server.office.bookings.record import BookingRow
from server.rules.errors import Refusal
from server.rules.guidance.judge.verdict import Stop
from server.rules.guidance.plan.booked_day import first_stop as stop_of
from server.rules.guidance.plan.booked_day import made_for
from server.store.store import Store
from server.store.unit_of_work import Reading
from server.web.phone.kept_secret import keeps_secret_of
from server.web.phone.opened import Opened
from server.wire.consultation import KeptAnswer


class FirstStop(NamedTuple):
    """A `stop` that a time of `service` can be booked for; `booked` is what is, and `own` whether by this phone."""

    stop: Stop
    center: str
    service: Service
    booked: BookingRow | None
    own: bool


def first_stop(store: Store, answer: KeptAnswer, now: int) -> FirstStop | None:
    """Return the first stop away from home at `now` (ms); None where no time is booked for it."""
    stop = stop_of(answer.plan)
    if stop is None or stop.center is None:
        return None
    center = stop.center

    def look(reading: Reading) -> tuple[Service, BookingRow | None] | None:
        try:
            hall = reading.hall(center)
        except Refusal:
            return None
        service = next((each for each in stop.services if each in hall.bookings and each in hall.served), None)
        if service is None:
            return None
        rows = coming_with(reading, center, answer.code, now)
        return hall.services[service], next((row for row in rows if row.service in stop.services), None)

    found = store.read(look)
    if found is None:
        return None
    service, booked = found
    return FirstStop(stop, center, service, booked, booked is not None and keeps_secret_of(booked))


def on_its_day(own: Opened, first: FirstStop | None, told: Callable[[date], KeptAnswer]) -> Opened:
    """Return the plan with its first stop on the day that it is booked for, as far as what comes before it allows."""
    if first is None or first.booked is None:
        return own
    later = made_for(first.booked.day, first.stop, own.day, told, lambda answer: answer.plan)
    return own if later is None else Opened(later, own.book)
