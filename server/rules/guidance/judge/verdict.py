"""What guidance answers, as data shared by kiosk, server, counter and phone."""

from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from config.centers import Text
from config.fact import FactKind
from config.household import NOBODY, Household
from config.rule import Value
from server.rules.bounds import Count, Id, Name
from server.rules.guidance.judge.still_open import Outlook

State = Literal["can", "not_yet", "cannot", "unknown"]
HandedOver = Literal["bring", "mail", "ready", "upload"]
Goal = Literal["fewest", "soonest", "nearest", "online", "one_place", "counters"]


class Choice(msgspec.Struct, frozen=True):
    """One possible answer; `spoken` is what is read out instead of it, `no` says that it is no."""

    value: Value
    text: Text
    spoken: Text | None = None
    no: bool = False


class Question(msgspec.Struct, frozen=True):
    """A question that can still change a verdict.

    A number is from `low` to `high`, a date (`YYYY-MM-DD`) from `first` to `last`. `easy` is its wording in large type,
    `spoken` the one that is read out. Of `many` several choices may be taken, joined by `+` in their order. The
    `choices` of a number say as much of it as is needed; of a date it makes no difference which one it is from the
    first to the last of each of `rough`.
    """

    id: str
    kind: FactKind
    text: Text
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    low: int = 0
    high: int = 999
    unit: Text | None = None
    theme: Text | None = None
    easy: Text | None = None
    spoken: Text | None = None
    entity: Text | None = None
    first: str | None = None
    last: str | None = None
    many: bool = False
    rough: tuple[tuple[str, str], ...] = ()


class Because(msgspec.Struct, frozen=True):
    """An answer that something rests on, with its question."""

    fact: str
    question: Text
    answer: Text


class Reason(msgspec.Struct, frozen=True):
    """Why a verdict is what it is: a sentence, the clause it rests on, what to do about it.

    `because` are the fewest answers it follows from; from the day `enough_on` (`YYYY-MM-DD`) it will be different.
    """

    text: Text
    clause: str | None = None
    action: Text | None = None
    because: tuple[Because, ...] = ()
    enough_on: str | None = None
    knowledge: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """可办 / 暂不可办 / 不可办 / 信息不足 for one item, with its smallest sufficient reason.

    `because` are the fewest answers that make it what it is; `asks` the questions that keep it open; a `left_out` one
    could be done and is not wanted; nobody has wanted an `offered` one yet. `hint`, `help` and `supply` are what the
    place asked at adds to it. `code` is what the offices call it by.
    """

    item: str
    name: Text
    checklist: str
    state: State
    reasons: tuple[Reason, ...] = ()
    optional: bool = False
    because: tuple[Because, ...] = ()
    asks: tuple[str, ...] = ()
    left_out: bool = False
    for_reference: bool = False
    hint: Text | None = None
    help: Text | None = None
    supply: Text | None = None
    code: str | None = None
    offered: bool = False


class Inapplicable(msgspec.Struct, frozen=True):
    """An item of the chosen matters that does not concern this person, and the answers that say so."""

    item: str
    name: Text
    checklist: str
    because: tuple[Because, ...]


class Paper(msgspec.Struct, frozen=True):
    """A line of the material pack: `waived` needs no paper at all, `on_spot` is printed at the counter.

    `originals` are those to have along, of which `collected` stay at the counters; `copies` are summed. Who lacks it
    (`lacking`: is known to) may hand it in later by `due` (容缺), or a signed promise stands in for it (`declaration`).
    One got before `fresh_from` has expired when it is needed. `alternatives` would do as well; `stops` are where it is
    needed, from 1. `how` it is handed over: what is needed online only is uploaded and no paper leaves the house; what
    is needed on a call or for a visit at home is kept ready. `source` has what nobody needs to bring.
    """

    document: str
    name: Text
    originals: int
    copies: int
    waived: bool
    key: bool
    items: tuple[str, ...]
    note: Text | None = None
    collected: int = 0
    on_spot: bool = False
    lacking: bool = False
    due: str | None = None
    declaration: bool = False
    fresh_from: str | None = None
    alternatives: tuple[str, ...] = ()
    stops: tuple[int, ...] = ()
    how: HandedOver = "bring"
    source: Text | None = None


