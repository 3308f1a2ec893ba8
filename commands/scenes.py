"""Every screen that a citizen can come to, walked to by the kiosk's own flow: for the album and the tests of the look.

Pure: no window is needed. The city, its guidance and the answers are the shipped ones.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from config.centers import Language
from config.city_file import shipped_city
from config.edition_file import shipped_guidance
from config.pack_file import shipped_pack
from config.rule import Value
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk import flow, lists
from kiosk.dates import digits_of
from kiosk.finding import LocalSearch
from kiosk.guide import LocalGuide
from kiosk.session import Place, Session
from kiosk.targets import targets
from kiosk.touches import (
    Away,
    Continued,
    Kept,
    NotContinued,
    PlanDone,
    Pressed,
    Refused,
    SlipDone,
    Taken,
    Ticked,
    Touch,
)
from kiosk.world import Service, World
from server.rules.asking import question_of
from server.rules.consultation_code import code_of
from server.rules.errors import CODES
from server.rules.index import index
from server.rules.verdict import State, Verdict, Wish
from server.rules.wording import ORDER
from server.wire.messages import Ticket, Wait

CITY = "dongjiang"
CODE = code_of(20261126)
DAY = date(2026, 11, 24)
STEPS_AT_MOST = 80
FULLEST = 8


class Scene(msgspec.Struct, frozen=True):
    """One screen as it is seen: `name` says what it shows, `left` the seconds of the idle warning."""

    name: str
    session: Session
    world: World
    left: int = 0


def hall() -> World:
    """Return what a kiosk of the fictional city's own center knows on an ordinary day."""
    city = shipped_city(CITY)
    center = city.centers[0]
    names = {service.id: service.name for service in city.services}
    guide = LocalGuide(shipped_guidance(CITY), center.id, lambda: DAY)
    return World(
        center.id,
        center.name,
        tuple(Service(each, names[each]) for each in center.services),
        guide,
        PrinterState.READY,
        {each: place * 5 % 13 for place, each in enumerate(center.services)},
        "http://hall.dongjiang.example",
        search=LocalSearch(guide.book, lambda: DAY),
    )


def scenes(language: Language, *, elder: bool) -> tuple[Scene, ...]:
    """Return every screen in `language` and type size, each name once; of the questions those with most to read."""
    found: dict[str, Scene] = {}
    for visit in (_guided, _plans, _searching, _continuing, _fullest, _family, _direct, _aside):
        for scene in visit(language, elder):
            found.setdefault(scene.name, scene)
    return tuple(found.values())


class Visit:
    """One citizen before the flow; time goes on by itself between two touches."""

    def __init__(self, language: Language, elder: bool, world: World | None = None) -> None:
        self.world = world or hall()
        self.session = Session()
        self._now = 1_000_000
        if elder:
            self.press("large")
        self._language = language

    def begin(self, way: str) -> None:
        """Touch the language and one of the two ways."""
        self.press(f"start:{self._language}", way)

    def press(self, *names: str) -> None:
        """Touch each of `names`, which must be there, on whatever page it is; raises `LookupError`."""
        for name in names:
            while name not in targets(self.session, self.world) and self._turns():
                pass
            if name not in targets(self.session, self.world):
                raise LookupError(f"{name} is not on screen {self.session.screen}")
            self._touch(name)

    def happen(self, event: Touch) -> None:
        """Let something come from outside."""
        self.session, _ = flow.touch(self.session, event, self.world)

    def see(self, name: str, left: int = 0) -> Iterator[Scene]:
        """Return this screen as `name`, and its other pages as `name-2`, `name-3` ..."""
        first = self.session
        yield Scene(name, self.session, self.world, left)
        page = 1
        while self._turns():
            page += 1
            yield Scene(f"{name}-{page}", self.session, self.world, left)
        self.session = first

    def glance(self, name: str) -> Scene:
        """Return this page alone as `name`: the others are like those of another scene."""
        return Scene(name, self.session, self.world)

    def order(self) -> str:
        """Touch the button that takes a ticket; return the key of the order."""
        self.press("take")
        order = self.session.order
        if order is None:
            raise LookupError("no ticket was asked for")
        return order.key

    def wait(self, milliseconds: int) -> None:
        """Do nothing for a while."""
        self.happen(Ticked(self.session.touched + milliseconds))

    def _turns(self) -> bool:
        if "page:next" not in targets(self.session, self.world):
            return False
        self._touch("page:next")
        return True

    def _touch(self, name: str) -> None:
        self._now += 1000
        self.happen(Pressed(name, self._now, f"key-{self._now}"))


