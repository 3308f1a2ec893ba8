"""Every screen that a citizen can come to, walked to by the kiosk's own flow: for the album and the tests of the look.

Pure: no window is needed. The city, its guidance and the answers are the shipped ones.
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from commands.pictures.booking_scenes import booking, booking_instead, booking_moved, waiting_list
from commands.pictures.card_scenes import card
from commands.pictures.claiming_scenes import claiming
from commands.pictures.elsewhere_scenes import elsewhere
from commands.pictures.household_scenes import contradiction, household, offer
from commands.pictures.number_scenes import returning
from commands.pictures.ticket_scenes import direct, long_names, standing, steps
from commands.pictures.walk import CITY, DAY, Scene, Visit, answer, hall, ticket
from config.centers import Language
from config.pack_file import shipped_pack
from config.rule import Value
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.flow.asking import ASKING
from kiosk.page import lists
from kiosk.page.targets import targets
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import (
    Continued,
    Kept,
    NotContinued,
    PlanDone,
    Taken,
)
from kiosk.visit.world import World
from server.rules.errors import CODES
from server.rules.guidance.consultation_code import code_of
from server.rules.guidance.judge.asking import question_of
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import State, Verdict, Wish
from server.rules.guidance.plan.wording import ORDER

CODE = code_of(20261126)
STEPS_AT_MOST = 80
FULLEST = 8


def scenes(language: Language, *, elder: bool) -> tuple[Scene, ...]:
    """Return every screen in `language` and type size, each name once; of the questions those with most to read."""
    found: dict[str, Scene] = {}
    for visit in (
        _guided,
        _plans,
        _unsure,
        _searching,
        _continuing,
        returning,
        _fullest,
        _family,
        household,
        contradiction,
        offer,
        direct,
        steps,
        standing,
        long_names,
        claiming,
        booking,
        booking_instead,
        booking_moved,
        waiting_list,
        elsewhere,
        card,
        _aside,
    ):
        for scene in visit(language, elder):
            found.setdefault(scene.name, scene)
    return tuple(found.values())


def asked(visit: Visit, answers: Mapping[str, Value]) -> Iterator[Scene]:
    """Answer every question, seeing each."""
    for _ in range(STEPS_AT_MOST):
        if visit.session.screen not in ASKING:
            return
        grown = "-grown" if len(visit.session.open_in_group) < len(visit.session.group) else ""
        yield from visit.see(f"{visit.session.screen}-{visit.session.place.question}{grown}")
        answer(visit, answers)
    raise LookupError("the questions do not end")


def _guided(language: Language, elder: bool) -> Iterator[Scene]:
    visit = Visit(language, elder)
    yield from visit.see("attract")
    visit.press(f"start:{language}")
    yield from visit.see("home")
    visit.press("guided")
    yield from visit.see("checklists")
    visit.press("checklist:hukou-in")
    yield from visit.see("checklists-picked")
    visit.press("checklist:school", "basket")
    yield from visit.see("basket")
    visit.press("checklist:school", "back")
    visit.press("next")
    case = next(each for each in shipped_pack(CITY).cases if each.checklists == ("hukou-in",))
    yield from asked(visit, case.answers)
    yield from visit.see("verdicts")
    results = visit.session
    visit.press("answers")
    yield from visit.see("answers")
    visit.session = results
    verdict = next(iter(_one_of_each(visit)))
    visit.press(f"why:{verdict.item}")
    yield from visit.see("why")
    visit.press("back", "back")
    yield from visit.see("question-answered")
    visit.press("next", "next")
    yield from visit.see("plan")
    visit.press("print_plan")
    visit.happen(Kept(visit.session.printing.plan_key, "K7M-3XQ-9TRA"))
    yield visit.glance("plan-printing")
    visit.happen(PlanDone(visit.session.printing.plan_key, Printed.PRINTED, PrinterState.READY))
    yield visit.glance("plan-printed")
    visit.press("queue")
    yield from visit.see("confirm-guided")
    key = visit.order()
    yield from visit.see("working")
    visit.happen(Taken(key, ticket("A012", "hukou", 6)))
    yield from visit.see("ticket-guided")


def _plans(language: Language, elder: bool) -> Iterator[Scene]:
    """Show a plan that a ticket can be taken for today, and one without any trip."""
    wanted: dict[str, Callable[[Session], bool]] = {
        "plan-today": lambda session: session.queueing.today is not None,
        "plan-home": lambda session: session.plan is not None and session.plan.visits == 0,
    }
    for case in shipped_pack(CITY).cases:
        if not wanted:
            return
        if case.visits is None or len(case.checklists) > 1:
            continue
        visit = Visit(language, elder)
        visit.begin("guided")
        visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
        for _ in asked(visit, case.answers):
            pass
        for name in [name for name, fits in wanted.items() if fits(visit.session)]:
            del wanted[name]
            visit.press("next")
            yield from visit.see(name)
            if name == "plan-today":
                yield from _papers(visit)


def _unsure(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what somebody is told who does not know two of their answers, and a trip of their plan in detail."""
    case = max(shipped_pack(CITY).cases, key=lambda each: len(each.checklists))
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    answers = {name: value for name, value in case.answers.items() if name not in ("old_pension", "chronic")}
    for _ in asked(visit, answers):
        pass
    yield from visit.see("unsure")
    shown = visit.session
    visit.press("others")
    yield visit.glance("others")
    visit.session = shown
    visit.press("next")
    yield from visit.see("unsure-plan")
    visit.press("trip:1")
    yield from visit.see("trip")


