"""One person has a trait once: what a fact says of somebody is said in every role that they play. Pure."""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from config.fact import Entity, Fact, SameFact
from config.pack import Pack
from config.rule import ALWAYS, All, Is, Not, Rule
from config.rule import Any as AnyOf

NEVER: Final[Rule] = AnyOf(())


def with_traits(pack: Pack) -> Pack:
    """Return `pack` with the other facts that say each trait already written to `same`, in the order of the facts."""
    entities = {each.id: each for each in pack.entities}
    said: dict[str, list[Fact]] = {}
    facts = []
    for fact in pack.facts:
        if fact.trait is None:
            facts.append(fact)
            continue
        before = said.setdefault(fact.trait, [])
        same = tuple(
            SameFact(each.id, when, fact.told if not each.told else ())
            for each in before
            if (not each.told or each.told == fact.told)
            and (when := same_person(entities, each.entity, fact.entity)) != NEVER
        )
        facts.append(replace(fact, same=(*fact.same, *same)))
        before.append(fact)
    return pack if not said else replace(pack, facts=tuple(facts))


def same_person(entities: Mapping[str, Entity], one: str, other: str) -> Rule:
    """Return the rule under which two entities are the same person: `ALWAYS`, `NEVER` or what decides it."""
    if one == other:
        return ALWAYS
    ones, others = _people(entities, one), _people(entities, other)
    both = [_all(ones[person], others[person]) for person in ones if person in others]
    if ALWAYS in both:
        return ALWAYS
    return both[0] if len(both) == 1 else AnyOf(tuple(both))


def _people(entities: Mapping[str, Entity], name: str) -> dict[str, Rule]:
    """Return everybody whom `name` may be in the end, each with the rule for it; the first that holds it is."""
    found: dict[str, Rule] = {}
    earlier: tuple[Rule, ...] = ()
    names = entities[name].same if name in entities else ()
    # Different answers to one question exclude each other already.
    answers = {same.when.fact for same in names if isinstance(same.when, Is)}
    alone = len(answers) == 1 and all(isinstance(same.when, Is) for same in names)
    for same in names:
        for person, rule in _people(entities, same.entity).items():
            deeper = _all(*earlier, same.when, rule)
            found[person] = deeper if person not in found else AnyOf((found[person], deeper))
        if same.when == ALWAYS:
            return found
        earlier = earlier if alone else (*earlier, Not(same.when))
    found[name] = _all(*(Not(same.when) for same in names))
    return found


def _all(*rules: Rule) -> Rule:
    parts = tuple(each for each in rules if each != ALWAYS)
    if not parts:
        return ALWAYS
    return parts[0] if len(parts) == 1 else All(parts)
