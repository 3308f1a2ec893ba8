"""Answers that the citizen's identity card tells: filled in for them to confirm, never taken for answers. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from config.fact import ByCard, CardTells, Entity, Fact
from config.rule import ALWAYS, Rule, Value
from config.rule import Any as AnyOf
from server.rules.guidance.household.traits import NEVER, same_person
from server.rules.guidance.judge.answers import why_unfit
from server.rules.guidance.judge.asking import counted
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import known, truth

WORDS: Final[Mapping[CardTells, frozenset[str]]] = {
    "sex": frozenset(("male", "female")),
    "kind": frozenset(("resident", "hong_kong", "macao", "taiwan", "foreigner")),
    "state": frozenset(("valid", "expired")),
}
"""What a card says in words; the rest are dates."""


class CardTold(msgspec.Struct, frozen=True):
    """What a card says that answers questions; `expires` is None for one that is good for ever. It never prints it."""

    kind: Literal["resident", "hong_kong", "macao", "taiwan", "foreigner"]
    birth: date
    sex: Literal["male", "female"] | None = None
    expires: date | None = None

    def __repr__(self) -> str:
        return "CardTold(...)"


def by_card(book: Book, answers: Mapping[str, Value], card: CardTold | None, today: date) -> dict[str, Value | None]:
    """Return every fact of the citizen that a card can tell, with the answer that `card` tells `today`.

    None is told where there is no card, where it leaves that open, and where what it says is no answer today. Whether a
    role of the pack is played by the citizen is known by `answers`; a role that may be somebody else's is not told.
    """
    at = known(book, counted(book, answers, known(book, {}, today)), today)
    told = [fact for fact in book.pack.facts if fact.by_card is not None]
    return {
        fact.id: None if card is None else _told(fact, card, today)
        for fact in told
        if truth(citizens_own(book.pack.entities, fact.entity), at) is True
    }


def citizens_own(entities: Sequence[Entity], entity: str) -> Rule:
    """Return the rule under which `entity` is the citizen; in a pack that names nobody it always is."""
    people = {each.id: each for each in entities}
    if not people:
        return ALWAYS
    me = [each.id for each in entities if each.relation == "me"] or ["applicant"]
    mine = (same_person(people, entity, each) for each in me)
    return AnyOf(tuple(rule for rule in mine if rule != NEVER))


def _told(fact: Fact, card: CardTold, today: date) -> Value | None:
    said = None if fact.by_card is None else _said(fact.by_card, card, today)
    if said is None or fact.by_card is None:
        return None
    answer = dict(fact.by_card.values).get(said) if fact.by_card.values else said
    return None if answer is None or why_unfit(fact, answer, today) is not None else answer


def _said(by: ByCard, card: CardTold, today: date) -> str | None:
    match by.tells:
        case "birth":
            return card.birth.isoformat()
        case "expiry":
            return None if card.expires is None else card.expires.isoformat()
        case "sex":
            return card.sex
        case "kind":
            return card.kind
        case "state":
            return "expired" if card.expires is not None and card.expires < today else "valid"
