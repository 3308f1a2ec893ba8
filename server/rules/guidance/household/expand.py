"""A pack for a household: what several are to do, bring and answer is there once for each of them. Pure.

The first who plays a role keeps the plain names, so that a pack, a case and an answer of before stay what they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from msgspec.structs import replace

from config.centers import Text
from config.fact import Entity, SameEntity
from config.household import NOBODY, Household, Relation
from config.knowledge import Knowledge
from config.pack import Checklist, Entry, Exclusion, Pack
from config.rule import ALWAYS, Value
from config.rule import Any as AnyOf
from server.rules.guidance.household.cast import Cast, Casting
from server.rules.guidance.household.contradictions import for_everybody
from server.rules.guidance.household.copies import Copies
from server.rules.guidance.household.roles import Roles
from server.rules.guidance.household.words import Called, as_role, me, told_apart, worded_all

ELSEWHERE: Final[Relation] = "other"
"""What an answer calls somebody for whom it has no word."""


class _Named(Protocol):
    """A record of a pack."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True)
class Use:
    """An item of a checklist, as it is for one cast."""

    checklist: str
    item: str
    cast: Cast


@dataclass(frozen=True)
class Expanded:
    """A pack for a household; `settled` is what that says already, `turns` whose turn a question is, from 0."""

    pack: Pack
    settled: Mapping[str, Value]
    turns: Mapping[str, int]


def expand(pack: Pack, household: Household, said: Mapping[str, Relation]) -> Expanded:
    """Return `pack` for `household`; `said` is who plays a role that it leaves open."""
    if household == NOBODY and not said:
        return Expanded(alone(pack), {}, {})
    roles = Roles(pack)
    casting = Casting(pack, roles, household, said)
    copies = Copies(pack, roles)
    used: list[Use] = []
    checklists = tuple(_checklist(each, casting, roles, copies, used) for each in pack.checklists)
    settled = _settled(pack, casting, copies)
    # Before the parts are put together: it may need situations of its own.
    knowledge = tuple(_knowledge(each, copies, used) for each in pack.knowledge)
    contradictions = for_everybody(pack.contradictions, casting, roles, copies)
    plain = casting.plain()
    made = replace(
        pack,
        entities=(*_entities(pack, casting), *(each for made in copies.entities.values() for each, _ in made.values())),
        facts=_with(worded_all(pack.facts, plain.words), copies.facts),
        parameters=_with(pack.parameters, copies.parameters),
        situations=_with(pack.situations, copies.situations),
        documents=_apart(
            _with(worded_all(pack.documents, plain.words), copies.documents), copies.documents, roles.document, plain
        ),
        items=_apart(_with(worded_all(pack.items, plain.words), copies.items), copies.items, roles.item, plain),
        exclusions=tuple(dict.fromkeys(each for one in pack.exclusions for each in _exclusions(one, copies, used))),
        checklists=checklists,
        knowledge=knowledge,
        conflicts=tuple(replace(each, items=_all(each.items, copies)) for each in pack.conflicts),
        contradictions=contradictions,
        cases=(),
        hotline=(),
    )
    return Expanded(made, settled, _turns(copies, household))


def alone(pack: Pack) -> Pack:
    """Return `pack` for nobody in particular: every role is called as the pack does."""
    words = {"applicant": me(), **{each.id: as_role(each) for each in pack.entities}}
    return replace(
        pack,
        facts=worded_all(pack.facts, words),
        documents=worded_all(pack.documents, words),
        items=worded_all(pack.items, words),
        contradictions=worded_all(pack.contradictions, words),
    )


def _checklist(checklist: Checklist, casting: Casting, roles: Roles, copies: Copies, used: list[Use]) -> Checklist:
    """Return `checklist` with its entries for everybody whom it is for."""
    casts = casting.casts(checklist)
    child = casting.child
    entries: list[Entry] = []
    for entry in checklist.entries:
        about = roles.entry(entry)
        for cast in casts:
            if about & cast.nobody:
                continue
            for each in casting.with_children(cast) if child in about else (cast,):
                name, when = copies.item(entry.item, each), copies.rule(entry.when, each)
                entries.append(replace(entry, item=name, when=when))
                used.append(Use(checklist.id, entry.item, each))
    first = [copies.fact(fact, cast) for fact in checklist.facts_first for cast in casts]
    return replace(checklist, entries=tuple(dict.fromkeys(entries)), facts_first=tuple(dict.fromkeys(first)))


