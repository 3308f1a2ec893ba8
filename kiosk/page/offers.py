"""Optional items that are not in the plan, because they cost a trip or weeks, or nobody wants them. Pure."""

from collections.abc import Iterator

from config.words import say
from kiosk.page.block import Block, Button, Said
from kiosk.visit.session import Session
from server.rules.guidance.judge.verdict import Plan


def offers(session: Session, plan: Plan) -> Iterator[Block]:
    """Yield for each item that is offered what it brings and costs, and the button that adds it."""
    language = session.language
    for offer in plan.offers:
        also = say(language, "You can also do this: {item}", item=offer.name.say(language))
        gain = () if offer.gain is None else (Said(offer.gain.say(language), "body", "good", after=4),)
        button = Button(f"take:{offer.item}", say(language, "Add it"))
        said = (Said(also, "body", bold=True, after=4), *gain, Said(offer.cost.say(language)))
        yield Block(said, icon="query", buttons=(button,))


def is_out(session: Session, item: str) -> bool:
    """Return whether `item` is not in the plan though it could be done."""
    return item in session.inquiry.wish.leave_out or _is_offered(session, item)


def taking_words(session: Session) -> str:
    """Return what is said on the touch that puts the item that is explained into the plan, or takes it out."""
    item = session.place.item or ""
    if not is_out(session, item):
        return say(session.language, "Leave it out of the plan")
    words = "Add it to the plan" if _is_offered(session, item) else "Take it into the plan again"
    return say(session.language, words)


def _is_offered(session: Session, item: str) -> bool:
    found = session.inquiry.consultation
    return any(each.item == item and each.offered for each in (found.verdicts if found else ()))
