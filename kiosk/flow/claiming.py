"""What is said of a number before it is taken: how many cases it is for, priority, and who takes it."""

from msgspec.structs import replace

from kiosk.flow.walking import Moved, back, forth, stay
from kiosk.page.claims import IN_AN_ID, NAMED, known_as
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import Pressed
from kiosk.visit.world import World


def ask_who(session: Session) -> Moved:
    """Ask for the end of an identity card, with nothing typed yet."""
    return forth(session.having(replace(session.typing, letters=""), replace(session.way, ahead=())), Place("person"))


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on the stepper of cases, on a ground, or on the keys of the card does."""
    kind, _, value = press.target.partition(":")
    taking = session.taking
    match session.place.screen, kind:
        case "cases", "fewer":
            return stay(session.having(replace(taking, cases=max(taking.cases - 1, 1))))
        case "cases", "further":
            return stay(session.having(replace(taking, cases=min(taking.cases + 1, world.cases_at_most))))
        case "cases", "next":
            return _returned(session)
        case "grounds", "ground":
            return _returned(session.having(replace(taking, ground=NAMED.get(value))))
        case "person", "letter":
            return stay(session.having(replace(session.typing, letters=(session.typing.letters + value)[:IN_AN_ID])))
        case "person", "erase":
            return stay(session.having(replace(session.typing, letters=session.typing.letters[:-1])))
    return stay(session)


def said_who(session: Session, world: World) -> Session:
    """Return the session that knows by what the one who typed is compared; the letters themselves are forgotten."""
    person = known_as(world.center or "", session.typing.letters)
    return session.having(replace(session.taking, person=person), replace(session.typing, letters=""))


def _returned(session: Session) -> Moved:
    returned, effects = back(session)
    return returned.having(replace(returned.way, ahead=())), effects
