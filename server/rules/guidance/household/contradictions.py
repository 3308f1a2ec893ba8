"""What contradicts itself, for everybody of a household: each by themselves, and both who are married. Pure."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec.structs import replace

from config.contradiction import Contradiction
from config.household import Relation
from config.rule import ALWAYS, All
from server.rules.guidance.household.cast import APART, Cast, Casting
from server.rules.guidance.household.copies import Copies, named
from server.rules.guidance.household.roles import Roles
from server.rules.guidance.household.words import worded_all

COUPLES: Final[tuple[tuple[Relation, Relation], ...]] = (("me", "spouse"), ("mother", "father"))


def for_everybody(
    contradictions: Sequence[Contradiction], casting: Casting, roles: Roles, copies: Copies
) -> tuple[Contradiction, ...]:
    """Return `contradictions` for everybody whom their facts are asked of, each once."""
    casts = list(casting.all_casts())
    found = (
        _of_couples(each, casts, casting, roles, copies) if each.couple else _of_each(each, casts, roles, copies)
        for each in contradictions
    )
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _of_each(one: Contradiction, casts: Sequence[Cast], roles: Roles, copies: Copies) -> Iterator[Contradiction]:
    about = frozenset(one.same).union(roles.rule(one.when), *(roles.fact(each) for each in one.facts))
    seen = set[str]()
    for cast in casts:
        name = named(one.id, about, cast)
        facts = tuple(named(each, roles.fact(each), cast) for each in one.facts)
        asked = all(now == own or now in copies.facts.get(own, ()) for own, now in zip(one.facts, facts, strict=True))
        if name in seen or not asked:
            continue
        seen.add(name)
        there = replace(
            one,
            id=name,
            facts=facts,
            when=copies.rule(one.when, cast),
            same=tuple(copies.entity(each, cast) for each in one.same),
        )
        yield worded_all((there,), cast.words)[0]


def _of_couples(
    one: Contradiction, casts: Sequence[Cast], casting: Casting, roles: Roles, copies: Copies
) -> Iterator[Contradiction]:
    for fact in one.facts:
        about = roles.fact(fact)
        says: dict[str, tuple[str, Cast]] = {}
        for cast in casts:
            name = named(fact, about, cast)
            if name == fact or name in copies.facts.get(fact, ()):
                says.setdefault(_speaker(about, cast), (name, cast))
        for relations in COUPLES:
            two = [each.id for relation in relations for each in casting.household.of(relation) if each.id in says]
            names = tuple(says[each][0] for each in two)
            if len({*names}) < 2:
                continue
            rules = tuple(copies.rule(one.when, says[each][1]) for each in two)
            when = ALWAYS if one.when == ALWAYS else All(rules)
            apart = replace(one, id=f"{one.id}{APART}{'-'.join((fact, *two))}", facts=names, when=when)
            yield worded_all((apart,), says[two[-1]][1].words)[0]


def _speaker(about: frozenset[str], cast: Cast) -> str:
    """Return the id of the member who says in `cast` what is about these roles."""
    return next((cast.members[each] for each in sorted(about) if each in cast.members), "me")