def ticket(number: str, service: str, ahead: int) -> Ticket:
    """Return a ticket of the fictional city's center; a wait is told while somebody is ahead."""
    wait = Wait(ahead * 2, ahead * 4) if ahead else None
    issued = "2026-11-24T01:02:03.000Z"
    return Ticket(
        "tk_7Qm2ZpYx",
        "dj-city",
        number,
        "waiting",
        (service,),
        0,
        service,
        None,
        ahead,
        wait,
        issued,
        secret="shown-to-its-holder",  # noqa: S106 - a ticket of the album
    )


def answer(visit: Visit, answers: Mapping[str, Value]) -> None:
    """Answer the question that `visit` stands at as `answers` has it; raises `LookupError` when none is asked."""
    question = visit.session.question
    if question is None:
        raise LookupError("nothing is asked")
    value = answers.get(question.id)
    if value is None:
        visit.press("unclear")
    elif isinstance(value, bool):
        visit.press("answer:yes" if value else "answer:no")
    elif question.kind in ("number", "date"):
        visit.press(*(f"digit:{digit}" for digit in digits_of(value)), "next")
    else:
        visit.press(f"answer:{value}")


def _asked(visit: Visit, answers: Mapping[str, Value]) -> Iterator[Scene]:
    """Answer every question, seeing each."""
    for _ in range(STEPS_AT_MOST):
        if visit.session.screen != "question":
            return
        yield from visit.see(f"question-{visit.session.place.question}")
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
    visit.press("next")
    case = next(each for each in shipped_pack(CITY).cases if each.checklists == ("hukou-in",))
    yield from _asked(visit, case.answers)
    yield from visit.see("verdicts")
    verdict = next(iter(_one_of_each(visit)))
    visit.press(f"why:{verdict.item}")
    yield from visit.see("why")
    visit.press("back", "back")
    yield from visit.see("question-answered")
    visit.press("next", "next")
    yield from visit.see("plan")
    visit.press("print_plan")
    visit.happen(Kept(visit.session.plan_key, "K7M-3XQ-9TRA"))
    yield visit.glance("plan-printing")
    visit.happen(PlanDone(visit.session.plan_key, Printed.PRINTED, PrinterState.READY))
    yield visit.glance("plan-printed")
    visit.press("queue")
    yield from visit.see("papers")
    while visit.session.screen == "papers":
        for name in [each for each in targets(visit.session, visit.world) if each.endswith(":lack")]:
            visit.press(name)
        yield from visit.see("papers-lack")
        visit.press("page:next" if "page:next" in targets(visit.session, visit.world) else "next")
    if visit.session.screen == "lacking":
        yield from visit.see("lacking")
        visit.press("queue")
    yield from visit.see("confirm-guided")
    key = visit.order()
    yield from visit.see("working")
    visit.happen(Taken(key, ticket("A012", "hukou", 6)))
    yield from visit.see("ticket-lacking")


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
        for _ in _asked(visit, case.answers):
            pass
        for name in [name for name, fits in wanted.items() if fits(visit.session)]:
            del wanted[name]
            visit.press("next")
            yield from visit.see(name)


