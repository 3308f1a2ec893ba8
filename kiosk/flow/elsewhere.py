"""The part of the way that leads to another center: where else it can be done, and a number of one of them."""

from typing import Final

from msgspec.structs import replace

from kiosk.flow import taking
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.page.elsewhere import gives_numbers
from kiosk.visit.session import Place, Seeking, Session
from kiosk.visit.touches import Abandon, AskPlaces, PlacesTold, Pressed, Refused
from kiosk.visit.world import World

PASSING: Final = ("finding", "no_answer", "places", "place")
"""Screens that nobody returns to once the places are told anew."""


def obey(session: Session, press: Pressed) -> Moved:
    """Return what a touch does that asks for other centers, or on them."""
    kind, _, value = press.target.partition(":")
    match session.place.screen, kind:
        case "away", "elsewhere":
            # Nobody has said yet what they came for.
            chosen = session.having(Seeking(choosing=True), replace(session.way, ahead=()))
            return forth(chosen, Place("service"))
        case _, "elsewhere":
            return _ask(session, session.taking.services, press.fresh)
        case "service", "service":
            return _ask(session, (value,), press.fresh)
        case "no_answer", "again":
            return _ask(_without_passing(session), session.seeking.services, press.fresh)
        case "places", "place":
            return forth(session, Place("place", item=value))
        case "place", "take":
            there = session.place_elsewhere(session.place.item)
            if there is not None and gives_numbers(there):
                return taking.order(session, press.fresh, session.seeking.services, there.center)
    return stay(session)


def leave(session: Session) -> Moved:
    """Go back without waiting for the answer."""
    asking = session.seeking.asking
    returned, effects = back(session.having(replace(session.seeking, asking="")))
    return returned.having(replace(returned.way, ahead=())), (*effects, Abandon(asking))


def answered(session: Session, result: PlacesTold | Refused, world: World) -> Moved:
    """Show where else it can be done, or say why that is not known; nobody waits: nothing."""
    if not session.seeking.asking or session.seeking.asking != result.key:
        return stay(session)
    if isinstance(result, Refused):
        untold = replace(session.seeking, asking="", untold=result)
        return stay(_arrived(session.having(untold), Place("no_answer", item="places")))
    others = tuple(each for each in result.places if each.center != world.center)
    told = replace(session.seeking, asking="", places=others, untold=None)
    return stay(_arrived(session.having(told), Place("places")))


def _ask(session: Session, services: tuple[str, ...], key: str) -> Moved:
    asking = session.having(
        replace(session.seeking, services=services, asking=key, places=(), untold=None), replace(session.way, ahead=())
    )
    return forth(asking, Place("finding"), AskPlaces(key, services, session.language))


def _without_passing(session: Session) -> Session:
    """Return the session at the step before it asked."""
    *past, place = (each for each in (*session.way.past, session.place) if each.screen not in PASSING)
    return session.having(replace(session.way, place=place, past=tuple(past)))


def _arrived(session: Session, place: Place) -> Session:
    past = tuple(each for each in session.way.past if each.screen not in PASSING)
    return enter(
        session.having(replace(session.way, past=past, ahead=()), replace(session.presence, warned=None)), place
    )
