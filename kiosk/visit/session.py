"""One citizen's way through the kiosk as frozen data: where they are, how they came, what they said."""

from typing import Literal, get_args

import msgspec

from config.centers import Language
from config.rule import Value
from kiosk.visit.touches import NotContinued, Refused
from kiosk.visit.world import Found, Leaf
from server.rules.guidance.judge.verdict import Consultation, Inapplicable, Plan, Question, State, Stop, Verdict, Wish
from server.rules.guidance.plan.queueing import Queueing, queueing
from server.wire.messages import Ticket

Screen = Literal[
    "attract",
    "home",
    "search",
    "leaf",
    "code",
    "opening",
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


class Session(msgspec.Struct, frozen=True):
    """Everything the kiosk knows of the citizen in front of it; `Session()` is nobody.

    `past` are the steps behind (Back pops them), `ahead` the steps that Back came from. `answers` are kept by
    question id, so no step back loses one. `services` are the lines of the ticket to take, `code` is what the
    consultation is kept under at the server, `wish.here` is this center once guidance has begun. `letters` are
    those of a code that is typed, `opening` the job that asks for it; what `continues` a code changes what is kept
    under it, `kept` are the verdicts it had (None: none) of items that are judged otherwise here. `warned` is the
    moment (ms) at which the idle warning appeared.
    """

    place: Place = Place("attract")
    past: tuple[Place, ...] = ()
    ahead: tuple[Place, ...] = ()
    language: Language = "zh"
    elder: bool = False
    guided: bool = False
    chosen: tuple[str, ...] = ()
    answers: dict[str, Value] = {}
    unclear: frozenset[str] = frozenset()
    query: str = ""
    hits: tuple[Found, ...] = ()
    leaf: Leaf | None = None
    typed: str = ""
    out_of_range: bool = False
    seen: dict[str, Question] = {}
    consultation: Consultation | None = None
    papers: dict[str, InHand] = {}
    services: tuple[str, ...] = ()
    wish: Wish = Wish()
    code: str | None = None
    letters: str = ""
    opening: str = ""
    not_continued: NotContinued | None = None
    continues: str | None = None
    kept: dict[str, State | None] = {}
    order: Order | None = None
    ticket: Ticket | None = None
    slip: Job = "none"
    slip_why: str = ""
    plan_key: str = ""
    plan_job: Job = "none"
    refused: Refused | None = None
    touched: int = 0
    pressed: str = ""
    pressed_at: int = -1_000_000
    warned: int | None = None

    @property
    def screen(self) -> str:
        """Return the name of what is to be seen: the idle warning covers the place it came over."""
        return "idle" if self.warned is not None else self.place.screen

    @property
    def question(self) -> Question | None:
        """Return the question of the current place, if it asks one."""
        return self.seen.get(self.place.question) if self.place.question else None

    @property
    def service(self) -> str | None:
        """Return the first line to queue in."""
        return self.services[0] if self.services else None

    @property
    def plan(self) -> Plan | None:
        """Return the plan, once there is one with a stop."""
        plan = self.consultation.plan if self.consultation else None
        return plan if plan and plan.stops else None

    @property
    def otherwise_now(self) -> tuple[Verdict | Inapplicable, ...]:
        """Return what is judged otherwise than when the consultation was kept."""
        if self.consultation is None:
            return ()
        judged = [each for each in self.consultation.verdicts if self.kept.get(each.item, each.state) != each.state]
        gone = [each for each in self.consultation.inapplicable if self.kept.get(each.item)]
        return (*judged, *gone)

    @property
    def queueing(self) -> Queueing:
        """Return what of the plan can be queued for here, today or later."""
        return queueing(self.plan, self.wish.here) if self.plan else Queueing()

    @property
    def stop(self) -> Stop | None:
        """Return the stop of the plan that a ticket taken here is for."""
        return self.queueing.today or self.queueing.later
