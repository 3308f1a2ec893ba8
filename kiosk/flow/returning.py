"""Somebody comes with a number and the digits of its slip: they put it off, come back into line, or give it back.

Whoever types the digits of a booking instead has checked in, and takes the number that came of it with its slip.
"""

from msgspec.structs import replace

from kiosk.flow import taking
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.visit.session import Holding, Place, Session
from kiosk.visit.touches import CHECK_IN, Abandon, AskNumber, NumberTold, NumberUntold, Pressed
from server.rules.hall.slip_digits import MOST_SIGNS, read_booking, read_typed
from server.wire.messages import NumberAnswer

VERBS = {"postpone": "postpone", "come_back": "come-back", "give_back": "cancel"}
"""Target -> the verb as the API names it."""


def begin(session: Session) -> Moved:
    """Ask for the number, with nothing typed yet."""
    empty = session.having(replace(session.typing, letters=""), Holding(), replace(session.way, ahead=()))
    return forth(empty, Place("number"))


def obey(session: Session, press: Pressed) -> Moved:
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
        case _, target if target in VERBS:
            return _ask(session, press.fresh, VERBS[target])
    return stay(session)


def leave(session: Session) -> Moved:
    """Go back without waiting for the answer."""
    asking = session.holding.asking
    returned, effects = back(session.having(replace(session.holding, asking="")))
    return returned.having(replace(returned.way, ahead=())), (*effects, Abandon(asking))


def answered(session: Session, result: NumberTold | NumberUntold) -> Moved:
    """Show the ticket as it is now, or say where it was asked why there is none; nobody waits: nothing."""
    if not session.holding.asking or session.holding.asking != result.key:
        return stay(session)
    known = session.holding.told
    if isinstance(result, NumberTold):
        own = result.answer.ticket
        if own is not None and own.secret is not None:
            return taking.given(session.having(Holding(), replace(session.typing, letters="")), own)
        holding, place = Holding(told=result.answer), Place("mine")
    else:
        holding, place = Holding(told=known, untold=result), Place("mine" if known else "number")
    # The keyboard stays behind, so that the digits can be added; nobody goes back to waiting, or to a ticket as it was.
    gone = ("looking", "mine", "giving_back") if place.screen == "mine" else ("looking", "number")
    past = tuple(each for each in session.way.past if each.screen not in gone)
    shown = session.having(holding, replace(session.way, past=past, ahead=()), replace(session.presence, warned=None))
    return stay(enter(shown, place))


def _typed(session: Session, target: str) -> Session:
    kind, _, sign = target.partition(":")
    letters = session.typing.letters
    letters = letters[:-1] if kind == "erase" else (letters + sign)[:MOST_SIGNS]
    return session.having(replace(session.typing, letters=letters), Holding())


def _ask(session: Session, key: str, verb: str = "") -> Moved:
    booking = read_booking(session.typing.letters)
    if booking is not None and not verb:
        return _look(session, AskNumber(key, "", booking, verb=CHECK_IN, language=session.language))
    typed = read_typed(session.typing.letters)
    if typed is None:
        return stay(session)
    own = session.holding.told.ticket if session.holding.told else None
    asking = AskNumber(key, typed.number, typed.digits, own.id if verb and own else "", verb, session.language)
    return _look(session, asking, session.holding.told if verb else None)


def _look(session: Session, asking: AskNumber, told: NumberAnswer | None = None) -> Moved:
    waiting = session.having(Holding(asking=asking.key, told=told), replace(session.way, ahead=()))
    return forth(waiting, Place("looking"), asking)
