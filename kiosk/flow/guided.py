"""The guided part of the way: matters, questions, verdicts, plan, papers."""

from msgspec.structs import replace

from config.fact import TOGETHER
from config.rule import Value
from kiosk.flow import booking, household, on_phone, taking
from kiosk.flow.asking import onward, without_those_gone
from kiosk.flow.walking import Moved, back, enter, forth, stay
from kiosk.flow.weighing import weighed
from kiosk.page import blocks, choices
from kiosk.page.asking import no_to
from kiosk.page.blocks import lacking, paper_rows
from kiosk.page.household import entry_of, settled_by
from kiosk.page.offers import is_out
from kiosk.visit import dates
from kiosk.visit.session import InHand, Place, Session
from kiosk.visit.touches import KeepConsultation, Kept, LookAt, Pressed, PrintPlan
from kiosk.visit.world import Searched, World
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.verdict import Goal, Question
from server.rules.guidance.plan.booked_day import first_stop
from server.rules.guidance.plan.wording import GOALS


def begun(session: Session, world: World) -> Session:
    """Return the session as guidance begins: plans are made for somebody who is in this center."""
    return session.having(replace(session.inquiry, guided=True, wish=replace(session.inquiry.wish, here=world.center)))


def search(session: Session) -> Moved:
    """Look for something by its name, with nothing typed yet."""
    return forth(
        session.having(replace(session.typing, query="", found=Searched()), replace(session.way, ahead=())),
        Place("search"),
    )


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on one of the guided screens does."""
    match session.place.screen:
        case "checklists" | "basket":
            return _checklists(session, press, world)
        case "question":
            return _question(session, press, world)
        case "questions":
            return _questions(session, press, world)
        case "answers":
            return forth(_from_here(session), Place("question", press.target.removeprefix("change:")))
        case "verdicts" | "others":
            return _verdicts(session, press, world)
        case "why":
            return _leave_out(session, session.place.item or "", world)
        case "goals":
            return _goal(session, press, world)
        case "plan":
            return _plan(session, press, world)
        case "papers":
            return _papers(session, press, world)
        case _:
            return _queue(session, world)


def _checklists(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "next":
        return onward(session, world)
    if press.target == "search":
        return search(session)
    if press.target == "basket":
        return forth(session, Place("basket"))
    if press.target.startswith("theme:"):
        theme = press.target.removeprefix("theme:")
        return stay(session.having(replace(session.way, place=replace(session.place, item=theme, page=0))))
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
    if press.target == "phone":
        return on_phone.begin(session, press)
    kind, _, value = press.target.partition(":")
    match kind:
        case "several" if (checklist := entry_of(session, world)) is not None:
            return household.begin(session, world, checklist)
        case "unclear":
            return onward(_answer(session, question, None), world)
        case "answer" if question.many:
            return stay(_toggled(session, question, value))
        case "answer":
            return onward(_answer(session, question, choices.value_of(question, value)), world)
        case "digit":
            return stay(
                session.having(
                    replace(session.typing, digits=dates.typed(session.typing.digits, value), out_of_range=False)
                )
            )
        case "part":
            said = session.having(replace(session.typing, digits=value))
            day = dates.entered(question, value)
            return stay(said) if day is None else onward(_answer(said, question, day), world)
        case "erase":
            digits = session.typing.digits
            shorter = dates.before(question, digits) if question.kind == "date" else digits[:-1]
            return stay(session.having(replace(session.typing, digits=shorter, out_of_range=False)))
    if question.kind not in ("number", "date"):
        filled = session.filled_in(question.id)
        return onward(session if filled is None else _answer(session, question, filled), world)
    entered = dates.entered(question, session.typing.digits)
    if entered is None:
        return stay(session.having(replace(session.typing, out_of_range=True)))
    return onward(_answer(session, question, entered), world)


def _questions(session: Session, press: Pressed, world: World) -> Moved:
    """Take what was said of one of the questions on the page, or of the rest; with the last of them it goes on."""
    if press.target == "phone":
        return on_phone.begin(session, press)
    kind, _, said = press.target.partition(":")
    answered = session
    match kind:
        case "several" if (checklist := entry_of(session, world)) is not None:
            return household.begin(session, world, checklist)
        case "how":
            return stay(session.having(replace(session.way, place=replace(session.place, item=said))))
        case "type":
            return forth(_from_here(session), Place("question", said))
        case "next":
            for question in session.open_in_group:
                answered = _answer(answered, question, session.filled_in(question.id))
        case "rest":
            for question in session.unsaid_in_group:
                answered = _answer(answered, question, said == "yes" or no_to(question)[0])
        case "of":
            name, _, value = said.partition(":")
            question = session.inquiry.seen[name]
            answered = _answer(session, question, choices.value_of(question, value) if value else None)
            if question not in session.open_in_group:
                # Said otherwise now: what stands below it may not be asked any more.
                answered = without_those_gone(weighed(answered, world))
    return stay(answered) if answered.open_in_group else onward(answered, world)


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


def _toggled(session: Session, question: Question, value: str) -> Session:
    """Return the session with one of several answers taken in, or out again; without any it is not answered."""
    filled = session.filled_in(question.id)
    given = parts_of(session.inquiry.answers.get(question.id, "" if filled is None else filled))
    wanted = [each.value for each in question.choices if (each.value in given) != (str(each.value) == value)]
    if wanted:
        return _answer(session, question, TOGETHER.join(str(each) for each in wanted))
    others = {each: said for each, said in session.inquiry.answers.items() if each != question.id}
    return session.having(replace(session.inquiry, answers=others))


def _from_here(session: Session) -> Session:
    """Return the session with nothing ahead: an answer that is changed leads to the results again."""
    return session.having(replace(session.way, ahead=()))


def _verdicts(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "answers":
        return forth(session, Place("answers"))
    kind, _, name = press.target.partition(":")
    match kind:
        case "why":
            return forth(session, Place("why", item=name))
        case "ask":
            return forth(session, Place("question", name))
        case "change":
            return forth(_from_here(session), Place("question", name))
        case "whom" if (checklist := settled_by(session, world, name)) is not None:
            return household.begin(session, world, checklist)
        case "others":
            return forth(session, Place("others"))
        case blocks.ABLE:
            return forth(session, Place("others", item=blocks.ABLE))
    if session.plan is None:
        return taking.choose(session)
    return forth(session, Place("plan"), *_looks(session, world))


def _looks(session: Session, world: World) -> tuple[LookAt, ...]:
    """Return what asks whether the first stop can be booked, where the plan leads to another center."""
    stop = first_stop(session.plan)
    return (LookAt(stop.center),) if stop and stop.center not in (None, world.center) else ()


def _leave_out(session: Session, item: str, world: World) -> Moved:
    """Take `item` out of the plan, or in again; nothing else of it is forgotten."""
    wish = session.inquiry.wish
    wish = wish.taking(item) if is_out(session, item) else wish.leaving(item)
    return stay(weighed(session.having(replace(session.inquiry, wish=wish), replace(session.way, ahead=())), world))


def _goal(session: Session, press: Pressed, world: World) -> Moved:
    goals: dict[str, Goal] = {f"goal:{each}": each for each in GOALS}
    wish = replace(session.inquiry.wish, goal=goals[press.target])
    planned = weighed(session.having(replace(session.inquiry, wish=wish)), world)
    returned, effects = back(planned)
    return returned, (*effects, *_looks(planned, world))


def _plan(session: Session, press: Pressed, world: World) -> Moved:
    consultation = session.inquiry.consultation
    if press.target == "goals":
        return forth(session, Place("goals"))
    if press.target.startswith("trip:"):
        return forth(session, Place("trip", item=press.target.removeprefix("trip:")))
    if press.target == "book":
        return booking.begin(session, world, press.fresh)
    if press.target.startswith(("leave:", "take:")):
        return _leave_out(session, press.target.partition(":")[2], world)
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
    if paper_rows(session) and session.queueing.today is not None:
        return forth(taking.routed(session, world, here.services), Place("papers"))
    return taking.confirm(session, world, here.services)


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


def _papers(session: Session, press: Pressed, world: World) -> Moved:
    if press.target == "all_here":
        papers: dict[str, InHand] = {each.document: "have" for each in paper_rows(session)}
        return _queue(session.having(replace(session.inquiry, papers=papers)), world)
    if press.target == "next":
        return forth(session, Place("lacking")) if lacking(session) else _queue(session, world)
    _, document, said = press.target.split(":")
    states: dict[str, InHand] = {"have": "have", "lack": "lack", "unsure": "unsure"}
    return stay(
        session.having(
            replace(session.inquiry, papers={**session.inquiry.papers, document: states[said]}),
            replace(session.way, ahead=()),
        )
    )


def _queue(session: Session, world: World) -> Moved:
    if session.stop is None:
        return stay(enter(session, session.place))
    return taking.confirm(session, world, session.stop.services)
