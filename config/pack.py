"""A guidance pack as frozen data: facts, parameters, documents, points, items, knowledge, checklists, cases.

Rules are data, never scripts. In YAML a rule is a mapping with one key, see `config.pack_file`; over the network a pack
is the JSON of these structs.
"""

from typing import Literal

import msgspec

from config.centers import Text

Value = str | int | bool


class Is(msgspec.Struct, frozen=True, tag_field="rule", tag="is"):
    """The fact has exactly this value."""

    fact: str
    value: Value


class In(msgspec.Struct, frozen=True, tag_field="rule", tag="in"):
    """The fact has one of these values."""

    fact: str
    values: tuple[Value, ...]


class AtLeast(msgspec.Struct, frozen=True, tag_field="rule", tag="at_least"):
    """The number is at least `bound`, which is a number or the id of a parameter."""

    fact: str
    bound: int | str


class AtMost(msgspec.Struct, frozen=True, tag_field="rule", tag="at_most"):
    """The number is at most `bound`, which is a number or the id of a parameter."""

    fact: str
    bound: int | str


class AgeAtLeast(msgspec.Struct, frozen=True, tag_field="rule", tag="age_at_least"):
    """Whoever was born on the date in `fact` (`YYYY-MM-DD`) is at least `bound` years old today."""

    fact: str
    bound: int | str


class MonthsSince(msgspec.Struct, frozen=True, tag_field="rule", tag="months_since"):
    """At least `bound` whole months have passed since the date in `fact` (`YYYY-MM-DD`)."""

    fact: str
    bound: int | str


class Situation(msgspec.Struct, frozen=True, tag_field="rule", tag="situation"):
    """The named situation holds."""

    id: str


class All(msgspec.Struct, frozen=True, tag_field="rule", tag="all"):
    """Every one of `rules` holds; of none, that is true."""

    rules: tuple["Rule", ...]


class Any(msgspec.Struct, frozen=True, tag_field="rule", tag="any"):
    """At least one of `rules` holds; of none, that is false."""

    rules: tuple["Rule", ...]


class Not(msgspec.Struct, frozen=True, tag_field="rule", tag="not"):
    """`inner` does not hold."""

    inner: "Rule"


Rule = Is | In | AtLeast | AtMost | AgeAtLeast | MonthsSince | Situation | All | Any | Not
ALWAYS = All(())


class Answer(msgspec.Struct, frozen=True):
    """One possible answer to a question."""

    value: Value
    text: Text


class Fact(msgspec.Struct, frozen=True):
    """Something to know of a person, with the question that finds it out; asked only where `when` holds.

    `entity` is whom of the household it is about. `kind` choice has `answers`; number has `low` to `high`.
    """

    id: str
    theme: str
    kind: Literal["choice", "yes_no", "number"]
    ask: Text
    entity: str = "applicant"
    help: Text | None = None
    answers: tuple[Answer, ...] = ()
    low: int = 0
    high: int = 999
    unit: Text | None = None
    when: Rule = ALWAYS


class Parameter(msgspec.Struct, frozen=True):
    """A number that differs by place and year; None means that `owner` has not confirmed it, so nobody may judge."""

    id: str
    name: Text
    value: int | None
    owner: Text


class NamedSituation(msgspec.Struct, frozen=True):
    """A rule that has a name of its own (情形)."""

    id: str
    name: Text
    when: Rule


class Document(msgspec.Struct, frozen=True):
    """A kind of paper; `electronic` needs none, `held` tells whether the person has it already (None: yes)."""

    id: str
    name: Text
    electronic: bool = False
    held: Rule | None = None


class Need(msgspec.Struct, frozen=True):
    """What an item asks for where `when` holds: one of `documents`, so many originals and copies.

    Without a `key` one the counter refuses.
    """

    documents: tuple[str, ...]
    originals: int = 1
    copies: int = 0
    key: bool = False
    note: Text | None = None
    when: Rule = ALWAYS


class Requirement(msgspec.Struct, frozen=True):
    """What must hold for an item; else it cannot be done, or not yet, for `reason`, by `clause`; `action` helps."""

    holds: Rule
    otherwise: Literal["cannot", "not_yet"]
    reason: Text
    clause: str | None = None
    action: Text | None = None


class Option(msgspec.Struct, frozen=True):
    """One way to do an item: at `point` (None is from home), working `days` until done, `collect` comes back for it."""

    point: str | None
    days: int
    collect: bool = False
    channel: str = "window"


class Item(msgspec.Struct, frozen=True):
    """A service item (事项): who may have it, what it needs, what comes out of it, where it is done."""

    id: str
    name: Text
    options: tuple[Option, ...]
    requirements: tuple[Requirement, ...] = ()
    needs: tuple[Need, ...] = ()
    outputs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    fee: int = 0


class Point(msgspec.Struct, frozen=True):
    """A place to go to: a center's line (`service`) or another office (`center` None)."""

    id: str
    name: Text
    center: str | None
    service: str | None
    hours: Text | None = None


class Entry(msgspec.Struct, frozen=True):
    """An item in a checklist, for whom `when` holds; `optional` ones may be left out."""

    item: str
    when: Rule = ALWAYS
    optional: bool = False


class Checklist(msgspec.Struct, frozen=True):
    """A matter (主题) of a theme (专题) with its items, in the order to show them."""

    id: str
    theme: Text
    topic: Text
    entries: tuple[Entry, ...]
    facts_first: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """Where a knowledge point comes from, and in which words."""

    document: str
    quote: str | None = None


class Knowledge(msgspec.Struct, frozen=True):
    """One answer that can be checked, cited and expire; shown with its items or checklists where `when` holds."""

    id: str
    text: Text
    source: Source
    items: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    when: Rule = ALWAYS
    reviewed_by: str | None = None
    expires: str | None = None


class Case(msgspec.Struct, frozen=True):
    """A person as a test: for these answers the pack must give these verdicts and this number of visits."""

    name: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    verdicts: dict[str, Literal["can", "not_yet", "cannot", "unknown"]]
    visits: int | None = None


class Theme(msgspec.Struct, frozen=True):
    """What questions have in common; themes are asked in this order."""

    id: str
    name: Text


class Pack(msgspec.Struct, frozen=True):
    """Everything a city guides with. Order matters: themes, checklists and points are in order of preference."""

    id: str
    name: Text
    revision: int
    themes: tuple[Theme, ...] = ()
    facts: tuple[Fact, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    situations: tuple[NamedSituation, ...] = ()
    documents: tuple[Document, ...] = ()
    points: tuple[Point, ...] = ()
    items: tuple[Item, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    cases: tuple[Case, ...] = ()
