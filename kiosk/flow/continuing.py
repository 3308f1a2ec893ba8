"""Going on with a consultation that was begun elsewhere: its code is typed, and what is kept under it comes back."""

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.flow import asking
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.page.keys import IN_A_CODE
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import Abandon, Continued, NotContinued, OpenConsultation, Pressed
from kiosk.visit.world import World
from server.rules.errors import Refusal
from server.rules.guidance.consultation_code import read_code
from server.rules.guidance.judge.verdict import Consultation, State

GONE = "What this consultation is about is not in the guidance any more. Start again."


def begin(session: Session) -> Moved:
    """Ask for the code, with nothing typed yet."""
    return forth(
        session.having(
            replace(session.typing, letters=""),
            replace(session.keeping, not_continued=None),
            replace(session.way, ahead=()),
        ),
        Place("code"),
    )


def obey(session: Session, press: Pressed) -> Moved:
    """Return what a touch on the keyboard of codes does; a code that cannot be one is not asked about."""
    kind, _, letter = press.target.partition(":")
    if kind == "letter":
        return stay(
            session.having(
                replace(session.typing, letters=(session.typing.letters + letter)[:IN_A_CODE]),
                replace(session.keeping, not_continued=None),
            )
        )
    if kind == "erase":
        return stay(
            session.having(
                replace(session.typing, letters=session.typing.letters[:-1]),
                replace(session.keeping, not_continued=None),
            )
        )
    try:
        code = read_code(session.typing.letters)
    except Refusal as refusal:
        return stay(
            session.having(replace(session.keeping, not_continued=NotContinued("", refusal.code, refusal.message)))
        )
    asking = session.having(
        replace(session.keeping, opening=press.fresh, not_continued=None), replace(session.way, ahead=())
    )
    return forth(asking, Place("opening"), OpenConsultation(press.fresh, code, session.language))


def leave(session: Session) -> Moved:
    """Go back to the keyboard without waiting for the answer."""
    returned, effects = back(session.having(replace(session.keeping, opening="")))
    return returned.having(replace(returned.way, ahead=())), (*effects, Abandon(session.keeping.opening))


def answered(session: Session, result: Continued | NotContinued, world: World) -> Moved:
    """Go on with what was kept, or say at the keyboard why that is not possible; nobody waits: nothing."""
    if not session.keeping.opening or session.keeping.opening != result.key:
        return stay(session)
    before = tuple(place for place in session.way.past if place.screen not in ("code", "opening"))
    waiting = session.having(
        replace(session.keeping, opening=""), replace(session.presence, warned=None), replace(session.way, ahead=())
    )
    if isinstance(result, Continued):
        known = {each.id for each in world.checklists}
        if kept := tuple(each for each in result.checklists if each in known):
            return _go_on(
                waiting.having(replace(waiting.way, past=before), replace(waiting.typing, letters="")),
                result,
                kept,
                world,
            )
        result = NotContinued(result.key, "checklist_unknown", GONE)
    return stay(
        enter(
            waiting.having(replace(waiting.way, past=before), replace(waiting.keeping, not_continued=result)),
            Place("code"),
        )
    )


def _go_on(session: Session, kept: Continued, chosen: tuple[str, ...], world: World) -> Moved:
    """Weigh what was kept anew by the guidance held here, from the screen on which the code was asked for."""
    *past, home = session.way.past
    # What nobody could answer then is asked again: they may have found it out.
    wish = replace(kept.wish, here=world.center, unsure=())
    begun = session.having(
        replace(session.way, place=home, past=tuple(past)),
        replace(
            session.inquiry, guided=True, chosen=chosen, answers=kept.answers, unclear=frozenset(), wish=wish, papers={}
        ),
        replace(session.keeping, states={}, code=None, continues=None),
        replace(session.printing, plan="none"),
    )
    moved, effects = asking.onward(begun, world)
    found = moved.inquiry.consultation
    if found is None:
        return moved, effects
    if otherwise := _otherwise(kept.states, found):
        return moved.having(replace(moved.keeping, states=otherwise)), effects
    if chosen != kept.checklists or found.release != kept.release:
        return moved, effects
    # The same by the same guidance: it stays under its code.
    return moved.having(
        replace(moved.keeping, continues=kept.code, code=kept.code if wish == kept.wish else None)
    ), effects


def _otherwise(states: Mapping[str, State], found: Consultation) -> dict[str, State | None]:
    """Return what was judged otherwise, with the verdict it had then."""
    now: dict[str, State | None] = {each.item: each.state for each in found.verdicts}
    now |= dict.fromkeys(each.item for each in found.inapplicable)
    return {item: states.get(item) for item, state in now.items() if states.get(item) != state}
