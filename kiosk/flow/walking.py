"""Steps of the way: forward keeps where one came from, Back returns there exactly."""

from msgspec.structs import replace

from kiosk.visit.dates import digits_of
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import Effect

Moved = tuple[Session, tuple[Effect, ...]]


def stay(session: Session, *effects: Effect) -> Moved:
    """Return the session where it is."""
    return session, effects


def forth(session: Session, place: Place, *effects: Effect) -> Moved:
    """Go to `place`; what Back had left ahead is kept only when `place` is its next step."""
    ahead = session.way.ahead[1:] if session.way.ahead and _same(session.way.ahead[0], place) else ()
    return enter(
        session.having(replace(session.way, past=(*session.way.past, session.place), ahead=ahead)), place
    ), effects


def back(session: Session) -> Moved:
    """Return to the step before, exactly as it was left; nothing that was answered is lost."""
    if not session.way.past:
        return session, ()
    *past, place = session.way.past
    ahead = (session.place, *session.way.ahead) if session.place.screen != "help" else session.way.ahead
    return enter(session.having(replace(session.way, past=tuple(past), ahead=ahead)), place), ()


def enter(session: Session, place: Place) -> Session:
    """Show `place`; a number or date that was given before stands in the keypad again, or what a card fills in."""
    typed = ""
    if place.question is not None:
        given = session.inquiry.answers.get(place.question, session.filled_in(place.question))
        typed = digits_of(session.inquiry.roughly.get(place.question) if given is None else given)
    return session.having(replace(session.way, place=place), replace(session.typing, digits=typed, out_of_range=False))


def to_its_beginning(session: Session) -> Session:
    """Return the session as if its next step came right after the first two: the language and what is wanted."""
    past = tuple(each for each in session.way.past if each.screen in ("attract", "home"))
    return session.having(replace(session.way, past=past, ahead=()))


def _same(one: Place, other: Place) -> bool:
    return (one.screen, one.question, one.item) == (other.screen, other.question, other.item)