def _papers(visit: Visit) -> Iterator[Scene]:
    """Show the papers to check before a number for today, with some of them not there."""
    visit.press("next")
    yield from visit.see("papers")
    while visit.session.screen == "papers":
        for name in [each for each in targets(visit.session, visit.world) if each.endswith(":lack")]:
            visit.press(name)
        yield from visit.see("papers-lack")
        visit.press("page:next" if "page:next" in targets(visit.session, visit.world) else "next")
    if visit.session.screen == "lacking":
        yield from visit.see("lacking")
        visit.press("queue")
    key = visit.order()
    service = visit.session.taking.services[0]
    visit.happen(Taken(key, ticket("A012", service, 6)))
    yield from visit.see("ticket-lacking")


def _searching(language: Language, elder: bool) -> Iterator[Scene]:
    """Show the search: nothing typed, something of each kind, nothing, several matters, what is done elsewhere."""
    visit = Visit(language, elder)
    visit.begin("search")
    empty = visit.session
    yield from visit.see("search")
    visit.press(*(f"letter:{letter}" for letter in "sbk"))
    yield from visit.see("search-found")
    found = visit.session
    for kind, name in (("item", "C02"), ("knowledge", "K001")):
        hits = [each for each in found.typing.found.hits if each.kind == kind]
        visit.press(f"found:{kind}:{hits[0].id if hits else name}")
        yield from visit.see(f"leaf-{kind}")
        visit.session = found
    visit.press("letter:q", "letter:q")
    yield from visit.see("search-nothing")
    for name, sentence in (("together", "zhuan shebao he qian hukou"), ("elsewhere", "jiazhao huanzheng")):
        visit.session = empty
        visit.press(*("space" if letter == " " else f"letter:{letter}" for letter in sentence))
        yield from visit.see(f"search-{name}")


def _continuing(language: Language, elder: bool) -> Iterator[Scene]:
    """Show how a code is typed, every way in which it leads nowhere, and one that is judged otherwise by now."""
    visit = Visit(language, elder)
    visit.begin("code")
    yield from visit.see("code")
    visit.press(*(f"letter:{letter}" for letter in CODE if letter != "-"))
    yield from visit.see("code-typed")
    whole = visit.session
    visit.press("erase", f"letter:{'A' if CODE[-1] != 'A' else 'C'}", "next")
    yield from visit.see("code-mistyped")
    visit.session = whole
    visit.press("next")
    yield from visit.see("opening")
    asking = visit.session
    seconds = say(language, CODES["consultation_tries"][1], seconds=540)
    for code in ("consultation_unknown", "consultation_expired", "consultation_tries", "unreachable"):
        sentence = seconds if code == "consultation_tries" else CODES[code][1]
        visit.session = asking
        visit.happen(NotContinued(asking.keeping.opening, code, sentence))
        yield from visit.see(f"code-{code}")
    visit.session = asking
    case = max(shipped_pack(CITY).cases, key=lambda each: len(each.checklists))
    wish = Wish(here=visit.world.center)
    guide = visit.world.guide
    verdicts = guide.consult(case.checklists, case.answers, wish).verdicts if guide else ()
    states: dict[str, State] = {each.item: each.state for each in verdicts}
    states |= {"A02": "cannot", "C02": "not_yet"}
    visit.happen(
        Continued(
            key=asking.keeping.opening,
            code=CODE,
            checklists=case.checklists,
            answers=dict(case.answers),
            wish=wish,
            release="dongjiang@1",
            states=states,
        )
    )
    yield visit.glance("verdicts-otherwise")


