"""One citizen's way through the kiosk as frozen data: where they are, how they came, what they said."""

from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from config.centers import Language
from config.rule import Value
from kiosk.visit.touches import NotContinued, NumberUntold, Pressed, Refused
from kiosk.visit.world import Leaf, Searched
from server.rules.guidance.judge.by_card import CardTold
from server.rules.guidance.judge.verdict import Consultation, Inapplicable, Plan, Question, State, Stop, Verdict, Wish
from server.rules.guidance.plan.booked_day import first_stop
from server.rules.guidance.plan.queueing import Queueing, queueing
from server.rules.hall.fact import Ground
from server.wire.bookings import Booking, DayAnswer
from server.wire.messages import NumberAnswer, Ticket
from server.wire.places import PlaceAnswer

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
    "not_in_time",
    "given_up",
    "checklists",
    "basket",
    "on_phone",
    "household",
    "naming",
    "question",
    "questions",
    "answers",
    "verdicts",
    "others",
    "why",
    "plan",
    "trip",
    "goals",
    "finding",
    "no_answer",
    "slots",
    "days",
    "booked",
    "places",
    "place",
    "papers",
    "lacking",
    "service",
    "confirm",
    "cases",
    "grounds",
    "person",
    "take_card",
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
    """One step of the way: a screen, which question it asks or item it explains, which page of its list is up.

    `beside` are the questions that stand on the same page, after `question`.
    """

    screen: Screen
    question: str | None = None
    page: int = 0
    item: str | None = None
    beside: tuple[str, ...] = ()


class Order(msgspec.Struct, frozen=True):
    """A ticket for all of `services` that has been asked for, of another center where it is for `there`.

    `key` stays the same until the server has answered.
    """

    key: str
    services: tuple[str, ...]
    there: str | None = None


class Way(msgspec.Struct, frozen=True):
    """Where the citizen is: `past` are the steps behind (Back pops them), `ahead` those that Back came from."""

    place: Place = Place("attract")
    past: tuple[Place, ...] = ()
    ahead: tuple[Place, ...] = ()


