"""Which questions come next, and on which page: under the answers that they come of, or on one of their own."""

from collections.abc import Collection

from msgspec.structs import replace

from kiosk.flow import taking
from kiosk.flow.walking import Moved, forth, stay
from kiosk.flow.weighing import weighed
from kiosk.page import lists
from kiosk.page.household import entry_of
from kiosk.visit.session import Place, Session
from kiosk.visit.world import World
from server.rules.guidance.judge.span import is_rough
from server.rules.guidance.judge.together import values_of
from server.rules.guidance.judge.verdict import Question

ASKING = ("question", "questions")
"""Screens that ask."""


def onward(session: Session, world: World) -> Moved:
    """Weigh the answers anew and go to the next step: one that Back came from, a new question, or the verdicts."""
    found = weighed(session, world)
    consultation = found.inquiry.consultation
    if consultation is None:
        return taking.choose(session)
    open_questions = [each for each in consultation.questions if each.id not in session.inquiry.unclear]
    counted = {*consultation.asked, *(each.id for each in consultation.questions)}
    ahead = tuple(place for place in (_still(each, counted) for each in found.way.ahead) if place is not None)
    if ahead and ahead[0].screen in ASKING:
        return forth(found.having(replace(found.way, ahead=ahead)), ahead[0])
    if open_questions:
        left = tuple(open_questions)
        # What was said more roughly than is needed now is asked again.
        asked = {each.id for each in left}
        answers = {each: given for each, given in found.inquiry.answers.items() if each not in asked}
        rough = {each: given for each, given in found.inquiry.answers.items() if each in asked and is_rough(given)}
        found = found.having(replace(found.inquiry, answers=answers, roughly={**found.inquiry.roughly, **rough}))
        if (longer := _grown(found, left, world)) is not None:
            return stay(found.having(replace(found.way, place=longer)))
        return forth(found.having(replace(found.way, ahead=())), _asking(found, left, world))
    return forth(found.having(replace(found.way, ahead=ahead)), Place("verdicts"))


def _still(place: Place, counted: Collection[str]) -> Place | None:
    """Return a step that Back came from with those of its questions that are still asked; None without any."""
    if place.question is None:
        return place
    asked = tuple(each for each in (place.question, *place.beside) if each in counted)
    if asked == (place.question,) and not place.beside:
        return place
    return replace(place, question=asked[0], beside=asked[1:]) if asked else None


def _place(asked: tuple[str, ...]) -> Place:
    return Place("questions" if len(asked) > 1 else "question", asked[0], beside=asked[1:])


def _at(session: Session, question: str) -> Session:
    return session.having(replace(session.way, place=_place((question,))))


def _grown(session: Session, left: tuple[Question, ...], world: World) -> Place | None:
    """Return this page with what follows under its answers, or None where that belongs on a page of its own.

    Nobody has to find their way about a new page for a question that comes of the one before.
    """
    place = session.place
    if place.screen != "questions" or session.way.ahead or world.guide is None:
        return None
    if not _alike(session.group[-1], left[0]):
        return None
    if left[0] in session.group:
        # It was said too roughly: it is open again where it stands.
        return place
    asked = world.guide.together(session.inquiry.chosen, session.inquiry.answers, session.inquiry.wish, left)
    asked = tuple(each for each in asked if each not in {place.question, *place.beside})
    while asked:
        longer = replace(place, beside=(*place.beside, *asked), item=None)
        seen = session.having(replace(session.way, place=longer))
        if entry_of(_at(session, asked[0]), world) is None and lists.fits_on_a_page(seen, world):
            return longer
        asked = asked[:-1]
    return None


def _alike(one: Question, other: Question) -> bool:
    """Return whether both may stand on one page: short, and about the same subject."""
    return one.theme is not None and one.theme == other.theme and all(values_of(each) for each in (one, other))


def _asking(session: Session, left: tuple[Question, ...], world: World) -> Place:
    """Return the step that asks the first of the questions `left`, beside it those that fit on one page with it."""
    answers = session.inquiry.answers
    wish = session.inquiry.wish
    asked = world.guide.together(session.inquiry.chosen, answers, wish, left) if world.guide else (left[0].id,)
    # Whoever it is for may be several people: that is asked alone.
    whose = next((n for n, each in enumerate(asked) if entry_of(_at(session, each), world) is not None), len(asked))
    asked = asked[: max(whose, 1)]
    while len(asked) > 1:
        seen = session.having(replace(session.way, place=_place(asked)))
        if lists.fits_on_a_page(seen, world):
            break
        asked = asked[:-1]
    alone = _place(asked)
    found = session.inquiry.consultation
    more = len(left) > 1 or (found is not None and found.about_left > 1)
    if asked == (left[0].id,) and more and not session.elder and _alike(left[0], left[0]):
        # What comes of its answer may stand under it.
        return replace(alone, screen="questions")
    if asked == (left[0].id,) and left[0].kind == "number" and left[0].choices:
        closer = replace(alone, screen="questions")
        return closer if lists.fits_on_a_page(session.having(replace(session.way, place=closer)), world) else alone
    if len(asked) == 1 and left[0].kind == "choice" and not left[0].many:
        # Answers close together on one page, rather than some of them on a second one.
        closer = replace(alone, screen="questions")
        seen, close = (session.having(replace(session.way, place=each)) for each in (alone, closer))
        if len(lists.pages(seen, world)) > 1 and lists.fits_on_a_page(close, world):
            return closer
    # Nobody confirms what they do not see.
    seen = session.having(replace(session.way, place=alone))
    return replace(alone, page=lists.page_of_filled(seen, world))


def without_those_gone(session: Session) -> Session:
    """Return the session with those questions of its page that are still asked."""
    consultation = session.inquiry.consultation
    if consultation is None:
        return session
    asked = {*consultation.asked, *(each.id for each in consultation.questions), *session.inquiry.unclear}
    beside = tuple(each for each in session.place.beside if each in asked)
    return session.having(replace(session.way, place=replace(session.place, beside=beside)))
