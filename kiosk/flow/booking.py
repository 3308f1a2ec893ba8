"""The part of the way that books a time, mostly for the first stop of a plan: what is free, a day, the slip.

Where a day is full, any place of it is waited for.
"""

from typing import Final

from msgspec.structs import replace

from hardware.printer.port import Printed
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.flow.weighing import saved_first, weighed
from kiosk.page.slots import (
    bookable,
    books_instead,
    first_choice,
    had,
    other_times,
    papers_to_bring,
    place_of,
    service_name,
    waits,
)
from kiosk.visit.session import Place, Reserving, Session
from kiosk.visit.touches import (
    Abandon,
    AskSlots,
    Away,
    Booked,
    BookSlot,
    Effect,
    GiveBack,
    Pressed,
    PrintBooking,
    Refused,
    Saved,
    SlipDone,
    SlotsTold,
)
from kiosk.visit.world import World
from server.rules.hall.slip_digits import read_booking

GONE: Final = (
    "booking_full",
    "booking_not_full",
    "booking_no_slot",
    "booking_soon",
    "booking_past",
    "booking_closed_day",
    "booking_gap",
)
"""Why a time cannot be booked any more, or a day not waited for, where something else can."""

PASSING: Final = ("finding", "no_answer", "slots", "days", "working", "away")
"""Screens that nobody returns to once an answer has come."""


def begin(session: Session, world: World, key: str) -> Moved:
    """Ask what is free for the first stop of the plan; what is booked already is shown."""
    found = bookable(session, world)
    if session.booked_stop is not None or session.reserving.listed is not None:
        return forth(session, Place("booked"))
    if found is None:
        return stay(session)
    first = found.stop.on if found.stop.day else None
    reserving = Reserving(center=found.center, service=found.service.id, first=first, asking=key)
    asks = AskSlots(key, found.center, found.service.id, first, session.language)
    return forth(session.having(reserving, replace(session.way, ahead=())), Place("finding"), asks)


def begin_here(session: Session, world: World, key: str) -> Moved:
    """Ask what is free of the service for which there is no number today, or only one that comes too late."""
    service = books_instead(session, world)
    if service is None or world.center is None:
        return stay(session)
    reserving = Reserving(center=world.center, service=service, asking=key)
    asks = AskSlots(key, world.center, service, language=session.language)
    return forth(session.having(reserving, replace(session.way, ahead=())), Place("finding"), asks)


def begin_move(session: Session, world: World, key: str) -> Moved:
    """Ask where the booking whose digits are typed can be moved."""
    digits = read_booking(session.typing.letters)
    if digits is None or world.center is None:
        return stay(session)
    reserving = Reserving(center=world.center, asking=key, digits=digits)
    asks = AskSlots(key, world.center, "", language=session.language, digits=digits)
    return forth(session.having(reserving, replace(session.way, ahead=())), Place("finding"), asks)


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on the times, on the days, or below what is booked does."""
    kind, _, value = press.target.partition(":")
    match session.place.screen, kind:
        case "slots", "slot":
            return stay(session.having(replace(session.reserving, clock=value)))
        case "slots", "days":
            return forth(session, Place("days"))
        case "days", "day":
            day, clock = first_choice(session.reserving, value)
            returned, _ = back(session.having(replace(session.reserving, day=day, clock=clock, gone=None)))
            first_page = replace(returned.place, page=0)
            return stay(returned.having(replace(returned.way, place=first_page, ahead=())))
        case "slots", "book":
            return _order(session, press.fresh)
        case "no_answer", "again":
            return _ask(session, press.fresh)
        case "booked", "again":
            again = session.having(replace(session.printing, slip="printing"))
            return stay(again, *_slip(again, world, again=True))
        case "booked", "to_plan":
            return back(session)
    return stay(session)


def leave(session: Session) -> Moved:
    """Go back without waiting for the answer."""
    asking = session.reserving.asking
    returned, effects = back(session.having(replace(session.reserving, asking="")))
    return returned.having(replace(returned.way, ahead=())), (*effects, Abandon(asking))


def answered(session: Session, result: Saved | SlotsTold | Booked | Refused | Away, world: World) -> Moved:
    """Return the session after the server's answer; a booking that nobody waits for is given back."""
    reserving = session.reserving
    match result:
        case SlotsTold() if reserving.asking == result.key:
            days = other_times(result.days, result.moves)
            service = result.moves.service if result.moves else reserving.service
            told = replace(reserving, asking="", days=days, service=service, moves=result.moves)
            day, clock = first_choice(told)
            told = replace(told, day=day, clock=clock)
            return stay(_arrived(session.having(told), Place("slots")))
        case Refused() if reserving.asking == result.key:
            untold = replace(reserving, asking="", gone=result)
            return stay(_arrived(session.having(untold), Place("no_answer")))
        case Saved() if reserving.order == result.key:
            return stay(session.having(replace(session.keeping, code=result.code)), _book(session, result.code))
        case Booked() if reserving.order == result.key:
            return _given(session, result, world)
        case Refused() if reserving.order == result.key and result.code in GONE:
            # Somebody else was quicker: what is free now is asked for at once, and the first of it is offered.
            return _ask(session.having(replace(reserving, order="", gone=result)), f"{result.key}.again")
        case Refused() if reserving.order == result.key:
            refused = session.having(replace(reserving, order=""), replace(session.taking, refused=result))
            return stay(_arrived(refused, Place("refusal", item="booking")))
        case Away() if reserving.order == result.key and session.place.screen == "working":
            return stay(enter(session, Place("away")))
        case Booked() if not result.moved:
            return stay(session, GiveBack(result.booking))
    return stay(session)


