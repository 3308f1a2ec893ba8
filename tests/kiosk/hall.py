"""A small hall for the pure kiosk: three lines, two matters, a guide whose questions are easy to follow."""

from collections.abc import Mapping

from msgspec.structs import replace

from config.centers import Text
from config.household import Household
from config.rule import Value
from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.visit.session import Session
from kiosk.visit.touches import Effect, Pressed, SaveConsultation, Saved, Taken, TakeTicket, Touch
from kiosk.visit.world import BookedStop, Checklist, Found, Leaf, Searched, Service, World
from server.rules.guidance.judge.by_card import CardTold
from server.rules.guidance.judge.verdict import (
    Choice,
    Consultation,
    Knowledge,
    Paper,
    Plan,
    Question,
    Step,
    Stop,
    Verdict,
    Wish,
)
from server.wire.messages import NumberAnswer, Ticket


def text(word: str) -> Text:
    return Text(word, word)


HOME = Question("home", "choice", text("home?"), choices=tuple(Choice(each, text(each)) for each in ("own", "rent")))
PERMIT = Question("permit", "yes_no", text("permit?"))
MONTHS = Question("months", "number", text("months?"), low=0, high=600)
PAPERS = (
    Paper("card", text("card"), 1, 1, waived=False, key=True, items=("move",)),
    Paper("book", text("book"), 1, 0, waived=False, key=False, items=("move",)),
    Paper("photo", text("photo"), 0, 0, waived=True, key=False, items=("move",)),
)
STEP = Step(item="move", name=text("move"), task="submit", channel="window", days=5)
PLAN = Plan(
    visits=1,
    stops=(Stop(point="p1", name=text("hall"), center="hall", services=("hukou",), hours=None, steps=(STEP,)),),
    papers=PAPERS,
    working_days=5,
    decided_by=None,
)


def on_the_day(plan: Plan, booked: BookedStop | None) -> Plan:
    """Return the plan with its stop on the day that it is booked for."""
    if booked is None:
        return plan
    return replace(plan, stops=tuple(replace(stop, on=booked.day) for stop in plan.stops))


class SmallGuide:
    """Asks home, then permit (only of tenants), then months; the plan is there once all is known."""

    def checklists(self) -> tuple[Checklist, ...]:
        return (Checklist("move", text("moving"), text("move in")), Checklist("school", text("school"), text("enrol")))

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        wanted = [HOME, *([PERMIT] if answers.get("home") != "own" else []), MONTHS]
        left = tuple(question for question in wanted if question.id not in answers)
        verdict = Verdict("move", text("move"), checklists[0], "unknown" if left else "can")
        return Consultation(
            checklists=checklists,
            questions=left,
            about_left=len(left),
            asked=tuple(question.id for question in wanted if question.id in answers),
            verdicts=(verdict,),
            plan=None if left else on_the_day(PLAN, booked),
            knowledge=(),
            release="release",
        )

    def rehoused(self, wish: Wish, answers: Mapping[str, Value], household: Household) -> tuple[Wish, dict[str, Value]]:
        """Answers stay what they are."""
        return replace(wish, household=household), dict(answers)

    def by_card(self, answers: Mapping[str, Value], wish: Wish, card: CardTold | None) -> Mapping[str, Value | None]:
        """A card says where a citizen's home is, and the months since it was given."""
        return {"home": None, "months": None} if card is None else {"home": "own", "months": card.birth.month}

    def together(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, left: tuple[Question, ...]
    ) -> tuple[str, ...]:
        """Each question has a page of its own."""
        return (left[0].id,)


class SmallSearch:
    """Finds whatever begins with what was typed."""

    things = (
        Found("checklist", "move", text("move in")),
        Found("item", "move", text("move")),
        Found("item", "card", text("card")),
        Found("knowledge", "fee", text("fee")),
    )

    def find(self, query: str) -> Searched:
        hits = tuple(each for each in self.things if query and each.title.en.startswith(query))
        vain = not hits and bool(query)
        return Searched(hits, told=text("ask us") if vain else None, vain=vain)

    def leaf(self, kind: str, name: str) -> Leaf | None:
        if name == "fee":
            point = Knowledge("fee", text("It is free."), "law", reviewed=False)
            return Leaf("fee", text("fee"), (), (point,))
        checklists = SmallGuide().checklists()[:1]
        return (
            Leaf(id=name, name=text(name), notes=(text("bring it"),), knowledge=(), checklists=checklists)
            if kind == "item"
            else None
        )


WORLD = World(
    center="hall",
    name=text("Hall"),
    services=tuple(Service(each, text(each)) for each in ("hukou", "social", "general")),
    guide=SmallGuide(),
    printer=PrinterState.READY,
    waiting={"hukou": 2},
    phone_url="https://hall.example",
    search=SmallSearch(),
)


def ticket(number: str, service: str = "hukou") -> Ticket:
    return Ticket(
        id=f"id-{number}",
        center="hall",
        number=number,
        state="waiting",
        services=(service,),
        step=0,
        service=service,
        counter=None,
        ahead=2,
        wait=None,
        issued_at="2026-11-24T01:02:03.000Z",
    )


def by_number(number: str, *, own: bool = True, **more: object) -> NumberAnswer:
    """Return what the server says of a number; `more` are fields of its ticket."""
    told = replace(ticket(number), **({"postpone_min": 10} | more))
    return NumberAnswer(told.number, told.state, told.service, told.counter, told if own else None)


class Visit:
    """Plays touches on the pure flow; time goes on by itself, far enough between two touches."""

    def __init__(self, world: World = WORLD) -> None:
        self.world = world
        self.session = Session()
        self.now = 1_000_000
        self.effects: list[Effect] = []
        self.keys = 0

    def happen(self, event: Touch) -> tuple[Effect, ...]:
        self.session, effects = flow.touch(self.session, event, self.world)
        self.effects += effects
        return effects

    def press(self, *targets: str) -> tuple[Effect, ...]:
        effects: tuple[Effect, ...] = ()
        for target in targets:
            self.now += 1000
            self.keys += 1
            effects = self.happen(Pressed(target, self.now, f"key-{self.keys}"))
        return effects

    def to_question(self) -> None:
        self.press("start:zh", "guided", "checklist:move", "next")

    def to_plan(self) -> None:
        self.to_question()
        self.press("answer:own", "digit:1", "next", "next")

    def to_confirm(self) -> None:
        self.to_question()
        self.press("answer:own")
        self.press("digit:1", "digit:2", "next", "next", "next")
        self.press("paper:card:have", "next")

    def take(self) -> TakeTicket:
        """Press take and save the consultation as the server would; return the order."""
        (effect,) = self.press("take")
        if isinstance(effect, SaveConsultation):
            (effect,) = self.happen(Saved(effect.key, "CODE"))
        assert isinstance(effect, TakeTicket)
        return effect

    def to_ticket(self) -> None:
        self.to_confirm()
        self.happen(Taken(self.take().key, ticket("A001")))


def without(world: World, **fields: object) -> World:
    return replace(world, **fields)


PRINTED = (Printed.PRINTED, PrinterState.READY)
