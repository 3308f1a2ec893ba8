"""Looking for something by its name: what is typed, what is found, and where that leads."""

from msgspec.structs import replace

from kiosk.flow import asking, guided
from kiosk.flow.walking import Moved, forth, stay
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import Effect, NoteUnfound, Pressed
from kiosk.visit.world import Searched, World

LONGEST = 64
"""Letters that can be typed: a sentence in pinyin."""
SHORTEST = 2
"""Letters of a sentence that somebody meant; one is a beginning."""


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on the search screen, or on what was found, does."""
    if session.place.screen == "leaf":
        return _guide(session, (session.leaf.checklists[0].id,) if session.leaf else (), world)
    kind, _, value = press.target.partition(":")
    match kind:
        case "letter":
            return _typed(session, session.typing.query + value, world)
        case "space":
            return _typed(session, session.typing.query.rstrip() + " " if session.typing.query else "", world)
        case "erase":
            return _typed(session, session.typing.query[:-1], world)
        case "together":
            return _guide(session, tuple(each.id for each in session.typing.found.together), world)
    what, _, name = value.partition(":")
    if what == "checklist":
        return _guide(session, (name,), world)
    leaf = world.search.leaf(what, name) if world.search else None
    if leaf is None:
        # Guidance was published anew since the name was typed, without this one.
        return _typed(session, session.typing.query, world)
    if (
        session.inquiry.consultation
        and what == "item"
        and any(each.item == name for each in session.inquiry.consultation.verdicts)
    ):
        return forth(replace(session, leaf=leaf), Place("why", item=name))
    return forth(replace(session, leaf=leaf), Place("leaf", item=name))


def left(before: Session, after: Session) -> tuple[Effect, ...]:
    """Return what is told of a search that is left: the sentence that found nothing, as it stood last."""
    sentence = before.typing.query.strip()
    vain = before.typing.found.vain and len(sentence) >= SHORTEST
    return (NoteUnfound(sentence),) if vain and _searches(before) and not _searches(after) else ()


def _searches(session: Session) -> bool:
    """Return whether somebody looks for something, or has only opened what was found or help."""
    return "search" in (each.screen for each in (*session.way.past, session.place))


def _typed(session: Session, query: str, world: World) -> Moved:
    if len(query) > LONGEST:
        return stay(session)
    found = world.search.find(query) if world.search else Searched()
    return stay(
        session.having(
            replace(session.typing, query=query, found=found),
            replace(session.way, place=replace(session.place, page=0), ahead=()),
        )
    )


def _guide(session: Session, checklists: tuple[str, ...], world: World) -> Moved:
    """Start guidance on the matters that were found."""
    return asking.onward(
        guided.begun(
            session.having(
                replace(session.inquiry, chosen=checklists),
                replace(session.way, ahead=()),
                replace(session.keeping, continues=None, states={}),
            ),
            world,
        ),
        world,
    )
