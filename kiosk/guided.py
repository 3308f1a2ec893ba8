"""The guided part of the way: matters, questions, verdicts, plan, papers."""

from msgspec.structs import replace

from config.rule import Value
from kiosk import lists, ordering
from kiosk.session import InHand, Place, Session
from kiosk.touches import Pressed, PrintPlan
from kiosk.walking import Moved, enter, forth, stay
from kiosk.world import World
from server.rules.verdict import Question, Stop


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on one of the guided screens does."""
    match session.place.screen:
        case "checklists":
            return _checklists(session, press, world)
        case "question":
            return _question(session, press, world)
        case "verdicts":
            return _verdicts(session)
        case "plan":
            return _plan(session, press, world)
        case "papers":
            return _papers(session, press, world)
        case _:
            return _queue(session, world)


def _checklists(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "next":
        return _onward(session, world)
    name = press.target.removeprefix("checklist:")
    chosen = tuple(each for each in session.chosen if each != name)
    return stay(replace(session, chosen=chosen if name in session.chosen else (*chosen, name), ahead=()))


def _question(session: Session, press: Pressed, world: World) -> Moved:
    question = session.question
    if question is None:
        return _onward(session, world)
    kind, _, value = press.target.partition(":")
    match kind:
        case "unclear":
            return _onward(_answer(session, question, None), world)
        case "answer":
            return _onward(_answer(session, question, lists.value_of(question, value)), world)
        case "digit":
            typed = (session.typed + value).lstrip("0") or "0"
            return stay(replace(session, typed=typed if len(typed) <= 6 else session.typed, out_of_range=False))
        case "erase":
            return stay(replace(session, typed=session.typed[:-1], out_of_range=False))
    if question.kind != "number":
        return _onward(session, world)
    number = int(session.typed)
    if not question.low <= number <= question.high:
        return stay(replace(session, out_of_range=True))
    return _onward(_answer(session, question, number), world)


def _answer(session: Session, question: Question, value: Value | None) -> Session:
    others = {each: given for each, given in session.answers.items() if each != question.id}
    if value is None:
        return replace(session, answers=others, unclear=session.unclear | {question.id})
    return replace(session, answers={**others, question.id: value}, unclear=session.unclear - {question.id})


def _onward(session: Session, world: World) -> Moved:
    """Weigh the answers anew and go to the next step: one that Back came from, a new question, or the verdicts."""
    if world.guide is None:
        return ordering.choose(session)
    answers = {each: given for each, given in session.answers.items() if each not in session.unclear}
    consultation = world.guide.consult(session.chosen, answers)
    open_questions = [each for each in consultation.questions if each.id not in session.unclear]
    seen = {**session.seen, **{each.id: each for each in consultation.questions}}
    weighed = replace(session, consultation=consultation, seen=seen, papers={}, plan_job="none")
    weighed = replace(weighed, papers=session.papers) if session.consultation == consultation else weighed
    counted = {*consultation.asked, *(each.id for each in consultation.questions)}
    ahead = tuple(place for place in weighed.ahead if place.question is None or place.question in counted)
    if ahead and ahead[0].screen == "question":
        return forth(replace(weighed, ahead=ahead), ahead[0])
    if open_questions:
        return forth(replace(weighed, ahead=()), Place("question", open_questions[0].id))
    return forth(replace(weighed, ahead=ahead), Place("verdicts"))


def _verdicts(session: Session) -> Moved:
    if session.plan is None:
        return ordering.choose(session)
    return forth(session, Place("plan"))


def _plan(session: Session, press: Pressed, world: World) -> Moved:
    consultation = session.consultation
    if press.target == "print_plan" and consultation is not None:
        printing = replace(session, plan_key=press.fresh, plan_job="printing")
        return stay(printing, PrintPlan(press.fresh, session.language, consultation))
    here = stop_here(session, world)
    if here is None:
        return ordering.choose(session)
    chosen = replace(session, service=here.services[0])
    if lists.paper_rows(session):
        return forth(chosen, Place("papers"))
    return ordering.confirm(chosen)


def stop_here(session: Session, world: World) -> Stop | None:
    """Return the first place to go to, when it is a line of this very center."""
    plan = session.plan
    first = next((stop for stop in plan.stops if stop.point is not None), None) if plan else None
    if first is None or first.center != world.center or not first.services:
        return None
    return first


def _papers(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "next":
        return forth(session, Place("lacking")) if lists.lacking(session) else _queue(session, world)
    _, document, said = press.target.split(":")
    states: dict[str, InHand] = {"have": "have", "lack": "lack", "unsure": "unsure"}
    return stay(replace(session, papers={**session.papers, document: states[said]}, ahead=()))


def _queue(session: Session, world: World) -> Moved:
    here = stop_here(session, world)
    if here is None:
        return stay(enter(session, session.place))
    return ordering.confirm(replace(session, service=here.services[0]))
