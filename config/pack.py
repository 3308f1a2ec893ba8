"""A guidance pack as frozen data: what a city knows of its services, whom to ask what, and how it is proved.

Rules are data, never scripts (`config.rule`). In YAML a rule is a mapping with one key, see `config.pack_file`; over
the network a pack is the JSON of these structs. Dates are `YYYY-MM-DD`, days are working days unless said otherwise.
"""

from typing import Literal

import msgspec

from config.case import Case, HotlineQuestion
from config.centers import Text
from config.guide import Elements
from config.rule import ALWAYS, Any, Not, Rule, Value

EntityKind = Literal["person", "company"]
FactKind = Literal["choice", "yes_no", "number", "date"]


class Theme(msgspec.Struct, frozen=True):
    """A stage of life or business (专题) that questions and matters belong to; themes are asked in this order."""

    id: str
    name: Text


class Entity(msgspec.Struct, frozen=True):
    """One of a household whom facts, papers and presence are about."""

    id: str
    name: Text
    kind: EntityKind = "person"


class Answer(msgspec.Struct, frozen=True):
    """One possible answer to a question; `spoken` is what is read out instead of it."""

    value: Value
    text: Text
    spoken: Text | None = None


class SameFact(msgspec.Struct, frozen=True):
    """Another fact that says the same where `when` holds: the citizen's own age, for example.

    `values` tells what each of its values is here; without them it is the same value.
    """

    fact: str
    when: Rule
    values: tuple[tuple[Value, Value], ...] = ()


class Fact(msgspec.Struct, frozen=True):
    """Something to know of an entity, with the question that finds it out; asked only where `when` holds.

    `kind` choice has `answers`; number has `low` to `high` and `unit`, and `grows` says that it becomes one more with
    every month or year. `easy` is the wording in large type, `spoken` the one that is read out; without them `ask` is.
    `personal` facts are asked only when a rule that is still open uses them, and never leave this consultation. What
    the first of `same` that holds has said already is not asked again, and nothing else counts.
    """

    id: str
    theme: str
    kind: FactKind
    ask: Text
    entity: str = "applicant"
    easy: Text | None = None
    spoken: Text | None = None
    help: Text | None = None
    answers: tuple[Answer, ...] = ()
    low: int = 0
    high: int = 999
    unit: Text | None = None
    grows: Literal["month", "year"] | None = None
    falls: Literal["day", "working_day", "month"] | None = None
    personal: bool = False
    when: Rule = ALWAYS
    same: tuple[SameFact, ...] = ()


class Dated(msgspec.Struct, frozen=True):
    """What a parameter is from `since` to `until`, both included; None is open on that side."""

    value: int | None
    since: str | None = None
    until: str | None = None


class Parameter(msgspec.Struct, frozen=True):
    """A number that differs by place and year.

    On a day that no entry covers, or whose entry is None, `owner` has not confirmed it and nobody may judge by it. The
    day is today, or the date in the fact `by`: so a table by date of birth is one parameter.
    """

    id: str
    name: Text
    owner: Text
    values: tuple[Dated, ...] = ()
    by: str | None = None


class NamedSituation(msgspec.Struct, frozen=True):
    """A rule that has a name of its own (情形); of those that share a `group` at most one may hold."""

    id: str
    name: Text
    when: Rule
    group: str | None = None


class Same(msgspec.Struct, frozen=True):
    """Another document that is the very same paper where `when` holds: the citizen's own card, for example."""

    document: str
    when: Rule


class Document(msgspec.Struct, frozen=True):
    """A kind of paper of `entity`.

    `electronic` ones are seen by the counter itself, `retrievable` ones are printed on the spot; `held` tells whether
    the person has it already (None: yes). `valid_days` calendar days after it was got it is worth nothing. Where one of
    `same` is needed too and holds, that one alone is listed.
    """

    id: str
    name: Text
    entity: str = "applicant"
    electronic: bool = False
    retrievable: bool = False
    held: Rule | None = None
    valid_days: int | None = None
    where: Text | None = None
    same: tuple[Same, ...] = ()


