"""The trips of a plan on a phone: the numbers that were taken for them, wherever they are, and what can be done now."""

import secrets
from collections.abc import Mapping
from typing import Final

import msgspec
from flask import request

from config.centers import Service
from server.office.estimates import Estimates
from server.office.remote.record import arrive_by
from server.office.requests import Actor
from server.office.trips import TripFound, TripsFound, take_for_trip, trips_of
from server.store.secret_hash import secret_hash
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading
from server.web.phone.kept_secret import REMOTE
from server.wire.consultation import KeptAnswer
from server.wire.messages import Ticket

HOLDER: Final = Actor("holder")


class TripShown(msgspec.Struct, frozen=True):
    """A trip as the page shows it; moments as the hall's clock says them.

    `until` is how long its number is kept, `secret` what opens that number's page on this phone. `slots` is the service
    that a time can be booked for.
    """

    found: TripFound
    at: str
    until: str | None
    secret: str | None
    slots: Service | None


def shown(store: Store, estimates: Estimates, answer: KeptAnswer, now: int) -> Mapping[int, TripShown]:
    """Return the trips of the plan of `answer` at `now` (ms), by their numbers."""

    def look(reading: Reading) -> dict[int, TripShown]:
        found = trips_of(reading, estimates, answer.plan, answer.code, now)
        return {each.number: _shown(reading, each) for each in found.trips}

    return store.read(look)


def take(
    store: Store, estimates: Estimates, answer: KeptAnswer, number: str, holder: str, now: int, language: str | None
) -> Ticket:
    """Take the number of a trip for the phone `holder`, read in `language` where that is not Chinese.

    Raises `Refusal`.
    """
    found: TripsFound = store.read(lambda reading: trips_of(reading, estimates, answer.plan, answer.code, now))
    return store.write(
        CITY, lambda uow: take_for_trip(uow, found, number, answer.code, HOLDER, holder, now, language=language)
    )


def _shown(reading: Reading, trip: TripFound) -> TripShown:
    hall, ticket = trip.hall, trip.ticket
    until = arrive_by(reading, ticket.id) if ticket is not None and ticket.state == "remote" else None
    secret = None
    if ticket is not None:
        kept = request.cookies.get(REMOTE + ticket.id, "")
        secret = kept if secrets.compare_digest(secret_hash(kept), ticket.secret_hash) else None
    return TripShown(
        trip,
        f"{hall.local(trip.timed.arrives_at):%H:%M}",
        None if until is None else f"{hall.local(until):%H:%M}",
        secret,
        None if trip.slots is None else hall.services[trip.slots],
    )