class Inquiry(msgspec.Struct, frozen=True):
    """What the citizen is guided through, and what they said.

    `guided` says that they are, and not queueing at once. `answers` are kept by question id, so no step back loses
    one; `unclear` are the questions that they are not sure of, `seen` all that were asked, `roughly` what was said too
    roughly for what is asked now. `wish.here` is this center
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
    roughly: dict[str, Value] = {}


class Typing(msgspec.Struct, frozen=True):
    """What is typed: `digits` of a number or date, a `query` with what it `found`, `letters` of a code or number."""

    digits: str = ""
    out_of_range: bool = False
    query: str = ""
    found: Searched = Searched()
    letters: str = ""


class Keeping(msgspec.Struct, frozen=True):
    """What the server keeps of the consultation, or kept before.

    `code` is what it is kept under, `opening` the job that asks for one that was typed, `handing` the one that keeps it
    for the citizen's phone. What `continues` a code
    changes what is kept under it; `states` are the verdicts it had (None: none) of items that are judged otherwise
    here.
    """

    code: str | None = None
    opening: str = ""
    handing: str = ""
    not_continued: NotContinued | None = None
    continues: str | None = None
    states: dict[str, State | None] = {}


class Taking(msgspec.Struct, frozen=True):
    """The ticket: the lines it is for in their order, the order that asks for it, itself, or why there is none.

    Nobody serves those `left_out` here. It is for so many `cases`, priority is claimed on a `ground`, and `person`
    stands for whoever takes it.
    """

    services: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    cases: int = 1
    ground: Ground | None = None
    person: str = ""
    order: Order | None = None
    ticket: Ticket | None = None
    refused: Refused | None = None


class Reserving(msgspec.Struct, frozen=True):
    """A time that is booked: a `service` of a `center`, mostly that of the first stop of the plan.

    `asking` is the job that asks for the `days`, from the day `first` on; `day` and `clock` are chosen, `gone` says why
    that led nowhere: what was chosen before is not free any more, or nothing was told. `order` books it, `made` is what
    is booked, `listed` what waits for any place of a full day. With the `digits` of a booking that is moved; `moves` is
    how it stood.
    """

    center: str = ""
    service: str = ""
    first: str | None = None
    asking: str = ""
    days: tuple[DayAnswer, ...] = ()
    day: str = ""
    clock: str = ""
    gone: Refused | None = None
    order: str = ""
    made: Booking | None = None
    listed: Booking | None = None
    digits: str = ""
    moves: Booking | None = None


class Seeking(msgspec.Struct, frozen=True):
    """Where else it can be done: the job that asks for all of `services`, and the `places`, soonest first.

    `choosing` says that the service is still to be chosen for that; `untold` why nothing was told.
    """

    choosing: bool = False
    services: tuple[str, ...] = ()
    asking: str = ""
    places: tuple[PlaceAnswer, ...] = ()
    untold: Refused | None = None


class Holding(msgspec.Struct, frozen=True):
    """A ticket that the citizen came with: the job that asks for it, what is known of it, or why nothing is."""

    asking: str = ""
    told: NumberAnswer | None = None
    untold: NumberUntold | None = None


class Card(msgspec.Struct, frozen=True):
    """The citizen's identity card: what it `told`, and the questions that a card answers with what this one does.

    What was `pressed` waits until the card has been taken off the reader.
    """

    told: CardTold | None = None
    answers: dict[str, Value | None] = {}
    pressed: Pressed | None = None


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


Part = Way | Inquiry | Typing | Keeping | Taking | Reserving | Seeking | Holding | Card | Printing | Presence


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
    reserving: Reserving = Reserving()
    seeking: Seeking = Seeking()
    holding: Holding = Holding()
    card: Card = Card()
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
    def group(self) -> tuple[Question, ...]:
        """Return the questions that stand together on this page."""
        asked = (*((self.place.question,) if self.place.question else ()), *self.place.beside)
        return tuple(self.inquiry.seen[each] for each in asked if each in self.inquiry.seen)

    @property
    def open_in_group(self) -> tuple[Question, ...]:
        """Return those of them that are neither answered nor said to be unclear yet."""
        said = {*self.inquiry.answers, *self.inquiry.unclear}
        return tuple(each for each in self.group if each.id not in said)

    def filled_in(self, question: str) -> Value | None:
        """Return what the card fills in for a question, as long as nothing else is said to it."""
        said = question in self.inquiry.answers or question in self.inquiry.unclear
        return None if said else self.card.answers.get(question)

    @property
    def unsaid_in_group(self) -> tuple[Question, ...]:
        """Return the open questions of this page for which nothing is filled in either."""
        return tuple(each for each in self.open_in_group if self.filled_in(each.id) is None)

    @property
    def service(self) -> str | None:
        """Return the first line to queue in."""
        return self.taking.services[0] if self.taking.services else None

    @property
    def adds(self) -> bool:
        """Return whether a line that is chosen now is a further one for the same ticket."""
        return any(each.screen == "confirm" for each in self.way.past)

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
        if self.plan is None:
            return Queueing()
        stop = self.booked_stop
        if stop is not None:
            return Queueing(later=stop if stop.center == self.inquiry.wish.here else None)
        return queueing(self.plan, self.inquiry.wish.here)

    @property
    def booked_stop(self) -> Stop | None:
        """Return the first stop of the plan, when a time is booked for that."""
        made, stop = self.reserving.made, first_stop(self.plan)
        booked = made is not None and stop is not None and stop.center == made.center and made.service in stop.services
        return stop if booked else None

    def place_elsewhere(self, center: str | None) -> PlaceAnswer | None:
        """Return the other center of id `center` as the server told of it."""
        return next((each for each in self.seeking.places if each.center == center), None)

    @property
    def order(self) -> str:
        """Return the key of what the server is asked to give, a ticket or a booking; empty for nothing."""
        return self.taking.order.key if self.taking.order else self.reserving.order

    @property
    def stop(self) -> Stop | None:
        """Return the stop of the plan that a ticket taken here is for."""
        return self.queueing.today or self.queueing.later
