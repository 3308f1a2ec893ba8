"""What must come out of a pack: people as tests, and what callers of the hotline must be told."""

from typing import Literal

import msgspec

from config.household import NOBODY, Household
from config.rule import Value


class Variant(msgspec.Struct, frozen=True):
    """The same person with another wish: items left out or taken in, another goal; what then comes out."""

    visits: int | None = None
    working_days: int | None = None
    leave_out: tuple[str, ...] = ()
    goal: str = "fewest"
    take_in: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """A person as a test: on day `on`, for these answers, the pack must give all this.

    `verdicts` of items named, inapplicable where they do not concern this person; `bring` documents to have on paper,
    `upload` those needed online only, `waived` those that the counter sees itself, when given exactly these; `fees` is
    what is due in all. `says` has the reasons of items, exactly these, by how they begin in Chinese. `items_at_least`
    and `knowledge_at_least` count everything answered in one go. `parameters` are taken to be confirmed at these
    values, so that rules behind open ones are tried too. With a `household` what is about another than the first of a
    kind is named with the member's id behind it: `grade~son`. What they are `unsure` of is open to the end; `visits`
    are then those of what is sure, and `visits_most` as many as it may still become.
    """

    name: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    verdicts: dict[str, Literal["can", "not_yet", "cannot", "unknown", "inapplicable"]]
    on: str = "2026-11-24"
    unsure: tuple[str, ...] = ()
    visits: int | None = None
    visits_most: int | None = None
    working_days: int | None = None
    bring: tuple[str, ...] | None = None
    upload: tuple[str, ...] | None = None
    waived: tuple[str, ...] | None = None
    fees: int | None = None
    says: dict[str, tuple[str, ...]] = {}
    items_at_least: int = 0
    knowledge_at_least: int = 0
    variants: tuple[Variant, ...] = ()
    parameters: dict[str, int] = {}
    household: Household = NOBODY


Manner = Literal[
    "hotline",
    "whole",
    "colloquial",
    "cantonese",
    "typo",
    "pinyin",
    "initials",
    "english",
    "mixed",
    "together",
    "outside",
]
"""How a caller says it: `hotline` as written down at 12345, `together` several matters, `outside` none of this city."""


class HotlineQuestion(msgspec.Struct, frozen=True):
    """What callers of 12345 ask, and which knowledge points, items or checklists must be found for it.

    One of `finds` must be among the first; of a question `together` all of them must be offered as one. What is asked
    `outside` finds nothing: people must be told so, and whom to ask.
    """

    id: str
    question: str
    finds: tuple[str, ...] = ()
    manner: Manner = "hotline"
