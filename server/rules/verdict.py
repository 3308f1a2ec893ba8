"""What guidance answers, as data shared by kiosk, server, counter and phone."""

from typing import Literal

import msgspec

from config.centers import Text

State = Literal["can", "not_yet", "cannot", "unknown"]
Value = str | int | bool


class Choice(msgspec.Struct, frozen=True):
    """One possible answer."""

    value: Value
    text: Text


class Question(msgspec.Struct, frozen=True):
    """A question that can still change a verdict. `kind` is `choice`, `yes_no` or `number` (`low`..`high`)."""

    id: str
    kind: Literal["choice", "yes_no", "number"]
    text: Text
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    low: int = 0
    high: int = 999
    unit: Text | None = None
    theme: Text | None = None


class Reason(msgspec.Struct, frozen=True):
    """Why a verdict is what it is: a sentence, the clause it rests on, what to do about it."""

    text: Text
    clause: str | None = None
    action: Text | None = None


class Verdict(msgspec.Struct, frozen=True):
    """可办 / 暂不可办 / 不可办 / 信息不足 for one item, with its smallest sufficient reason."""

    item: str
    name: Text
    checklist: str
    state: State
    reasons: tuple[Reason, ...] = ()
    optional: bool = False


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
    """A numbered stop of the plan: `point` None means from home; `service` is the line to queue in there."""

    point: str | None
    name: Text
    center: str | None
    service: str | None
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
    """A knowledge point that belongs to this answer."""

    id: str
    text: Text
    source: str
    reviewed: bool


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
