"""The citizen's identity card: what it tells is filled in, and it is taken back before paper comes out."""

from msgspec.structs import replace

from kiosk.flow.walking import Moved, enter, forth, stay
from kiosk.flow.weighing import filled_in
from kiosk.page import lists
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import CardRead, Pressed
from kiosk.visit.world import World

OWN = ("put", "read", "unreadable")
"""What becomes of a card that this citizen put there."""
GIVES_PAPER = (("confirm", "take"), ("place", "take"), ("plan", "print_plan"), ("slots", "book"))
"""Screen and target after which a slip comes, and the citizen may go."""


def read(session: Session, result: CardRead, world: World) -> Moved:
    """Fill in what the card tells, also where the citizen was not sure before; nothing is answered by that."""
    if not session.inquiry.guided:
        return stay(session)
    known = filled_in(session.having(replace(session.card, told=result.card)), world)
    told = {each for each, answer in known.card.answers.items() if answer is not None}
    known = known.having(replace(known.inquiry, unclear=known.inquiry.unclear - told))
    here = known.place
    filled = here.screen == "question" and here.question is not None and known.filled_in(here.question) is not None
    if not filled:
        return stay(known)
    return stay(enter(known, replace(here, page=lists.page_of_filled(known, world))))


def keeps_waiting(session: Session, press: Pressed, world: World) -> bool:
    """Return whether a touch waits until the card has been taken."""
    return world.card_lies and world.reader in OWN and (session.place.screen, press.target) in GIVES_PAPER


def wait(session: Session, press: Pressed) -> Moved:
    """Ask for the card to be taken, and keep the touch."""
    return forth(session.having(replace(session.card, pressed=press)), Place("take_card"))


def taken(session: Session) -> tuple[Session, Pressed | None]:
    """Return the session where it was before the card was to be taken, and the touch that waited for it."""
    press = session.card.pressed
    if session.place.screen != "take_card" or press is None:
        return session, None
    *past, place = session.way.past
    before = session.having(replace(session.card, pressed=None), replace(session.way, past=tuple(past)))
    return enter(before, place), press