class Made(msgspec.Struct, frozen=True):
    """A paper that the plan itself brings: `item` gives it at stop `stop`, and the later `stops` need it."""

    document: str
    name: Text
    item: str
    stop: int
    stops: tuple[int, ...]


class Bundle(msgspec.Struct, frozen=True):
    """What to have along, counted: originals to bring, copies, papers printed on the spot, waived, lacking."""

    originals: int = 0
    copies: int = 0
    on_spot: int = 0
    waived: int = 0
    lacking: int = 0


class Step(msgspec.Struct, frozen=True):
    """One thing done at a stop or from home: `task` is `submit` or `collect`.

    It begins on working day `begins` of the plan (today is 0) and ends on `ends`, when its result can be had; `on` and
    `until` are the dates. `cost` is paid beside the fee, for `mail` for example. `authority` answers questions about it
    at `phone`. It is done in the line `service`, after the items `before` of the same stop. It
    `gives` these papers. A bundle `covers` other items: their names. `code` is what the offices call it. `days` or
    `fee` is None where nobody has confirmed it.
    """

    item: str
    name: Text
    task: Literal["submit", "collect"]
    channel: str
    days: int | None
    fee: int | None = 0
    begins: int = 0
    ends: int = 0
    on: str | None = None
    until: str | None = None
    mail: bool = False
    cost: int = 0
    authority: Text | None = None
    phone: str | None = None
    covers: tuple[Text, ...] = ()
    service: str | None = None
    before: tuple[str, ...] = ()
    gives: tuple[Text, ...] = ()
    code: str | None = None


class Present(msgspec.Struct, frozen=True):
    """Somebody who has to come in person."""

    entity: str
    name: Text


class Stop(msgspec.Struct, frozen=True):
    """A numbered stop of the plan: `point` None means from home; `services` are the lines to queue in there.

    It is on working day `day` of the plan, the date `on` or later. Who is `present` must come; where a relative may
    come instead for everything, `proxy` says with what; `deputies` say it item by item where that is only for some.
    `after` are the items that have to be done somewhere before it. On a day with several stops `begins` is the time
    (`HH:MM`) to be there, where it is known.
    """

    point: str | None
    name: Text
    center: str | None
    services: tuple[str, ...]
    hours: Text | None
    steps: tuple[Step, ...]
    day: int = 0
    on: str | None = None
    minutes: int = 0
    present: tuple[Present, ...] = ()
    proxy: tuple[Text, ...] = ()
    deputies: tuple[Text, ...] = ()
    after: tuple[str, ...] = ()
    begins: str | None = None


class Saving(msgspec.Struct, frozen=True):
    """What would save, or does save, so many `visits` or `days`: leaving `item` out, mail, doing it at home, a bundle.

    `sooner` is done earlier with more visits, `fewer` are fewer visits with another goal.
    """

    kind: Literal["leave_out", "mail", "from_home", "sooner", "fewer", "bundle"]
    item: str | None
    text: Text
    visits: int = 0
    days: int = 0
    cost: int = 0


class Offer(msgspec.Struct, frozen=True):
    """An optional item that is not in the plan, because it costs `visits` trips or `days` working days more.

    `gain` is what it brings, `cost` says what it costs.
    """

    item: str
    name: Text
    cost: Text
    gain: Text | None = None
    visits: int = 0
    days: int = 0


class Caution(msgspec.Struct, frozen=True):
    """What may go wrong: a paper expires before it is used, a season closes before the item's turn.

    A `contradiction` of answers that the plan rests on is about no item and no day.
    """

    kind: Literal["expires", "season", "contradiction"]
    item: str | None
    on: str | None
    text: Text
    document: str | None = None


