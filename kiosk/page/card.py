"""What is said of the identity card beside a question that it can answer: to put it there, or to check it. Pure."""

from config.words import say
from kiosk.visit.session import Session
from kiosk.visit.world import World

INVITES = {
    "empty": "Put your ID card on the reader: fewer questions to answer.",
    "put": "Reading your ID card…",
    "left": "An ID card lies on the reader. Lift it, then put yours there.",
    "unreadable": "This card cannot be read. Choose the answer yourself.",
}
"""What is known of the reader's place -> what to do."""


def card_words(session: Session, world: World, question: str) -> str:
    """Return what is to be said of the card beside `question`; empty where there is nothing."""
    said = question in session.inquiry.answers or question in session.inquiry.unclear
    if said or question not in session.card.answers:
        return ""
    if session.filled_in(question) is not None:
        return say(session.language, "Filled in from your ID card. Check it.")
    if session.card.told is not None or world.reader not in INVITES:
        return ""
    # Nobody is told of a card that is not seen: it takes some looks until the reader counts as empty.
    if world.reader != "empty" and not world.card_lies:
        return ""
    return say(session.language, INVITES[world.reader])
