"""Every screen that a citizen can come to, walked to by the kiosk's own flow: for the album and the tests of the look.

Pure: no window is needed. The city, its guidance and the answers are the shipped ones.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from commands.pictures.walk import CITY, Scene, Visit, answer, hall, ticket
from config.centers import Language, Opens, Text
from config.pack import Pack
from config.pack_file import shipped_pack
from config.rule import Value
from config.words import say
from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.page import lists
from kiosk.page.targets import targets
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import (
    Away,
    Continued,
    Kept,
    NotContinued,
    NumberTold,
    NumberUntold,
    PlanDone,
    Refused,
    SlipDone,
    Taken,
)
from kiosk.visit.world import Service, World
from server.rules.errors import CODES
from server.rules.guidance.consultation_code import code_of
from server.rules.guidance.judge.asking import question_of
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import State, Verdict, Wish
from server.rules.guidance.plan.wording import ORDER
from server.wire.messages import NumberAnswer, Ticket, Wait

CODE = code_of(20261126)
STEPS_AT_MOST = 80
FULLEST = 8


@cache
def _city() -> Pack:
    return shipped_pack(CITY)


def scenes(language: Language, *, elder: bool) -> tuple[Scene, ...]:
    """Return every screen in `language` and type size, each name once; of the questions those with most to read."""
    found: dict[str, Scene] = {}
    for visit in (
        _guided,
        _plans,
        _searching,
        _continuing,
        _returning,
        _fullest,
        _family,
        _direct,
        _standing,
        _long,
        _aside,
    ):
        for scene in visit(language, elder):
            found.setdefault(scene.name, scene)
    return tuple(found.values())


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
    case = next(each for each in _city().cases if each.checklists == ("hukou-in",))
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
    visit.happen(Kept(visit.session.printing.plan_key, "K7M-3XQ-9TRA"))
    yield visit.glance("plan-printing")
    visit.happen(PlanDone(visit.session.printing.plan_key, Printed.PRINTED, PrinterState.READY))
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
    for case in _city().cases:
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
        hits = [each for each in found.typing.hits if each.kind == kind]
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
        visit.happen(NotContinued(asking.keeping.opening, code, sentence))
        yield from visit.see(f"code-{code}")
    visit.session = asking
    case = max(_city().cases, key=lambda each: len(each.checklists))
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


def _returning(language: Language, elder: bool) -> Iterator[Scene]:
    """Show how a number is typed, every way in which it leads nowhere, and a ticket in each of its states."""
    visit = Visit(language, elder)
    visit.begin("number")
    yield from visit.see("number")
    visit.press(*(f"letter:{sign}" for sign in "M012345678"))
    yield from visit.see("number-typed")
    visit.press("next")
    yield from visit.see("looking")
    asking = visit.session
    seconds = say(language, CODES["slip_digits_tries"][1], seconds=540)
    wrong = say(language, CODES["slip_digits_wrong"][1], number="M012")
    early = say(language, CODES["booking_early"][1], clock="14:00", minutes=30)
    for code, sentence in (
        ("slip_digits_tries", seconds),
        ("slip_digits_wrong", wrong),
        ("booking_early", early),
        ("unreachable", ""),
    ):
        visit.session = asking
        visit.happen(NumberUntold(asking.holding.asking, code, sentence))
        yield from visit.see(f"number-{code}")
    counter = visit.world.counters[0].id if visit.world.counters else None
    waiting = replace(ticket("M012", "housing", 6), secret=None, wait=None, postpone_min=10)
    stands = {
        "waiting": replace(waiting, returning=2),
        "waiting-next": replace(waiting, ahead=0, postpone_min=None),
        "postponed": replace(waiting, state="postponed", back_at="2026-11-24T01:20:00.000Z"),
        "called": replace(waiting, state="called", counter=counter, calls=1),
        "serving": replace(waiting, state="serving", counter=counter, calls=1),
        "missed": replace(waiting, state="missed", counter=counter, calls=2),
        "held": replace(waiting, state="held", counter=counter, calls=1),
        "finished": replace(waiting, state="finished", counter=counter),
        "cancelled": replace(waiting, state="cancelled"),
    }
    for name, each in stands.items():
        visit.session = asking
        visit.happen(NumberTold(asking.holding.asking, by_number(each, own=True)))
        yield from visit.see(f"mine-{name}")
    visit.session = asking
    visit.happen(NumberTold(asking.holding.asking, by_number(stands["missed"], own=False)))
    yield from visit.see("mine-number-alone")
    visit.session = asking
    visit.happen(NumberTold(asking.holding.asking, by_number(waiting, own=True)))
    own = visit.session
    visit.press("sure")
    yield from visit.see("giving-back")
    visit.session = own
    visit.press("postpone")
    often = say(language, CODES["postpone_often"][1], number="M012")
    visit.happen(NumberUntold(visit.session.holding.asking, "postpone_often", often))
    yield from visit.see("mine-refused")


def by_number(ticket: Ticket, *, own: bool) -> NumberAnswer:
    """Return what the server says of the number of `ticket`, to its holder (`own`) or to anybody."""
    return NumberAnswer(ticket.number, ticket.state, ticket.service, ticket.counter, ticket if own else None)


def _fullest(language: Language, elder: bool) -> Iterator[Scene]:
    """Show the questions with the most to read, without the long ways that lead to each."""
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press("checklist:hukou-in", "next")
    book = open_book(_city())

    def asked(fact: str) -> Session:
        seen = {fact: question_of(book, fact)}
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
    case = max(_city().cases, key=lambda each: len(each.checklists))
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
    verdicts = visit.session.inquiry.consultation.verdicts if visit.session.inquiry.consultation else ()
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


def _standing(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what is said before anybody begins: closed, nobody at a counter, no printer, no server, not let in."""
    usual = hall()
    closed = replace(usual, open=False, opens_at="2036-11-30T01:00:00Z")
    resting = replace(usual, open=False, opens_at="2036-11-30T05:30:00Z")
    nobody = replace(usual, served_now=frozenset())
    worlds = {
        "closed": closed,
        "break": replace(resting, closed_for="pause", today=(Opens("09:00", "12:00"), Opens("13:30", "17:00"))),
        "holiday": replace(closed, closed_for="holiday", closed_name=Text("国庆节", "National Day")),
        "barred": replace(usual, link="barred"),
        "barred-at-start": World(link="barred"),
        "away": replace(usual, link="away"),
        "nobody": nobody,
        "no-paper": replace(usual, printer=PrinterState.PAPER_OUT),
        "nobody-no-paper": replace(nobody, printer=PrinterState.COVER_OPEN),
    }
    for name, world in worlds.items():
        visit = Visit(language, elder, world)
        yield from visit.see(f"attract-{name}")
        visit.begin("direct")
        if visit.session.screen == "away":
            yield from visit.see(f"away-{name}")
    visit = Visit(language, elder, nobody)
    visit.begin("direct")
    visit.press("service:housing")
    yield from visit.see("confirm-nobody")
    key = visit.order()
    visit.happen(Taken(key, ticket("M012", "housing", 0)))
    yield from visit.see("ticket-nobody")


