"""The trips of a plan: in which order, when one is where, and the number that was taken for each."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from config.centers import Text
from server.rules.bounds import Code, Count, Id, Minutes, Moment, Number, Spoken
from server.rules.hall.calling import State
from server.rules.hall.trips import Offer
from server.wire.messages import STEPS, Wait

TRIPS: Final = 64
"""The most trips of one plan."""


class TripTicket(msgspec.Struct, frozen=True):
    """The number that was taken for a trip; one that is `remote` is kept until `arrive_by`."""

    id: Id
    number: Number
    state: State
    arrive_by: Moment | None


class TripAnswer(msgspec.Struct, frozen=True):
    """A trip, by the `number` that the plan gives it: to `center`, for `services` in that order.

    `way_min` leads there from the trip before, nothing where nobody wrote it. Whoever does all in order is there at
    `arrives_at`, and is called after `wait`, where that can be told. One has a `ticket` for it, or a booking (`booked`,
    when it begins). Else it says what can be done now: `take` a number, `book` a time, take it `after` one has joined
    the line of the trip before, or nothing (`none`).
    """

    number: Count
    center: Id
    name: Text
    services: Annotated[tuple[Id, ...], Meta(max_length=STEPS)]
    today: bool
    way_min: Minutes | None
    arrives_at: Moment
    wait: Wait | None
    offer: Offer
    ticket: TripTicket | None
    booked: Moment | None


class TripsAnswer(msgspec.Struct, frozen=True):
    """The trips of the plan under `code` to centers of this city; `visit` ties their numbers, once there is one."""

    code: Code
    visit: Id | None
    trips: Annotated[tuple[TripAnswer, ...], Meta(max_length=TRIPS)]


class TakeForTrip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `PUT /consultations/{code}/trips/{trip}/ticket`: what its holder speaks, unless everybody does."""

    language: Spoken | None = None
