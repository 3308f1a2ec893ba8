"""Where else a matter can be done: when that is offered, and how the other centers are told. Pure."""

from typing import Final

from config.centers import Language
from config.words import say
from kiosk.page.wording import clock_words, moment_words
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.wire.messages import Ticket
from server.wire.places import PlaceAnswer

LONG: Final = 30
"""Minutes of a wait from which on other centers are offered."""
SENT_AWAY: Final = (
    "center_closed",
    "center_closing",
    "center_full",
    "service_late",
    "service_unserved",
    "quota_used_up",
    "numbers_used_up",
)
"""Why a hall gives no number just now, where another one may."""


def offers_elsewhere(session: Session, world: World) -> bool:
    """Return whether other centers are offered here: the wait is long, nobody serves, or no number is given."""
    if world.center is None or world.link != "there":
        return False
    match session.place.screen:
        case "confirm":
            return any(_long(world, each) for each in session.taking.services)
        case "refusal":
            return sent_away(session)
        case "away":
            return world.bars == "closed" and not session.order and bool(world.services)
    return False


def sent_away(session: Session) -> bool:
    """Return whether the hall gave no number just now, for a reason of its own."""
    refused = session.taking.refused
    return refused is not None and session.place.item is None and refused.code in SENT_AWAY


def _long(world: World, service: str) -> bool:
    wait = world.waits.get(service)
    return service in world.late or not world.serves(service) or (wait is not None and wait.high_min > LONG)


def gives_numbers(place: PlaceAnswer) -> bool:
    """Return whether a number of `place` can be taken from here."""
    return place.remote and not place.late and place.state != "silent"


def way_words(language: Language, place: PlaceAnswer) -> str:
    """Return how long the way to `place` is."""
    if place.way_min is None:
        return say(language, "The way there is not known.")
    return say(language, "The way: about {minutes} minutes", minutes=place.way_min)


def wait_words(language: Language, world: World, place: PlaceAnswer) -> str:
    """Return how it stands in `place`: who waits and how long, or why nobody is served."""
    if place.state == "break":
        return say(language, "The counters pause for a moment.")
    if place.state == "silent":
        return say(language, "No counter is open there yet.")
    if place.state == "closed" and place.opens_at is not None:
        return say(language, "Closed now. It opens {time}.", time=moment_words(language, place.opens_at, world))
    if place.state == "closed":
        return say(language, "Closed now.")
    if place.at_once:
        return say(language, "A counter is free now.")
    people = say(language, "People waiting: {count}", count=place.waiting)
    if place.wait is None:
        return people
    minutes = say(language, "{low}-{high} minutes", low=place.wait.low_min, high=place.wait.high_min)
    return say(language, "{people}, {wait}", people=people, wait=minutes)


def late_words(language: Language, place: PlaceAnswer) -> str:
    """Return that whoever goes there now may come too late; empty where that is not so."""
    return say(language, "You may not be served before the hall closes today.") if place.late else ""


def by_words(language: Language, world: World, ticket: Ticket) -> str:
    """Return until when a ticket of another center must be checked in with."""
    return say(language, "Check in there by {time}", time=clock_words(ticket.arrive_by or ticket.issued_at, world))