def _long(language: Language, elder: bool) -> Iterator[Scene]:
    """Show what is long: the names of a center and of fourteen lines, and a number of six places."""
    name = Text(
        "东江市高新技术产业开发区行政服务中心（南区分厅）",
        "Administrative Service Center of the Dongjiang High-Tech Industrial Development Zone, South Hall",
    )
    line = Text(
        "不动产登记、房屋交易和抵押综合受理", "Real estate: registration, sale and mortgage of homes, all in one"
    )
    lines = tuple(Service(f"line-{number:02}", line) for number in range(14))
    crowd = {each.id: 1234 for each in lines}
    world = replace(hall(), name=name, services=lines, waiting=crowd, waits=dict.fromkeys(crowd, Wait(1045, 1440)))
    visit = Visit(language, elder, world)
    yield from visit.see("attract-long")
    visit.press(f"start:{language}")
    yield from visit.see("home-long")
    visit.press("direct")
    yield visit.glance("service-long")
    visit.press("service:line-00")
    yield from visit.see("confirm-long")
    for number, ahead in (("AB1012", 1234), ("AB1012-next", 0)):
        before = visit.session
        key = visit.order()
        visit.happen(Taken(key, ticket("AB1012", "line-00", ahead)))
        yield from visit.see(f"ticket-{number}")
        visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
        yield from visit.see(f"trouble-{number}")
        visit.session = before


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
    case = _city().cases[0]
    visit = Visit(language, elder)
    visit.begin("guided")
    visit.press(*(f"checklist:{each}" for each in case.checklists), "next")
    while (question := visit.session.question) is not None:
        if question.kind == "number":
            visit.press(*(f"digit:{digit}" for digit in str(question.high + 1)), "next")
            yield from visit.see("question-out-of-range")
            return
        answer(visit, case.answers)
