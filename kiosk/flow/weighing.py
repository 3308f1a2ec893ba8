"""The answers weighed anew, and kept at the server before what is asked for with them."""

from msgspec.structs import replace

from kiosk.visit.session import Session
from kiosk.visit.touches import SaveConsultation
from kiosk.visit.world import BookedStop, World


def weighed(session: Session, world: World) -> Session:
    """Return the session with the answers and the wish weighed; what was said of papers stays when nothing changed.

    What is booked moves the plan to its day, and stays with the code that it was booked with.
    """
    if world.guide is None:
        return session.having(replace(session.inquiry, consultation=None))
    inquiry, made = session.inquiry, session.reserving.made
    answers = {each: given for each, given in inquiry.answers.items() if each not in inquiry.unclear}
    booked = BookedStop(made.center, made.service, made.day) if made else None
    wish = replace(inquiry.wish, unsure=tuple(sorted(inquiry.unclear)))
    consultation = world.guide.consult(inquiry.chosen, answers, wish, booked)
    sides = (side.question for each in consultation.contradictions for side in each.sides)
    seen = {**inquiry.seen, **{each.id: each for each in (*sides, *consultation.questions)}}
    found = filled_in(session.having(replace(inquiry, wish=wish, consultation=consultation, seen=seen)), world)
    if inquiry.consultation == consultation:
        return found
    continues = session.keeping.code if made else session.keeping.continues
    return found.having(
        replace(found.inquiry, papers={}),
        replace(found.printing, plan="none"),
        replace(found.keeping, code=None, continues=continues),
    )


def filled_in(session: Session, world: World) -> Session:
    """Return the session with what the citizen's card answers by what is known of them now."""
    if world.guide is None or world.reader == "none":
        return session
    inquiry = session.inquiry
    answers = {each: given for each, given in inquiry.answers.items() if each not in inquiry.unclear}
    told = world.guide.by_card(answers, inquiry.wish, session.card.told)
    return session.having(replace(session.card, answers=dict(told)))


def saved_first(session: Session, key: str) -> SaveConsultation | None:
    """Return what keeps the consultation before order `key` is asked for; None where it is kept, or there is none."""
    inquiry = session.inquiry
    if not inquiry.guided or session.keeping.code is not None or inquiry.consultation is None:
        return None
    return SaveConsultation(
        key=key,
        checklists=inquiry.chosen,
        answers=inquiry.answers,
        wish=inquiry.wish,
        continues=session.keeping.continues,
    )
