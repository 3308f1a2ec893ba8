"""Bookings on the wire: slots with their free places, and a booking as its holder and as staff see it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.rules.booking.booking_credit import Excuse
from server.rules.booking.states import State
from server.rules.bounds import Address, Code, Count, Day, Id, Moment, Number, Spoken, Token
from server.wire.messages import Ticket

Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Digits = Annotated[str, Meta(pattern="^[0-9]{8}$")]
Ending = Annotated[str, Meta(pattern="^[0-9]{4}$")]
Zone = Annotated[str, Meta(min_length=1, max_length=64)]
QrRow = Annotated[str, Meta(pattern="^[01]+$", max_length=177)]
Phone = Annotated[str, Meta(min_length=5, max_length=24, pattern="^[0-9+ -]+$")]
"""A telephone number; only a keyed hash of it is kept."""


class SlotAnswer(msgspec.Struct, frozen=True):
    """A slot by what the wall's clock shows and by its instants, and how many places of it are free."""

    clock: Clock
    begins_at: Moment
    ends_at: Moment
    free: Count


class DayAnswer(msgspec.Struct, frozen=True):
    """The slots of a day that can be booked now; without any, it is closed, over or full of nothing.

    `opens_at` is when they can be booked, where that is still to come.
    """

    day: Day
    opens_at: Moment | None
    slots: tuple[SlotAnswer, ...]


class SlotsAnswer(msgspec.Struct, frozen=True):
    """What can be booked of a service: days in order, in the time zone of the center."""

    center: Id
    service: Id
    zone: Zone
    days: tuple[DayAnswer, ...]


class CreditAnswer(msgspec.Struct, frozen=True):
    """How a holder stands: bookings missed of late, how many more block them, and until when they are blocked."""

    misses: Count
    left: Count | None
    blocked_until: Moment | None


class Booking(msgspec.Struct, frozen=True):
    """A booking as its holder sees it; `secret` only in the answer to its own making.

    Who waits for a place of a day has no slot yet; `ahead` is how many wait before them. `digits` open it at a kiosk.
    Check in from `check_in_from` until `check_in_until`; `ticket` is the id of the ticket that came of it.
    """

    id: Id
    center: Id
    service: Id
    state: State
    day: Day
    clock: Clock | None
    zone: Zone
    begins_at: Moment | None
    ends_at: Moment | None
    digits: Digits | None
    check_in_from: Moment | None
    check_in_until: Moment | None
    held_until: Moment | None
    ticket: Id | None
    credit: CreditAnswer | None = None
    ahead: Count | None = None
    secret: Token | None = None


class CheckedIn(msgspec.Struct, frozen=True):
    """What checking in gives: the booking as it is now, and the ticket with its secret."""

    booking: Booking
    ticket: Ticket


class BookedToday(msgspec.Struct, frozen=True):
    """A booking as the staff of its center see it: no person, and the ticket's number once there is one.

    `ending` are the last four of its digits, by which somebody at the desk is told from others; whoever is `known` gave
    a telephone number, and may be blocked.
    """

    id: Id
    service: Id
    state: State
    clock: Clock | None
    number: Number | None
    ending: Ending | None
    known: bool


class BookingsAnswer(msgspec.Struct, frozen=True):
    """The bookings of a day, in the order of their slots; those who wait for a place come last."""

    day: Day
    bookings: tuple[BookedToday, ...]


class HallCode(msgspec.Struct, frozen=True):
    """The code that proves that somebody stands in the hall, until it is another one.

    A phone that scans it opens `address`; `rows` are the QR code of that, a `1` for each dark module.
    """

    code: Digits
    until: Moment
    address: Address
    rows: tuple[QrRow, ...]


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a booking: a day and the clock of its slot, or no clock to wait for any place of that day.

    With `hold` the place is only kept for some minutes, until it is booked with its secret.
    """

    service: Id
    day: Day
    clock: Clock | None = None
    hold: bool = False
    phone: Phone | None = None
    plan: Code | None = None


class BookHeld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that books what was held."""

    phone: Phone | None = None


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that moves a booking to another slot."""

    day: Day
    clock: Clock


class CheckIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that checks in from a phone: the code that the hall shows, and what its owner speaks if not as everybody."""

    hall: Digits
    language: Spoken | None = None


class CheckInAtDesk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body by which staff check somebody in; with `walk_in` the booking is given back for an ordinary ticket."""

    walk_in: bool = False


class LiftMisses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that makes what somebody missed good, and why; the reason stands in the journal for the office alone."""

    reason: Excuse


class CheckInByDigits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that checks in at a kiosk; with `walk_in` the booking is given back for an ordinary ticket.

    Who speaks `language` says so, where that is not what everybody there does.
    """

    digits: Digits
    walk_in: bool = False
    language: Spoken | None = None


class ByDigits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that names a booking at a kiosk, by the digits of its slip."""

    digits: Digits


class MoveByDigits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body that moves a booking to another slot at a kiosk, by the digits of its slip."""

    digits: Digits
    day: Day
    clock: Clock
