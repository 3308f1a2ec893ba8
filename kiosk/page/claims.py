"""What belongs to one number beside its line: several cases, priority that is claimed, who takes it. Pure."""

from hashlib import sha256
from typing import Final, get_args

from config.centers import Language
from config.words import say
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.rules.hall.fact import Ground

IN_AN_ID: Final = 6
"""Last characters of an identity card that tell people of one hall and day from each other."""
GROUNDS: Final[dict[Ground, str]] = {
    "elderly": "Elderly",
    "disabled": "Disabled",
    "pregnant": "Pregnant",
    "with_infant": "With a small child",
    "soldier": "Soldier or veteran",
    "urgent": "Cannot wait: urgent matter",
    "other_law": "Other ground by law",
}
NAMED: Final[dict[str, Ground]] = {each: each for each in get_args(Ground)}


def may_have(session: Session, world: World) -> tuple[str, ...]:
    """Return what may be said of the number before it is taken: how many cases it is for, and priority."""
    many = ("cases",) if world.cases_at_most > 1 else ()
    return (*many, *(("claim",) if world.kiosk_priority else ()))


def must_say_who(session: Session, world: World) -> bool:
    """Return whether the hall wants to know who takes a number, and nobody has said so yet."""
    return world.one_per_person and not session.taking.person


def known_as(center: str, typed: str) -> str:
    """Return by what the server compares whoever `typed` the end of their card; what was typed goes nowhere."""
    return sha256(f"identity card {center} {typed}".encode()).hexdigest()


def told(session: Session) -> tuple[str, ...]:
    """Return what was said of the number so far, a sentence each; nothing where it is for one case in turn."""
    language, taking = session.language, session.taking
    lines = [say(language, "{count} cases", count=taking.cases)] if taking.cases > 1 else []
    if taking.ground is not None:
        lines.append(say(language, "Priority: {ground}", ground=ground_words(language, taking.ground)))
        lines.append(say(language, "The counter asks for proof."))
    return tuple(lines)


def ground_words(language: Language, ground: Ground) -> str:
    """Return what a ground is called."""
    return say(language, GROUNDS[ground])
