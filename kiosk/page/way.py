"""The way of a ticket with several steps, in words: where it is, where it goes next, what cannot be done. Pure."""

from typing import Final

from config.centers import Language
from config.words import say
from kiosk.page import wording
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.wire.messages import Ticket, TicketStep

MOST_CHOSEN: Final = 3
"""So many matters can be chosen for one ticket without a plan; who has more is better guided."""


def minutes(world: World, service: str) -> float | None:
    """Return how long the line of `service` takes now, None where nobody can tell; who is alone waits for nobody."""
    if not world.waiting.get(service):
        return 0.0
    wait = world.waits.get(service)
    return None if wait is None else (wait.low_min + wait.high_min) / 2


def may_add(session: Session, world: World) -> bool:
    """Return whether one more matter can be chosen for the ticket: a plan knows itself what belongs to it."""
    chosen = session.taking.services
    more = {each.id for each in world.services} - {*chosen}
    return not session.inquiry.guided and 0 < len(chosen) < MOST_CHOSEN and bool(more)


def step_words(language: Language, step: int, steps: int) -> str:
    """Return which step of how many this is, counted from 1."""
    return say(language, "Step {step} of {steps}", step=step, steps=steps)


def name_words(language: Language, world: World, service: str) -> str:
    """Return what a service is called here."""
    known = world.service(service)
    return known.name.say(language) if known else service


def where_words(language: Language, world: World, service: str) -> str:
    """Return which counters do `service`, by their places; empty where none is known."""
    groups = wording.counters_words(language, world, service)
    said = []
    for place, names in groups:
        counters = say(language, ", ").join(names)
        said.append(say(language, "{place}: {counters}", place=place, counters=counters) if place else counters)
    return say(language, "; ").join(said)


def onward_words(language: Language, world: World, service: str) -> str:
    """Return where a ticket goes next, and about how long that line takes now, as far as that is known."""
    name, where, wait = (
        name_words(language, world, service),
        where_words(language, world, service),
        world.waits.get(service),
    )
    pattern = "Next: {service}, {where}" if where else "Next: {service}"
    onward = say(language, pattern, service=name, where=where)
    if wait is None or not world.waiting.get(service) or not world.serves(service):
        return onward
    return say(language, "{onward}, {wait}", onward=onward, wait=wording.about_words(language, wait))


def left_out_words(session: Session, world: World) -> tuple[str, ...]:
    """Return a sentence for what of the plan's stop nobody does here today."""
    plan = session.plan
    names = {step.service: step.name for stop in plan.stops for step in stop.steps} if plan else {}
    return tuple(
        say(
            session.language,
            "“{service}” is done at no counter here today, so it is not on this ticket. Ask at the guide desk.",
            service=names[each].say(session.language) if each in names else name_words(session.language, world, each),
        )
        for each in session.taking.left_out
    )


def told(language: Language, world: World, ticket: Ticket) -> tuple[str, ...]:
    """Return where a ticket is in its way and where it goes next; nothing of one with a single step.

    A next step that nobody does now is told with what to do.
    """
    steps = ticket.services
    if len(steps) < 2 or ticket.state in ("finished", "cancelled", "expired"):
        return ()
    lines = [step_words(language, ticket.step + 1, len(steps))]
    if ticket.step + 1 < len(steps):
        onward = steps[ticket.step + 1]
        lines.append(onward_words(language, world, onward))
        known = next((each for each in ticket.way if each.stands == "later" and each.service == onward), None)
        lines += trouble_words(language, known)
    return tuple(lines)


def trouble_words(language: Language, step: TicketStep | None) -> tuple[str, ...]:
    """Return what is in the way of a later step, and what to do about it."""
    if step is None or step.counters_open:
        return ()
    if step.counters:
        return (say(language, "No counter for that is open now. You wait in its line; ask at the guide desk."),)
    return (say(language, "Nobody does that here now. Leave it out on your phone, or ask at the guide desk."),)
