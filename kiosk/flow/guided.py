"""The guided part of the way: matters, questions, verdicts, plan, papers."""

from msgspec.structs import replace

from config.rule import Value
from kiosk.flow import taking
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
    return session.having(replace(session.inquiry, guided=True, wish=replace(session.inquiry.wish, here=world.center)))


def search(session: Session) -> Moved:
    """Look for something by its name, with nothing typed yet."""
    return forth(
        session.having(replace(session.typing, query="", hits=()), replace(session.way, ahead=())), Place("search")
    )


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
    chosen = tuple(each for each in session.inquiry.chosen if each != name)
    chosen = chosen if name in session.inquiry.chosen else (*chosen, name)
    return stay(
        session.having(
            replace(session.inquiry, chosen=chosen),
            replace(session.way, ahead=()),
            replace(session.keeping, continues=None, states={}),
        )
    )


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
            return stay(
                session.having(
                    replace(
                        session.typing, digits=dates.typed(question, session.typing.digits, value), out_of_range=False
                    )
                )
            )
        case "erase":
            return stay(session.having(replace(session.typing, digits=session.typing.digits[:-1], out_of_range=False)))
    if question.kind not in ("number", "date"):
        return onward(session, world)
    entered = dates.entered(question, session.typing.digits)
    if entered is None:
        return stay(session.having(replace(session.typing, out_of_range=True)))
    return onward(_answer(session, question, entered), world)


def _answer(session: Session, question: Question, value: Value | None) -> Session:
    others = {each: given for each, given in session.inquiry.answers.items() if each != question.id}
    if session.inquiry.answers.get(question.id, value) != value:
        # From here on what is otherwise comes of the citizen's own answers.
        session = session.having(replace(session.keeping, states={}))
    if value is None:
        return session.having(replace(session.inquiry, answers=others, unclear=session.inquiry.unclear | {question.id}))
    return session.having(
        replace(
            session.inquiry, answers={**others, question.id: value}, unclear=session.inquiry.unclear - {question.id}
        )
    )


def onward(session: Session, world: World) -> Moved:
    """Weigh the answers anew and go to the next step: one that Back came from, a new question, or the verdicts."""
    weighed = _weighed(session, world)
    consultation = weighed.inquiry.consultation
    if consultation is None:
        return taking.choose(session)
    open_questions = [each for each in consultation.questions if each.id not in session.inquiry.unclear]
    counted = {*consultation.asked, *(each.id for each in consultation.questions)}
    ahead = tuple(place for place in weighed.way.ahead if place.question is None or place.question in counted)
    if ahead and ahead[0].screen == "question":
        return forth(weighed.having(replace(weighed.way, ahead=ahead)), ahead[0])
    if open_questions:
        return forth(weighed.having(replace(weighed.way, ahead=())), Place("question", open_questions[0].id))
    return forth(weighed.having(replace(weighed.way, ahead=ahead)), Place("verdicts"))


def _weighed(session: Session, world: World) -> Session:
    """Return the session with the answers and the wish weighed; what was said of papers stays when nothing changed."""
    if world.guide is None:
        return session.having(replace(session.inquiry, consultation=None))
    answers = {each: given for each, given in session.inquiry.answers.items() if each not in session.inquiry.unclear}
    consultation = world.guide.consult(session.inquiry.chosen, answers, session.inquiry.wish)
    seen = {**session.inquiry.seen, **{each.id: each for each in consultation.questions}}
    weighed = session.having(replace(session.inquiry, consultation=consultation, seen=seen))
    if session.inquiry.consultation == consultation:
        return weighed
    return weighed.having(
        replace(weighed.inquiry, papers={}), replace(weighed.printing, plan="none"), replace(weighed.keeping, code=None)
    )


def _verdicts(session: Session, press: Pressed) -> Moved:
    if press.target.startswith("why:"):
        return forth(session, Place("why", item=press.target.removeprefix("why:")))
    if session.plan is None:
        return taking.choose(session)
    return forth(session, Place("plan"))


def _leave_out(session: Session, item: str, world: World) -> Moved:
    """Take `item` out of the plan, or in again; nothing else of it is forgotten."""
    left_out = session.inquiry.wish.leave_out
    others = tuple(each for each in left_out if each != item)
    wish = replace(session.inquiry.wish, leave_out=others if item in left_out else (*left_out, item))
    return stay(_weighed(session.having(replace(session.inquiry, wish=wish), replace(session.way, ahead=())), world))


def _goal(session: Session, press: Pressed, world: World) -> Moved:
    goals: dict[str, Goal] = {f"goal:{each}": each for each in GOALS}
    wish = replace(session.inquiry.wish, goal=goals[press.target])
    return back(_weighed(session.having(replace(session.inquiry, wish=wish)), world))


def _plan(session: Session, press: Pressed, world: World) -> Moved:
    consultation = session.inquiry.consultation
    if press.target == "goals":
        return forth(session, Place("goals"))
    if press.target.startswith("leave:"):
        return _leave_out(session, press.target.removeprefix("leave:"), world)
    if press.target == "print_plan" and consultation is not None:
        printing = session.having(replace(session.printing, plan_key=press.fresh, plan="printing"))
        if session.keeping.code is None:
            inquiry, continues = session.inquiry, session.keeping.continues
            keeping = KeepConsultation(press.fresh, inquiry.chosen, inquiry.answers, inquiry.wish, continues)
            return stay(printing, keeping)
        return stay(
            printing,
            PrintPlan(
                key=press.fresh,
                language=session.language,
                consultation=consultation,
                code=session.keeping.code,
                large=session.elder,
            ),
        )
    here = session.stop
    if here is None:
        return taking.choose(session)
    chosen = session.having(replace(session.taking, services=here.services))
    if paper_rows(session):
        return forth(chosen, Place("papers"))
    return taking.confirm(chosen)


def kept(session: Session, result: Kept) -> Moved:
    """Print the plan that waited for its code; without one (the server is away) it is printed all the same."""
    if (
        session.printing.plan_key != result.key
        or session.printing.plan != "printing"
        or session.inquiry.consultation is None
    ):
        return stay(session)
    known = session.having(replace(session.keeping, code=result.code))
    printing = PrintPlan(
        key=result.key,
        language=session.language,
        consultation=session.inquiry.consultation,
        code=result.code,
        large=session.elder,
    )
    return stay(known, printing)


def _papers(session: Session, press: Pressed) -> Moved:
    if press.target == "next":
        return forth(session, Place("lacking")) if lacking(session) else _queue(session)
    _, document, said = press.target.split(":")
    states: dict[str, InHand] = {"have": "have", "lack": "lack", "unsure": "unsure"}
    return stay(
        session.having(
            replace(session.inquiry, papers={**session.inquiry.papers, document: states[said]}),
            replace(session.way, ahead=()),
        )
    )


def _queue(session: Session) -> Moved:
    if session.stop is None:
        return stay(enter(session, session.place))
    return taking.confirm(session.having(replace(session.taking, services=session.stop.services)))