class Need(msgspec.Struct, frozen=True):
    """What an item asks for where `when` holds: one of `documents`, so many originals and copies.

    With `checklists` it is asked only of those whom the item concerns by one of these.

    Originals that are `collected` stay at the counter and are summed; the others are given back. Without a `key` one
    the counter refuses. `deferred_days` may bring it so many working days later (容缺); with `declaration` a signed
    promise stands in for it (告知承诺).
    """

    documents: tuple[str, ...]
    originals: int = 1
    copies: int = 0
    collected: bool = False
    key: bool = False
    deferred_days: int | None = None
    declaration: bool = False
    note: Text | None = None
    when: Rule = ALWAYS
    checklists: tuple[str, ...] = ()


class Requirement(msgspec.Struct, frozen=True):
    """What must hold for an item; else it cannot be done, or not yet, for `reason`, by `clause`; `action` helps.

    It is required only of those for whom `when` holds. In `reason` and `action`, `{short}` is how much is lacking or
    too much ("2 个月"), `{date}` when time will have mended that, and `{bound}` the bound itself.
    """

    holds: Rule
    otherwise: Literal["cannot", "not_yet"]
    reason: Text
    clause: str | None = None
    action: Text | None = None
    knowledge: tuple[str, ...] = ()
    when: Rule = ALWAYS

    @property
    def rule(self) -> Rule:
        """Return what must hold for everybody."""
        return self.holds if self.when == ALWAYS else Any((Not(self.when), self.holds))


class Option(msgspec.Struct, frozen=True):
    """One way to do an item: at `point`, which names a point or a group of points (None is from home).

    It takes `days` until done (None: nobody has confirmed how many). `collect` comes back for the result; with `mail`
    it comes by mail instead, which costs `cost` yuan beside the fee. `channel` is one of window, online, self_service,
    community, mail, bank, phone. It is open only to those for whom `when` holds.
    """

    point: str | None
    days: int | None
    collect: bool = False
    channel: str = "window"
    mail: bool = False
    cost: int = 0
    when: Rule = ALWAYS

    @property
    def least_days(self) -> int:
        """Return the days that it takes at least: what is done on the spot is confirmed."""
        return 1 if self.days is None else self.days


class Fee(msgspec.Struct, frozen=True):
    """What an item costs, in yuan, for those for whom `when` holds; None where nobody has confirmed it."""

    amount: int | None
    when: Rule


class Season(msgspec.Struct, frozen=True):
    """The days of every year in which an item may be handed in, `MM-DD` to `MM-DD`, both included."""

    opens: str
    closes: str
    name: Text


class Item(msgspec.Struct, frozen=True):
    """A service item (事项): who may have it, what it needs, what comes out of it, where it is done.

    `service` is the line it is done at in a center. `present` are the entities who must come in person; a relative may
    come instead where `proxy` says with what. `after` are items that the law puts before it. `elements` are those of
    its published guide. `hint` is what a good guide would add, `help` who helps, `supply` how much of it there is.
    The first of `fees` that holds is due instead of `fee` (None: nobody has confirmed it); `seasons` are further ones
    beside `season`. Where it can be done it stands for the items that it `bundles` (一件事): they are handed in with
    it, and give what they give.
    """

    id: str
    name: Text
    options: tuple[Option, ...]
    requirements: tuple[Requirement, ...] = ()
    needs: tuple[Need, ...] = ()
    outputs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    fee: int | None = 0
    service: str | None = None
    present: tuple[str, ...] = ("applicant",)
    proxy: Text | None = None
    season: Season | None = None
    authority: str | None = None
    elements: Elements | None = None
    hint: Text | None = None
    aliases: tuple[str, ...] = ()
    help: Text | None = None
    supply: Text | None = None
    fees: tuple[Fee, ...] = ()
    seasons: tuple[Season, ...] = ()
    bundles: tuple[str, ...] = ()

    @property
    def every_season(self) -> tuple[Season, ...]:
        """Return all seasons in which it may be handed in; none means the whole year."""
        return (*(() if self.season is None else (self.season,)), *self.seasons)

    @property
    def choices(self) -> tuple[Rule, ...]:
        """Return the rules that decide how it is done and what it costs."""
        return (*(each.when for each in self.options), *(each.when for each in self.fees))


