"""Somebody comes with a number and the digits of its slip: they put it off, come back into line, or give it back.

Whoever types the digits of a booking instead has checked in, and takes the number that came of it with its slip; who
comes too early or too late is told so, and may take an ordinary number; too early, move the booking as well.
"""

from msgspec.structs import replace

from kiosk.flow import booking, taking
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.page.targets import listed
from kiosk.visit.session import Holding, Place, Screen, Session
from kiosk.visit.touches import (
    BY_RIGHT,
    CHECK_IN,
    GIVE_UP,
    WALK_IN,
    Abandon,
    AskNumber,
    GivenUp,
    NumberTold,
    NumberUntold,
    Pressed,
)
from kiosk.visit.world import World
from server.rules.hall.slip_digits import MOST_SIGNS, read_booking, read_typed
from server.wire.messages import NumberAnswer

VERBS = {
    "postpone": "postpone",
    "come_back": "come-back",
    "arrive": "check-in",
    "give_back": "cancel",
    "with_paper": BY_RIGHT,
}
"""Target -> the verb as the API names it."""
NOT_IN_TIME = ("booking_early", "booking_late", "booking_listed")
"""Why a booking cannot be checked in with just now, where an ordinary number helps."""


def begin(session: Session) -> Moved:
    """Ask for the number, with nothing typed yet."""
    empty = session.having(replace(session.typing, letters=""), Holding(), replace(session.way, ahead=()))
    return forth(empty, Place("number"))


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on the keyboard of numbers does, or on what stands below a ticket."""
    match session.place.screen, press.target:
        case "number", "next":
            return _ask(session, press.fresh)
        case "number", _:
            return stay(_typed(session, press.target))
        case "mine", "sure":
            return forth(session, Place("giving_back"))
        case "giving_back", "keep":
            return back(session)
        case "not_in_time", "move":
            return booking.begin_move(session, world, press.fresh)
        case "not_in_time", "give_up":
            return forth(session, Place("giving_back"))
        case "giving_back", "give_back" if session.holding.told is None:
            asking = AskNumber(press.fresh, "", session.typing.letters, verb=GIVE_UP, language=session.language)
            # Back leads to the keyboard here as well.
            past = tuple(each for each in session.way.past if each.screen != "not_in_time")
            waiting, item = _waiting(session, asking), "list" if listed(session) else ""
            return stay(enter(waiting.having(replace(waiting.way, past=past)), Place("looking", item=item)), asking)
        case "not_in_time", "walk_in":
            asking = AskNumber(press.fresh, "", session.typing.letters, verb=WALK_IN, language=session.language)
            # Back leads to the keyboard: nobody returns to what was said before.
            return stay(enter(_waiting(session, asking), Place("looking")), asking)
        case _, target if target in VERBS:
            return _ask(session, press.fresh, VERBS[target])
    return stay(session)


def leave(session: Session) -> Moved:
    """Go back without waiting for the answer."""
    asking = session.holding.asking
    returned, effects = back(session.having(replace(session.holding, asking="")))
    return returned.having(replace(returned.way, ahead=())), (*effects, Abandon(asking))


def answered(session: Session, result: NumberTold | NumberUntold | GivenUp) -> Moved:
    """Show the ticket as it is now, or say where it was asked why there is none; nobody waits: nothing."""
    if not session.holding.asking or session.holding.asking != result.key:
        return stay(session)
    if isinstance(result, GivenUp):
        over = session.having(Holding(), replace(session.typing, letters=""), replace(session.way, past=(), ahead=()))
        item = session.place.item if session.place.screen == "looking" else ""
        return stay(enter(over.having(replace(over.presence, warned=None)), Place("given_up", item=item)))
    known = session.holding.told
    if isinstance(result, NumberTold):
        own = result.answer.ticket
        if own is not None and own.secret is not None:
            return taking.given(session.having(Holding(), replace(session.typing, letters="")), own)
        holding, place = Holding(told=result.answer), Place("mine")
    else:
        where: Screen = "not_in_time" if result.code in NOT_IN_TIME else "mine" if known else "number"
        holding, place = Holding(told=known, untold=result), Place(where)
    # The keyboard stays behind, so that the digits can be added; nobody goes back to waiting, or to a ticket as it was.
    gone = {"mine": ("looking", "mine", "giving_back"), "number": ("looking", "number")}.get(place.screen, ("looking",))
    past = tuple(each for each in session.way.past if each.screen not in gone)
    shown = session.having(holding, replace(session.way, past=past, ahead=()), replace(session.presence, warned=None))
    return stay(enter(shown, place))


def _typed(session: Session, target: str) -> Session:
    kind, _, sign = target.partition(":")
    letters = session.typing.letters
    letters = letters[:-1] if kind == "erase" else (letters + sign)[:MOST_SIGNS]
    return session.having(replace(session.typing, letters=letters), Holding())


def _ask(session: Session, key: str, verb: str = "") -> Moved:
    booked = read_booking(session.typing.letters)
    if booked is not None and not verb:
        return _look(session, AskNumber(key, "", booked, verb=CHECK_IN, language=session.language))
    typed = read_typed(session.typing.letters)
    if typed is None:
        return stay(session)
    own = session.holding.told.ticket if session.holding.told else None
    asking = AskNumber(key, typed.number, typed.digits, own.id if verb and own else "", verb, session.language)
    return _look(session, asking, session.holding.told if verb else None)


def _look(session: Session, asking: AskNumber, told: NumberAnswer | None = None) -> Moved:
    return forth(_waiting(session, asking, told), Place("looking"), asking)


def _waiting(session: Session, asking: AskNumber, told: NumberAnswer | None = None) -> Session:
    return session.having(Holding(asking=asking.key, told=told), replace(session.way, ahead=()))