class Plan(msgspec.Struct, frozen=True):
    """The best route for a set of items: stops in order, papers merged, working days until all is done.

    `critical` are the items that decide the last day, each waiting for the one before, the last is `decided_by`.
    `person_visits` counts everybody who has to come. `undone` items are offered nowhere. Unless `proved` there may be a
    better plan. Where `fees_at_least` or `days_at_least`, something that nobody has confirmed comes on top.
    Of `unknown_years` the table of holidays is not there yet: days in them may come later.
    """

    visits: int
    stops: tuple[Stop, ...]
    papers: tuple[Paper, ...]
    working_days: int
    decided_by: str | None
    advice: tuple[Text, ...] = ()
    goal: Goal = "fewest"
    done_on: str | None = None
    critical: tuple[str, ...] = ()
    places: int = 0
    minutes: int = 0
    person_visits: int = 0
    fees: int = 0
    cost: int = 0
    made: tuple[Made, ...] = ()
    bundle: Bundle = Bundle()
    savings: tuple[Saving, ...] = ()
    cautions: tuple[Caution, ...] = ()
    undone: tuple[str, ...] = ()
    proved: bool = True
    fees_at_least: bool = False
    days_at_least: bool = False
    unknown_years: tuple[int, ...] = ()
    offers: tuple[Offer, ...] = ()


class Knowledge(msgspec.Struct, frozen=True):
    """A knowledge point that belongs to this answer; one that is not `reviewed` is for reference only."""

    id: str
    text: Text
    source: str
    reviewed: bool
    items: tuple[str, ...] = ()
    expires: str | None = None


class Disagreement(msgspec.Struct, frozen=True):
    """Sources that say different things about what this answer speaks of; `in_force` is the side followed, if any."""

    id: str
    about: Text
    says: tuple[Text, ...]
    sources: tuple[str, ...]
    in_force: int | None
    items: tuple[str, ...]


class Side(msgspec.Struct, frozen=True):
    """One of the answers that contradict each other, with its question; one that is `settled` the household gives."""

    question: Question
    answer: Text
    settled: bool = False


class Contradicting(msgspec.Struct, frozen=True):
    """Answers that cannot all be true, and why; whoever gave them may change any of them, or go on."""

    id: str
    text: Text
    sides: tuple[Side, ...]


class PlanWish(msgspec.Struct, frozen=True):
    """What the citizen wants of the plan: which goal comes first, which items are left out.

    `here` is the center they are in: it is no way at all to there, and among equals it wins. `unsure` are questions
    that they cannot answer: where nothing else is left to ask, the plan is made without them. `take_in` are optional
    items that are done whatever they cost.
    """

    goal: Goal = "fewest"
    leave_out: Annotated[tuple[Name, ...], Meta(max_length=500)] = ()
    here: Id | None = None
    unsure: Annotated[tuple[Name, ...], Meta(max_length=500)] = ()
    take_in: Annotated[tuple[Name, ...], Meta(max_length=500)] = ()

    def taking(self, item: str) -> Self:
        """Return the wish with `item` in the plan, whatever it costs."""
        return replace(self, leave_out=_without(self.leave_out, item), take_in=(*_without(self.take_in, item), item))

    def leaving(self, item: str) -> Self:
        """Return the wish with `item` out of the plan."""
        return replace(self, leave_out=(*_without(self.leave_out, item), item), take_in=_without(self.take_in, item))


def _without(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    return tuple(each for each in items if each != item)


class Wish(PlanWish, frozen=True):
    """What the citizen wants, and for whom."""

    household: Household = NOBODY


class Consultation(msgspec.Struct, frozen=True):
    """The whole answer: `questions` still to ask (most useful first), verdicts, plan when all is known.

    `about_left` is the expected number of questions still to come; `asked` the ids that count, in order. With an
    `outlook` all that is left to ask is what nobody can answer, and the plan is that of what is sure.
    """

    checklists: tuple[Name, ...]
    questions: tuple[Question, ...]
    about_left: Count
    asked: tuple[Name, ...]
    verdicts: tuple[Verdict, ...]
    plan: Plan | None
    knowledge: tuple[Knowledge, ...]
    release: str
    inapplicable: tuple[Inapplicable, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    wish: Wish = Wish()
    outlook: Outlook | None = None
    contradictions: tuple[Contradicting, ...] = ()
