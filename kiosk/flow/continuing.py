"""Going on with a consultation that was begun elsewhere: its code is typed, and what is kept under it comes back."""

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.flow import guidance as guided
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.page.keys import IN_A_CODE
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import Abandon, Continued, NotContinued, OpenConsultation, Pressed
from kiosk.visit.world import World
from server.rules.errors import Refusal
from server.rules.guidance.consultation_code import read_code
from server.rules.guidance.judge.verdict import Consultation, State

GONE = "What this consultation is about is not in the guidance any more. Please start again."


def begin(session: Session) -> Moved:
    """Ask for the code, with nothing typed yet."""
    return forth(replace(session, letters="", not_continued=None, ahead=()), Place("code"))


def obey(session: Session, press: Pressed) -> Moved:
    """Return what a touch on the keyboard of codes does; a code that cannot be one is not asked about."""
    kind, _, letter = press.target.partition(":")
    if kind == "letter":
        return stay(replace(session, letters=(session.letters + letter)[:IN_A_CODE], not_continued=None))
    if kind == "erase":
        return stay(replace(session, letters=session.letters[:-1], not_continued=None))
    try:
        code = read_code(session.letters)
    except Refusal as refusal:
        return stay(replace(session, not_continued=NotContinued("", refusal.code, refusal.message)))
    asking = replace(session, opening=press.fresh, not_continued=None, ahead=())
    return forth(asking, Place("opening"), OpenConsultation(press.fresh, code, session.language))


def leave(session: Session) -> Moved:
    """Go back to the keyboard without waiting for the answer."""
    returned, effects = back(replace(session, opening=""))
    return replace(returned, ahead=()), (*effects, Abandon(session.opening))


def answered(session: Session, result: Continued | NotContinued, world: World) -> Moved:
    """Go on with what was kept, or say at the keyboard why that is not possible; nobody waits: nothing."""
    if not session.opening or session.opening != result.key:
        return stay(session)
    before = tuple(place for place in session.past if place.screen not in ("code", "opening"))
    waiting = replace(session, opening="", warned=None, ahead=())
    if isinstance(result, Continued):
        known = {each.id for each in world.guide.checklists()} if world.guide else set()
        if kept := tuple(each for each in result.checklists if each in known):
            return _go_on(replace(waiting, past=before, letters=""), result, kept, world)
        result = NotContinued(result.key, "checklist_unknown", GONE)
    return stay(enter(replace(waiting, past=before, not_continued=result), Place("code")))


def _go_on(session: Session, kept: Continued, chosen: tuple[str, ...], world: World) -> Moved:
    """Weigh what was kept anew by the guidance held here, from the screen on which the code was asked for."""
    *past, home = session.past
    wish = replace(kept.wish, here=world.center)
    begun = replace(
        session,
        place=home,
        past=tuple(past),
        guided=True,
        chosen=chosen,
        answers=kept.answers,
        unclear=frozenset(),
        wish=wish,
        kept={},
        papers={},
        plan_job="none",
        code=None,
        continues=None,
    )
    moved, effects = guided.onward(begun, world)
    found = moved.consultation
    if found is None:
        return moved, effects
    if otherwise := _otherwise(kept.states, found):
        return replace(moved, kept=otherwise), effects
    if chosen != kept.checklists or found.release != kept.release:
        return moved, effects
    # The same by the same guidance: it stays under its code.
    return replace(moved, continues=kept.code, code=kept.code if wish == kept.wish else None), effects


def _otherwise(states: Mapping[str, State], found: Consultation) -> dict[str, State | None]:
    """Return what was judged otherwise, with the verdict it had then."""
    now: dict[str, State | None] = {each.item: each.state for each in found.verdicts}
    now |= dict.fromkeys(each.item for each in found.inapplicable)
    return {item: states.get(item) for item, state in now.items() if states.get(item) != state}