def printed(session: Session, result: SlipDone) -> Moved:
    """Return the session after the printer's answer; the booking stays whatever it is."""
    made = had(session)
    if made is None or made.id != result.ticket:
        return stay(session)
    good = result.outcome is Printed.PRINTED
    return stay(
        session.having(replace(session.printing, slip="printed" if good else "failed", why=result.printer.value))
    )


def _ask(session: Session, key: str) -> Moved:
    reserving = replace(session.reserving, asking=key, days=(), day="", clock="")
    asks = AskSlots(
        key, reserving.center, reserving.service, reserving.first, session.language, digits=reserving.digits
    )
    return _arrived(session.having(reserving), Place("finding")), (asks,)


def _order(session: Session, key: str) -> Moved:
    if not session.reserving.clock and not waits(session):
        return stay(session)
    ordered = session.having(replace(session.reserving, order=key, gone=None), replace(session.way, ahead=()))
    if ordered.reserving.digits:
        return forth(ordered, Place("working"), _book(ordered, None))
    effect: Effect = saved_first(session, key) or _book(ordered, session.keeping.code)
    return forth(ordered, Place("working"), effect)


def _book(session: Session, code: str | None) -> BookSlot:
    chosen = session.reserving
    return BookSlot(
        chosen.order,
        chosen.center,
        chosen.service,
        chosen.day,
        chosen.clock,
        plan=code,
        language=session.language,
        digits=chosen.digits,
    )


def _given(session: Session, result: Booked, world: World) -> Moved:
    """Show what is booked, print its slip, and let the plan begin on that day."""
    waiting = result.booking.state == "listed"
    made = replace(session.reserving, order="", days=(), gone=None)
    made = replace(made, listed=result.booking) if waiting else replace(made, made=result.booking)
    code = session.keeping.code
    moved = session.having(made, replace(session.printing, slip="printing"), replace(session.typing, letters=""))
    if session.plan is not None and not waiting:
        # The answers are the same, only the day is another: they stay under their code.
        moved = weighed(moved, world)
        moved = moved.having(replace(moved.keeping, code=code))
    shown = _arrived(moved, Place("booked"))
    if shown.booked_stop is None and not (waiting and shown.plan is not None):
        # Without a plan there is nothing to go back to: nobody takes a number beside what they booked.
        shown = shown.having(replace(shown.way, past=()))
    return shown, _slip(shown, world)


def _arrived(session: Session, place: Place) -> Session:
    """Show `place`; nobody goes back to waiting, nor to a choice that is over."""
    past = tuple(each for each in session.way.past if each.screen not in PASSING)
    return enter(
        session.having(replace(session.way, past=past, ahead=()), replace(session.presence, warned=None)), place
    )


def _slip(session: Session, world: World, *, again: bool = False) -> tuple[Effect, ...]:
    booking = had(session)
    if booking is None:
        return ()
    place, address = place_of(session, world)
    return (
        PrintBooking(
            booking=booking,
            language=session.language,
            service=service_name(session, world),
            place=place,
            address=address,
            papers=papers_to_bring(session),
            again=again,
            code=session.keeping.code,
            large=session.elder,
        ),
    )