def _fullest(language: Language, elder: bool) -> Iterator[Scene]:
    """Show the questions with the most to read, without the long ways that lead to each."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("checklist:hukou-in", "next")
    book = open_book(shipped_pack(CITY))

    def asked(fact: str) -> Session:
        seen = {fact: question_of(book, fact, DAY)}
        return visit.session.having(
            replace(visit.session.way, place=Place("question", fact)),
            replace(visit.session.inquiry, seen=seen, answers={}),
            replace(visit.session.typing, digits=""),
        )

    def much(fact: str) -> float:
        session = asked(fact)
        return lists.list_top(session, visit.world) + sum(lists.row_heights(session, visit.world))

    for fact in sorted(book.facts, key=much, reverse=True)[:FULLEST]:
        visit.session = asked(fact)
        yield from visit.see(f"question-{fact}")


def _family(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what a family with many matters reads: verdicts, why of each kind, the plan, other plans."""
    case = max(shipped_pack(CITY).cases, key=lambda each: len(each.checklists))
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    yield from (each for each in asked(visit, case.answers) if each.session.screen == "questions")
    yield from visit.see("verdicts-family")
    shown = visit.session
    for verdict in _one_of_each(visit):
        if verdict.state == "can":
            visit.press("able")
            yield visit.glance("able")
        visit.press(f"why:{verdict.item}")
        yield from visit.see(f"why-{verdict.state}")
        visit.session = shown
    visit.press("next")
    yield from visit.see("plan-family")
    visit.press("goals")
    yield from visit.see("goals")


def _one_of_each(visit: Visit) -> Iterator[Verdict]:
    """Return the verdict of each state that has most to say."""
    verdicts = visit.session.inquiry.consultation.verdicts if visit.session.inquiry.consultation else ()
    for state in ORDER:
        found = [each for each in verdicts if each.state == state]
        if found:
            yield max(found, key=lambda each: len(each.reasons) + len(each.because))


def _aside(language: Language, elder: bool) -> Iterator[Scene]:
    visit = Visit(language, elder)
    visit.begin("direct")
    visit.press("help")
    yield from visit.see("help")
    visit.wait(flow.patience(visit.session, visit.world).asks)
    yield from visit.see("idle", left=18)
    unguided = Visit(language, elder, replace(hall(), guide=None))
    unguided.press(f"start:{language}")
    yield from unguided.see("home-no-guidance")
    cut_off = Visit(language, elder, World(phone_url="http://hall.dongjiang.example"))
    cut_off.begin("direct")
    yield from cut_off.see("away-at-start")
    yield from _out_of_range(language, elder)
    yield from _a_date(language, elder)
    yield from _on_phone(language, elder)


def _on_phone(language: Language, elder: bool) -> Iterator[Scene]:
    """Show the many questions of a family, and the code with which they are answered on a phone."""
    case = max(shipped_pack(CITY).cases, key=lambda each: len(each.checklists))
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    while "phone" not in targets(visit.session, visit.world):
        answer(visit, case.answers)
    yield visit.glance("question-many")
    visit.press("phone")
    yield visit.glance("on_phone-asking")
    visit.happen(Kept(visit.session.keeping.handing, CODE))
    yield visit.glance("on_phone")
    visit.press("back", "phone")
    visit.happen(Kept(visit.session.keeping.handing, None))
    yield visit.glance("on_phone-away")


def _a_date(language: Language, elder: bool) -> Iterator[Scene]:
    """Show each part of a date as it is said."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("checklist:hukou-in", "next")
    book = open_book(shipped_pack(CITY))
    seen = {"age": question_of(book, "age", DAY)}
    visit.session = visit.session.having(
        replace(visit.session.way, place=Place("question", "age")),
        replace(visit.session.inquiry, seen=seen, answers={}),
        replace(visit.session.typing, digits=""),
    )
    for part in ("195", "1958", "195808", ""):
        yield from visit.see(f"question-date-{part or 'day'}")
        if part:
            visit.press(f"part:{part}")


def _out_of_range(language: Language, elder: bool) -> Iterator[Scene]:
    case = shipped_pack(CITY).cases[0]
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    while (question := visit.session.question) is not None:
        number = next((each for each in visit.session.open_in_group if each.kind == "number"), None)
        if number is not None and visit.session.screen == "questions":
            visit.press(f"type:{number.id}")
        if (question := number or question).kind == "number":
            visit.press(*(f"digit:{digit}" for digit in str(question.high + 1)), "next")
            yield from visit.see("question-out-of-range")
            return
        answer(visit, case.answers)
