"""Answers that contradict each other, next to one another: a touch on either changes it. Pure."""

from collections.abc import Iterator

from config.words import say
from kiosk.page.block import Block, Said
from kiosk.visit.session import Session
from server.rules.guidance.judge.verdict import Question


def contradictions(session: Session) -> Iterator[Block]:
    """Yield for each contradiction what it is, and then both answers with their questions."""
    language, found = session.language, session.inquiry.consultation
    for each in found.contradictions if found else ():
        head = Said(say(language, "These answers do not fit together"), "body", "wait", bold=True, after=4)
        told = Said(say(language, "Change one of them, or go on as it is."), ink="muted", after=0)
        yield Block((head, Said(each.text.say(language), after=4), told), icon="notice")
        for side in each.sides:
            asked = Said(side.question.text.say(language), ink="muted", after=0)
            kind = "whom" if side.settled else "change"
            answer = Said(side.answer.say(language), "body", bold=True)
            yield Block((asked, answer), icon="talk", target=f"{kind}:{side.question.id}")


def differs(session: Session, question: Question) -> tuple[Said, ...]:
    """Return what is said beside an answer that contradicts another one."""
    found = session.inquiry.consultation
    sides = (side.question.id for each in (found.contradictions if found else ()) for side in each.sides)
    if question.id not in sides:
        return ()
    return (Said(say(session.language, "Does not fit together with another answer"), ink="wait", bold=True, after=0),)
