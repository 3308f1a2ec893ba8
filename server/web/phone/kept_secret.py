"""The secrets of bookings that this phone keeps, in cookies that no script reads: each opens its own booking alone."""

import secrets
from functools import partial
from typing import Final

from flask import request

from server.office.bookings.looking import own_booking
from server.office.bookings.record import BookingRow, booking_of
from server.office.ticket import TicketRow, ticket_of
from server.rules.errors import Refusal
from server.store.secret_hash import secret_hash
from server.store.store import Store
from server.wire.bookings import Booking

COOKIE: Final = "banshi-booking-"
MOST: Final = 20
"""How many bookings of one phone are looked at."""


def own_on_phone(store: Store, booking: str, now: int) -> Booking:
    """Return the booking that this phone keeps the secret of; raises `Refusal` booking_unknown."""
    kept = store.read(lambda reading: booking_of(reading, booking))
    if not keeps_secret_of(kept):
        raise Refusal("booking_unknown")
    return store.read(lambda reading: own_booking(reading, booking, now))


def keeps_secret_of(row: BookingRow) -> bool:
    """Tell whether this phone keeps the secret of a booking."""
    return secrets.compare_digest(secret_hash(request.cookies.get(COOKIE + row.id, "")), row.secret_hash)


REMOTE: Final = "banshi-remote-"


def remote_on_phone(store: Store, center: str) -> list[TicketRow]:
    """Return the tickets of `center` that were taken with this phone from elsewhere and wait for their check-in."""
    named = [name.removeprefix(REMOTE) for name in request.cookies if name.startswith(REMOTE)]
    found = []
    for ticket in named[-MOST:]:
        try:
            row = store.read(partial(ticket_of, ticket=ticket))
        except Refusal:
            continue
        opens = secrets.compare_digest(secret_hash(request.cookies[REMOTE + ticket]), row.secret_hash)
        if opens and row.center == center and row.state == "remote":
            found.append(row)
    return found


def all_on_phone(store: Store, center: str, now: int) -> list[Booking]:
    """Return the bookings in `center` that this phone keeps the secrets of, in the order of their slots."""
    named = [name.removeprefix(COOKIE) for name in request.cookies if name.startswith(COOKIE)]
    found = []
    for booking in named[-MOST:]:
        try:
            found.append(own_on_phone(store, booking, now))
        except Refusal:
            continue
    return sorted((each for each in found if each.center == center), key=lambda each: each.begins_at or "")
