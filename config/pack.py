"""A guidance pack as frozen data: what a city knows of its services, whom to ask what, and how it is proved.

Rules are data, never scripts (`config.rule`). In YAML a rule is a mapping with one key, see `config.pack_file`; over
the network a pack is the JSON of these structs. Dates are `YYYY-MM-DD`, days are working days unless said otherwise.
"""

import msgspec

from config.case import Case, HotlineQuestion
from config.centers import Calendar, Hours, SpecialDay, Text, Way
from config.contradiction import Contradiction
from config.fact import Entity, Fact, NamedSituation, Parameter, Theme
from config.item import Document, Item
from config.knowledge import Conflict, Knowledge, Source
from config.rule import ALWAYS, Rule
from config.sayings import Elsewhere, Saying


class Authority(msgspec.Struct, frozen=True):
    """A department that answers for items and parameters; two different phone numbers with area code."""

    id: str
    name: Text
    phone: str
    complaints: str


class Point(msgspec.Struct, frozen=True):
    """A place to go to: a center with its lines (`services`) or another office (`center` None).

    Being there once is one visit, whatever the number of its lines. Options may name any of its
    `groups` instead of itself. `minutes` is the usual way there from the middle of town. Without `hours` nobody
    knows when it is open; `special_days` have hours of their own, or are closed.
    """

    id: str
    name: Text
    center: str | None
    services: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    address: Text | None = None
    phone: str | None = None
    groups: tuple[str, ...] = ()
    minutes: int = 20
    special_days: tuple[SpecialDay, ...] = ()


class Exclusion(msgspec.Struct, frozen=True):
    """Items that nobody can have together: where several could be done, the first stays and the others wait."""

    id: str
    items: tuple[str, ...]
    reason: Text
    clause: str | None = None


class Entry(msgspec.Struct, frozen=True):
    """An item in a checklist, for whom `when` holds; `optional` ones may be left out.

    An optional one that costs a trip or weeks is only offered, unless it is `asked_for`: then `when` holds for nobody
    who has not said that they want it.
    """

    item: str
    when: Rule = ALWAYS
    optional: bool = False
    asked_for: bool = False


class Checklist(msgspec.Struct, frozen=True):
    """A matter (主题) of a theme (专题) with its items, in the order to show them.

    `facts_first` are asked first; `keywords` are what people call it. `subject` is the entity whom it is for: it can
    be for several of a household, each with verdicts and papers of their own. A `common` one stands on the first page.
    """

    id: str
    theme: Text
    topic: Text
    entries: tuple[Entry, ...]
    facts_first: tuple[str, ...] = ()
    summary: Text | None = None
    keywords: tuple[str, ...] = ()
    subject: str | None = None
    common: bool = False


class Jargon(msgspec.Struct, frozen=True):
    """A `term` of the offices, in Chinese, and what people say instead."""

    id: str
    term: str
    lay: str


class Pack(msgspec.Struct, frozen=True):
    """Everything a city guides with. Order matters: themes, checklists and points are in order of preference.

    In a release `calendar` is the table of the city's halls, where they have one. `ways` say how far it is from
    one point to another.
    """

    id: str
    name: Text
    revision: int
    calendar: Calendar = Calendar()
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
    sayings: tuple[Saying, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    jargon: tuple[Jargon, ...] = ()
    ways: tuple[Way, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


HEAD = ("id", "name", "revision", "calendar", "ways")
PARTS = tuple(name for name in Pack.__struct_fields__ if name not in HEAD)
"""The parts of a pack that are lists of records."""
