"""What guidance answers, as data shared by kiosk, server, counter and phone."""

from typing import Literal

import msgspec

from config.centers import Text
from config.pack import FactKind
from config.rule import Value

State = Literal["can", "not_yet", "cannot", "unknown"]
Goal = Literal["fewest", "soonest", "nearest", "online", "one_place", "counters"]


class Choice(msgspec.Struct, frozen=True):
    """One possible answer."""

    value: Value
    text: Text


class Question(msgspec.Struct, frozen=True):
    """A question that can still change a verdict; a number is from `low` to `high`, a date is `YYYY-MM-DD`.

    `easy` is its wording in large type, `spoken` the one that is read out.
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
    could be done and is not wanted. `hint`, `help` and `supply` are what the place asked at adds to it.
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


class Inapplicable(msgspec.Struct, frozen=True):
    """An item of the chosen matters that does not concern this person, and the answers that say so."""

    item: str
    name: Text
    checklist: str
    because: tuple[Because, ...]


class Paper(msgspec.Struct, frozen=True):
    """A line of the material pack: originals shown once, copies summed; `waived` needs no paper at all."""

    document: str
    name: Text
    originals: int
    copies: int
    waived: bool
    key: bool
    items: tuple[str, ...]
    note: Text | None = None


class Step(msgspec.Struct, frozen=True):
    """One thing done at a stop or from home: `task` is `submit` or `collect`."""

    item: str
    name: Text
    task: Literal["submit", "collect"]
    channel: str
    days: int
    fee: int = 0


class Stop(msgspec.Struct, frozen=True):
    """A numbered stop of the plan: `point` None means from home; `services` are the lines to queue in there."""

    point: str | None
    name: Text
    center: str | None
    services: tuple[str, ...]
    hours: Text | None
    steps: tuple[Step, ...]


class Plan(msgspec.Struct, frozen=True):
    """The fewest visits for a set of items: stops in order, papers merged, working days until all is done."""

    visits: int
    stops: tuple[Stop, ...]
    papers: tuple[Paper, ...]
    working_days: int
    decided_by: str | None
    advice: tuple[Text, ...] = ()


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


class Wish(msgspec.Struct, frozen=True):
    """What the citizen wants of the plan: which goal comes first, which items are left out."""

    goal: Goal = "fewest"
    leave_out: tuple[str, ...] = ()


class Consultation(msgspec.Struct, frozen=True):
    """The whole answer: `questions` still to ask (most useful first), verdicts, plan when all is known.

    `about_left` is the expected number of questions still to come; `asked` the ids that count, in order.
    """

    checklists: tuple[str, ...]
    questions: tuple[Question, ...]
    about_left: int
    asked: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    plan: Plan | None
    knowledge: tuple[Knowledge, ...]
    release: str
    inapplicable: tuple[Inapplicable, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    wish: Wish = Wish()
