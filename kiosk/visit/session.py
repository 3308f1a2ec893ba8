"""One citizen's way through the kiosk as frozen data: where they are, how they came, what they said."""

from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from config.centers import Language
from config.rule import Value
from kiosk.visit.touches import NotContinued, NumberUntold, Refused
from kiosk.visit.world import Found, Leaf
from server.rules.guidance.judge.verdict import Consultation, Inapplicable, Plan, Question, State, Stop, Verdict, Wish
from server.rules.guidance.plan.queueing import Queueing, queueing
from server.wire.messages import NumberAnswer, Ticket

Screen = Literal[
    "attract",
    "home",
    "search",
    "leaf",
    "code",
    "opening",
    "number",
    "looking",
    "mine",
    "giving_back",
    "checklists",
    "question",
    "verdicts",
    "why",
    "plan",
    "goals",
    "papers",
    "lacking",
    "service",
    "confirm",
    "working",
    "ticket",
    "trouble",
    "away",
    "refusal",
    "help",
]
SCREENS: tuple[str, ...] = get_args(Screen)
InHand = Literal["have", "lack", "unsure"]
Job = Literal["none", "printing", "printed", "failed"]


class Place(msgspec.Struct, frozen=True):
    """One step of the way: a screen, which question it asks or item it explains, which page of its list is up."""

    screen: Screen
    question: str | None = None
    page: int = 0
    item: str | None = None


class Order(msgspec.Struct, frozen=True):
    """A ticket for all of `services` that has been asked for; `key` stays the same until the server has answered."""

    key: str
    services: tuple[str, ...]


class Way(msgspec.Struct, frozen=True):
    """Where the citizen is: `past` are the steps behind (Back pops them), `ahead` those that Back came from."""

    place: Place = Place("attract")
    past: tuple[Place, ...] = ()
    ahead: tuple[Place, ...] = ()


class Inquiry(msgspec.Struct, frozen=True):
    """What the citizen is guided through, and what they said.

    `guided` says that they are, and not queueing at once. `answers` are kept by question id, so no step back loses
    one; `unclear` are the questions that they are not sure of, `seen` all that were asked. `wish.here` is this center
    once guidance has begun. `papers` says of documents, by id, whether they are here.
    """

    guided: bool = False
    chosen: tuple[str, ...] = ()
    answers: dict[str, Value] = {}
    unclear: frozenset[str] = frozenset()
    seen: dict[str, Question] = {}
    wish: Wish = Wish()
    consultation: Consultation | None = None
    papers: dict[str, InHand] = {}


class Typing(msgspec.Struct, frozen=True):
    """What is typed: `digits` of a number or date, a `query` with its `hits`, the `letters` of a code or number."""

    digits: str = ""
    out_of_range: bool = False
    query: str = ""
    hits: tuple[Found, ...] = ()
    letters: str = ""


class Keeping(msgspec.Struct, frozen=True):
    """What the server keeps of the consultation, or kept before.

    `code` is what it is kept under, `opening` the job that asks for one that was typed. What `continues` a code
    changes what is kept under it; `states` are the verdicts it had (None: none) of items that are judged otherwise
    here.
    """

    code: str | None = None
    opening: str = ""
    not_continued: NotContinued | None = None
    continues: str | None = None
    states: dict[str, State | None] = {}


class Taking(msgspec.Struct, frozen=True):
    """The ticket: the lines it is for, the order that asks for it, itself, or why there is none."""

    services: tuple[str, ...] = ()
    order: Order | None = None
    ticket: Ticket | None = None
    refused: Refused | None = None


class Holding(msgspec.Struct, frozen=True):
    """A ticket that the citizen came with: the job that asks for it, what is known of it, or why nothing is."""

    asking: str = ""
    told: NumberAnswer | None = None
    untold: NumberUntold | None = None


class Printing(msgspec.Struct, frozen=True):
    """What became of the ticket's `slip` and of the printed `plan` (job `plan_key`), and `why` (a printer's state)."""

    slip: Job = "none"
    plan: Job = "none"
    plan_key: str = ""
    why: str = ""


class Presence(msgspec.Struct, frozen=True):
    """When a finger was here last, what it `pressed` and when: ms of the clock that touches come with.

    `warned` is the moment at which the idle warning appeared.
    """

    touched: int = 0
    pressed: str = ""
    pressed_at: int = -1_000_000
    warned: int | None = None


Part = Way | Inquiry | Typing | Keeping | Taking | Holding | Printing | Presence


class Session(msgspec.Struct, frozen=True):
    """Everything the kiosk knows of the citizen in front of it; `Session()` is nobody.

    `leaf` is what was looked up last.
    """

    language: Language = "zh"
    elder: bool = False
    way: Way = Way()
    inquiry: Inquiry = Inquiry()
    typing: Typing = Typing()
    leaf: Leaf | None = None
    keeping: Keeping = Keeping()
    taking: Taking = Taking()
    holding: Holding = Holding()
    printing: Printing = Printing()
    presence: Presence = Presence()

    def having(self, *parts: Part) -> "Session":
        """Return this session with `parts` in the place of its own."""
        return replace(self, **{type(part).__name__.lower(): part for part in parts})

    @property
    def place(self) -> Place:
        """Return the step that the citizen is at."""
        return self.way.place

    @property
    def screen(self) -> str:
        """Return the name of what is to be seen: the idle warning covers the place it came over."""
        return "idle" if self.presence.warned is not None else self.place.screen

    @property
    def question(self) -> Question | None:
        """Return the question of the current place, if it asks one."""
        return self.inquiry.seen.get(self.place.question) if self.place.question else None

    @property
    def service(self) -> str | None:
        """Return the first line to queue in."""
        return self.taking.services[0] if self.taking.services else None

    @property
    def plan(self) -> Plan | None:
        """Return the plan, once there is one with a stop."""
        plan = self.inquiry.consultation.plan if self.inquiry.consultation else None
        return plan if plan and plan.stops else None

    @property
    def otherwise_now(self) -> tuple[Verdict | Inapplicable, ...]:
        """Return what is judged otherwise than when the consultation was kept."""
        if self.inquiry.consultation is None:
            return ()
        judged = [
            each
            for each in self.inquiry.consultation.verdicts
            if self.keeping.states.get(each.item, each.state) != each.state
        ]
        gone = [each for each in self.inquiry.consultation.inapplicable if self.keeping.states.get(each.item)]
        return (*judged, *gone)

    @property
    def queueing(self) -> Queueing:
        """Return what of the plan can be queued for here, today or later."""
        return queueing(self.plan, self.inquiry.wish.here) if self.plan else Queueing()

    @property
    def stop(self) -> Stop | None:
        """Return the stop of the plan that a ticket taken here is for."""
        return self.queueing.today or self.queueing.later