def _searching(language: Language, elder: bool) -> Iterator[Scene]:
    """Show the search: nothing typed, something found of each kind, nothing found, and what that leads to."""
    visit = Visit(language, elder)
    visit.begin("search")
    yield from visit.see("search")
    visit.press(*(f"letter:{letter}" for letter in "sbk"))
    yield from visit.see("search-found")
    found = visit.session
    for kind, name in (("item", "C02"), ("knowledge", "K001")):
        hits = [each for each in found.hits if each.kind == kind]
        visit.press(f"found:{kind}:{hits[0].id if hits else name}")
        yield from visit.see(f"leaf-{kind}")
        visit.session = found
    visit.press("letter:q", "letter:q")
    yield from visit.see("search-nothing")


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
        visit.happen(NotContinued(asking.opening, code, sentence))
        yield from visit.see(f"code-{code}")
    visit.session = asking
    case = max(shipped_pack(CITY).cases, key=lambda each: len(each.checklists))
    wish = Wish(here=visit.world.center)
    guide = visit.world.guide
    verdicts = guide.consult(case.checklists, case.answers, wish).verdicts if guide else ()
    states: dict[str, State] = {each.item: each.state for each in verdicts}
    states |= {"A02": "cannot", "C02": "not_yet"}
    visit.happen(
        Continued(asking.opening, CODE, case.checklists, dict(case.answers), wish, "dongjiang@1", states=states)
    )
    yield visit.glance("verdicts-otherwise")


def _fullest(language: Language, elder: bool) -> Iterator[Scene]:
    """Show the questions with the most to read, without the long ways that lead to each."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("checklist:hukou-in", "next")
    book = index(shipped_pack(CITY))

    def asked(fact: str) -> Session:
        seen = {fact: question_of(book, fact)}
        return replace(visit.session, place=Place("question", fact), seen=seen, answers={}, typed="")

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
    for _ in _asked(visit, case.answers):
        pass
    yield from visit.see("verdicts-family")
    for verdict in _one_of_each(visit):
        visit.press(f"why:{verdict.item}")
        yield from visit.see(f"why-{verdict.state}")
        visit.press("back")
    visit.press("next")
    yield from visit.see("plan-family")
    visit.press("goals")
    yield from visit.see("goals")


def _one_of_each(visit: Visit) -> Iterator[Verdict]:
    """Return the verdict of each state that has most to say."""
    verdicts = visit.session.consultation.verdicts if visit.session.consultation else ()
    for state in ORDER:
        found = [each for each in verdicts if each.state == state]
        if found:
            yield max(found, key=lambda each: len(each.reasons) + len(each.because))


def _direct(language: Language, elder: bool) -> Iterator[Scene]:
    visit = Visit(language, elder)
    visit.begin("direct")
    yield from visit.see("service")
    visit.press("service:housing")
    yield from visit.see("confirm")
    visit.world = replace(visit.world, printer=PrinterState.PAPER_OUT)
    yield from visit.see("confirm-no-paper")
    before = visit.session
    key = visit.order()
    visit.happen(Away(key))
    yield from visit.see("away")
    visit.session = before
    key = visit.order()
    sentence = "No counter serves {service} right now. Please ask at the guide desk."
    service = visit.world.service("housing")
    visit.happen(Refused(key, "no_counter", sentence, {"service": service.name.say(language) if service else ""}))
    yield from visit.see("refusal")
    for name, ahead in (("ticket", 6), ("ticket-next", 0)):
        visit.session = before
        key = visit.order()
        visit.happen(Taken(key, ticket("M012", "housing", ahead)))
        yield from visit.see(f"{name}-printing")
        printing = visit.session
        visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.PRINTED, PrinterState.READY))
        yield from visit.see(name)
        visit.session = printing
    for state in PrinterState:
        visit.session = printing
        visit.world = replace(visit.world, printer=state)
        visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.UNCONFIRMED, state))
        yield from visit.see(f"trouble-{state.value}")
    visit.press("again")
    yield from visit.see("trouble-again")


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


def _out_of_range(language: Language, elder: bool) -> Iterator[Scene]:
    case = shipped_pack(CITY).cases[0]
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    while (question := visit.session.question) is not None:
        if question.kind == "number":
            visit.press(*(f"digit:{digit}" for digit in str(question.high + 1)), "next")
            yield from visit.see("question-out-of-range")
            return
        answer(visit, case.answers)
