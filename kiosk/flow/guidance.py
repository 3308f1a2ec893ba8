"""The guided part of the way: matters, questions, verdicts, plan, papers."""

from msgspec.structs import replace

from config.rule import Value
from kiosk.flow import taking as ordering
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.page import lists
from kiosk.page.blocks import lacking, paper_rows
from kiosk.visit import dates
from kiosk.visit.session import InHand, Place, Session
from kiosk.visit.touches import KeepConsultation, Kept, Pressed, PrintPlan
from kiosk.visit.world import World
from server.rules.guidance.judge.verdict import Goal, Question
from server.rules.guidance.plan.wording import GOALS


def begun(session: Session, world: World) -> Session:
    """Return the session as guidance begins: plans are made for somebody who is in this center."""
    return replace(session, guided=True, wish=replace(session.wish, here=world.center))


def search(session: Session) -> Moved:
    """Look for something by its name, with nothing typed yet."""
    return forth(replace(session, query="", hits=(), ahead=()), Place("search"))


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on one of the guided screens does."""
    match session.place.screen:
        case "checklists":
            return _checklists(session, press, world)
        case "question":
            return _question(session, press, world)
        case "verdicts":
            return _verdicts(session, press)
        case "why":
            return _leave_out(session, session.place.item or "", world)
        case "goals":
            return _goal(session, press, world)
        case "plan":
            return _plan(session, press, world)
        case "papers":
            return _papers(session, press)
        case _:
            return _queue(session)


def _checklists(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "next":
        return onward(session, world)
    if press.target == "search":
        return search(session)
    name = press.target.removeprefix("checklist:")
    chosen = tuple(each for each in session.chosen if each != name)
    chosen = chosen if name in session.chosen else (*chosen, name)
    return stay(replace(session, chosen=chosen, ahead=(), continues=None, kept={}))


def _question(session: Session, press: Pressed, world: World) -> Moved:
    question = session.question
    if question is None:
        return onward(session, world)
    kind, _, value = press.target.partition(":")
    match kind:
        case "unclear":
            return onward(_answer(session, question, None), world)
        case "answer":
            return onward(_answer(session, question, lists.value_of(question, value)), world)
        case "digit":
            return stay(replace(session, typed=dates.typed(question, session.typed, value), out_of_range=False))
        case "erase":
            return stay(replace(session, typed=session.typed[:-1], out_of_range=False))
    if question.kind not in ("number", "date"):
        return onward(session, world)
    entered = dates.entered(question, session.typed)
    if entered is None:
        return stay(replace(session, out_of_range=True))
    return onward(_answer(session, question, entered), world)


def _answer(session: Session, question: Question, value: Value | None) -> Session:
    others = {each: given for each, given in session.answers.items() if each != question.id}
    if session.answers.get(question.id, value) != value:
        # From here on what is otherwise comes of the citizen's own answers.
        session = replace(session, kept={})
    if value is None:
        return replace(session, answers=others, unclear=session.unclear | {question.id})
    return replace(session, answers={**others, question.id: value}, unclear=session.unclear - {question.id})


def onward(session: Session, world: World) -> Moved:
    """Weigh the answers anew and go to the next step: one that Back came from, a new question, or the verdicts."""
    weighed = _weighed(session, world)
    consultation = weighed.consultation
    if consultation is None:
        return ordering.choose(session)
    open_questions = [each for each in consultation.questions if each.id not in session.unclear]
    counted = {*consultation.asked, *(each.id for each in consultation.questions)}
    ahead = tuple(place for place in weighed.ahead if place.question is None or place.question in counted)
    if ahead and ahead[0].screen == "question":
        return forth(replace(weighed, ahead=ahead), ahead[0])
    if open_questions:
        return forth(replace(weighed, ahead=()), Place("question", open_questions[0].id))
    return forth(replace(weighed, ahead=ahead), Place("verdicts"))


def _weighed(session: Session, world: World) -> Session:
    """Return the session with the answers and the wish weighed; what was said of papers stays when nothing changed."""
    if world.guide is None:
        return replace(session, consultation=None)
    answers = {each: given for each, given in session.answers.items() if each not in session.unclear}
    consultation = world.guide.consult(session.chosen, answers, session.wish)
    seen = {**session.seen, **{each.id: each for each in consultation.questions}}
    weighed = replace(session, consultation=consultation, seen=seen)
    if session.consultation == consultation:
        return weighed
    return replace(weighed, papers={}, plan_job="none", code=None)


def _verdicts(session: Session, press: Pressed) -> Moved:
    if press.target.startswith("why:"):
        return forth(session, Place("why", item=press.target.removeprefix("why:")))
    if session.plan is None:
        return ordering.choose(session)
    return forth(session, Place("plan"))


def _leave_out(session: Session, item: str, world: World) -> Moved:
    """Take `item` out of the plan, or in again; nothing else of it is forgotten."""
    left_out = session.wish.leave_out
    others = tuple(each for each in left_out if each != item)
    wish = replace(session.wish, leave_out=others if item in left_out else (*left_out, item))
    return stay(_weighed(replace(session, wish=wish, ahead=()), world))


def _goal(session: Session, press: Pressed, world: World) -> Moved:
    goals: dict[str, Goal] = {f"goal:{each}": each for each in GOALS}
    wish = replace(session.wish, goal=goals[press.target])
    return back(_weighed(replace(session, wish=wish), world))


def _plan(session: Session, press: Pressed, world: World) -> Moved:
    consultation = session.consultation
    if press.target == "goals":
        return forth(session, Place("goals"))
    if press.target.startswith("leave:"):
        return _leave_out(session, press.target.removeprefix("leave:"), world)
    if press.target == "print_plan" and consultation is not None:
        printing = replace(session, plan_key=press.fresh, plan_job="printing")
        if session.code is None:
            kept = session.chosen, session.answers, session.wish, session.continues
            return stay(printing, KeepConsultation(press.fresh, *kept))
        return stay(printing, PrintPlan(press.fresh, session.language, consultation, session.code, session.elder))
    here = session.stop
    if here is None:
        return ordering.choose(session)
    chosen = replace(session, services=here.services)
    if paper_rows(session):
        return forth(chosen, Place("papers"))
    return ordering.confirm(chosen)


def kept(session: Session, result: Kept) -> Moved:
    """Print the plan that waited for its code; without one (the server is away) it is printed all the same."""
    if session.plan_key != result.key or session.plan_job != "printing" or session.consultation is None:
        return stay(session)
    known = replace(session, code=result.code)
    printing = PrintPlan(result.key, session.language, session.consultation, result.code, session.elder)
    return stay(known, printing)


def _papers(session: Session, press: Pressed) -> Moved:
    if press.target == "next":
        return forth(session, Place("lacking")) if lacking(session) else _queue(session)
    _, document, said = press.target.split(":")
    states: dict[str, InHand] = {"have": "have", "lack": "lack", "unsure": "unsure"}
    return stay(replace(session, papers={**session.papers, document: states[said]}, ahead=()))


def _queue(session: Session) -> Moved:
    if session.stop is None:
        return stay(enter(session, session.place))
    return ordering.confirm(replace(session, services=session.stop.services))