def _entities(pack: Pack, casting: Casting) -> tuple[Entity, ...]:
    """Return the pack's own entities, each who it is in the end where the household says so, and its strangers."""
    found = []
    for entity in pack.entities:
        name = casting.name(entity)
        if members := casting.players.get(entity.id):
            person = casting.person(members[0])
            found.append(replace(entity, name=name, same=(SameEntity(person, ALWAYS),)))
        else:
            found.append(replace(entity, name=name))
    return (*found, *casting.strangers())


def _settled(pack: Pack, casting: Casting, copies: Copies) -> dict[str, Value]:
    """Return the answers to who plays a role, which the household gives."""
    facts = {each.id: each for each in pack.facts}
    settled: dict[str, Value] = {}
    for entity in pack.entities:
        if entity.who is None or entity.who not in facts:
            continue
        fits = [answer.value for answer in facts[entity.who].answers]
        for member in casting.players.get(entity.id, ()):
            relation = member.relation if member.relation in fits else ELSEWHERE
            settled[copies.fact(entity.who, casting.as_player(entity.id, member))] = relation
    return settled


def _with(own: Sequence[T], copies: Mapping[str, Mapping[str, tuple[T, Cast]]]) -> tuple[T, ...]:
    """Return what is the pack's own, each followed by its copies."""
    return tuple(each for one in own for each in (one, *(copy for copy, _ in copies.get(one.id, {}).values())))


def _apart(
    things: tuple[Any, ...], copies: Mapping[str, Mapping[str, tuple[Any, Cast]]], roles: Any, plain: Cast
) -> tuple[Any, ...]:
    """Return `things` with names that tell copies apart."""
    of: dict[str, tuple[str, Cast]] = {}
    names: dict[str, Text] = {each.id: each.name for each in things}
    clashing: dict[str, frozenset[str]] = {}
    for own, made in copies.items():
        if not made:
            continue
        all_names = [names[each].zh for each in (own, *made)]
        if len(set(all_names)) == len(all_names):
            continue
        differing = frozenset(role for _, cast in made.values() for role in cast.labels if role in roles(own))
        for each, cast in ((own, plain), *((name, cast) for name, (_, cast) in made.items())):
            of[each] = own, cast
            clashing[each] = differing
    return tuple(
        each
        if each.id not in clashing
        else replace(each, name=told_apart(each.name, _those(clashing[each.id], of[each.id][1])))
        for each in things
    )


def _those(roles: Iterable[str], cast: Cast) -> list[Called]:
    return list(dict.fromkeys(cast.words[role] for role in sorted(roles) if role in cast.words))


def _exclusions(one: Exclusion, copies: Copies, used: Sequence[Use]) -> list[Exclusion]:
    """Return `one` for everybody: two people may have what one cannot."""
    there = {name for own, made in copies.items.items() for name in (own, *made)}
    found = [one]
    for use in used:
        items = tuple(each for each in (copies.item_named(item, use.cast) for item in one.items) if each in there)
        if items != one.items and len(items) > 1:
            found.append(replace(one, items=items))
    return found


def _all(items: Sequence[str], copies: Copies) -> tuple[str, ...]:
    return tuple(each for item in items for each in (item, *copies.items.get(item, ())))


def _knowledge(point: Knowledge, copies: Copies, used: Sequence[Use]) -> Knowledge:
    """Return `point` for everybody: shown where it holds of anybody whom its items and checklists are about."""
    if point.when == ALWAYS:
        return replace(point, items=_all(point.items, copies))
    casts = [each.cast for each in used if each.item in point.items or each.checklist in point.checklists]
    rules = tuple(dict.fromkeys((point.when, *(copies.rule(point.when, cast) for cast in casts))))
    return replace(point, items=_all(point.items, copies), when=rules[0] if len(rules) == 1 else AnyOf(rules))


def _turns(copies: Copies, household: Household) -> dict[str, int]:
    """Return whose turn a question about somebody else is: members in their order, after the first of all."""
    places = {each.id: place for place, each in enumerate(household.members, 1)}
    return {
        name: max((places.get(label.removesuffix("k"), 0) for label in name.split("~", 1)[1].split("-")), default=0)
        for made in copies.facts.values()
        for name in made
    }