class Authority(msgspec.Struct, frozen=True):
    """A department that answers for items and parameters; two different phone numbers with area code."""

    id: str
    name: Text
    phone: str
    complaints: str


class Point(msgspec.Struct, frozen=True):
    """A place to go to: a center with its lines (`services`) or another office (`center` None).

    Being there once is one visit, whatever the number of its lines. Options may name any of its
    `groups` instead of itself. `minutes` is the usual way there from the middle of town.
    """

    id: str
    name: Text
    center: str | None
    services: tuple[str, ...] = ()
    hours: Text | None = None
    address: Text | None = None
    phone: str | None = None
    groups: tuple[str, ...] = ()
    minutes: int = 20


class Exclusion(msgspec.Struct, frozen=True):
    """Items that nobody can have together: where several could be done, the first stays and the others wait."""

    id: str
    items: tuple[str, ...]
    reason: Text
    clause: str | None = None


class Entry(msgspec.Struct, frozen=True):
    """An item in a checklist, for whom `when` holds; `optional` ones may be left out."""

    item: str
    when: Rule = ALWAYS
    optional: bool = False


class Checklist(msgspec.Struct, frozen=True):
    """A matter (主题) of a theme (专题) with its items, in the order to show them.

    `facts_first` are asked first; `keywords` are what people call it.
    """

    id: str
    theme: Text
    topic: Text
    entries: tuple[Entry, ...]
    facts_first: tuple[str, ...] = ()
    summary: Text | None = None
    keywords: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """A document that knowledge rests on.

    `file` (in the pack's `sources/`) holds its text, `sha256` is the hash of that when it was last read.
    `official` ones are published by whoever decided them; others may be cited but prove nothing.
    """

    id: str
    title: str
    publisher: str = ""
    number: str = ""
    address: str = ""
    read_on: str | None = None
    official: bool = False
    file: str | None = None
    sha256: str | None = None


class Citation(msgspec.Struct, frozen=True):
    """Where in a source, in which words."""

    source: str
    clause: str = ""
    quote: str | None = None


class Knowledge(msgspec.Struct, frozen=True):
    """One answer that can be checked, cited and expire; shown with its items or checklists where `when` holds.

    Without `reviewed_by`, after `expires`, or when a quote is gone from its source it is shown "for reference".
    """

    id: str
    text: Text
    citations: tuple[Citation, ...]
    items: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    when: Rule = ALWAYS
    title: str = ""
    category: str = ""
    nature: str = "日常咨询"
    keywords: tuple[str, ...] = ()
    reviewed_by: str | None = None
    reviewed_on: str | None = None
    expires: str | None = None


class Side(msgspec.Struct, frozen=True):
    """What one source of a conflict says."""

    says: Text
    source: str


class Conflict(msgspec.Struct, frozen=True):
    """Sources that disagree about `items` or `knowledge`; `in_force` is the number of the side followed, if decided."""

    id: str
    about: Text
    sides: tuple[Side, ...]
    items: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    in_force: int | None = None


class Pack(msgspec.Struct, frozen=True):
    """Everything a city guides with. Order matters: themes, checklists and points are in order of preference."""

    id: str
    name: Text
    revision: int
    holidays: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    situations: tuple[NamedSituation, ...] = ()
    authorities: tuple[Authority, ...] = ()
    documents: tuple[Document, ...] = ()
    points: tuple[Point, ...] = ()
    items: tuple[Item, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    sources: tuple[Source, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    cases: tuple[Case, ...] = ()
    hotline: tuple[HotlineQuestion, ...] = ()
    synonyms: dict[str, tuple[str, ...]] = {}


HEAD = ("id", "name", "revision", "holidays", "synonyms")
PARTS = tuple(name for name in Pack.__struct_fields__ if name not in HEAD)
"""The parts of a pack that are lists of records."""
