"""Whom a matter can be for, one by one, and the household that comes of choosing some of them. Pure."""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from config.centers import Text
from config.household import MEMBERS_MOST, RELATIONS, SHORT_NAMES, Household, Matter, Member
from config.pack import Checklist, Pack
from config.words import both
from server.rules.guidance.household.given import SEVERAL, joined, may_be_for
from server.rules.guidance.household.words import called, heading, relation_name, short_name


class Person(msgspec.Struct, frozen=True):
    """Somebody who can be chosen: a member by `value`, their id, or who joins (`child:elder_son`, `child:`)."""

    value: str
    text: Text
    chosen: bool = False


def people_for(pack: Pack, household: Household, checklist: Checklist) -> tuple[Person, ...]:
    """Return everybody for whom `checklist` can be, members of the household first in their relation."""
    return tuple(_people(pack, household, checklist))


def chosen_for(household: Household, alike: Collection[str], values: Sequence[str]) -> Household:
    """Return the household in which the checklists `alike` are for those named by `values`; whom nothing is for leaves.

    A value that names nobody counts as nothing, and so does what comes after more people than there may be.
    """
    members = list(household.members)
    ids: list[str] = []
    for value in values[: MEMBERS_MOST + 1]:
        kind, joins, name = value.partition(":")
        relation = next((each for each in RELATIONS if joins and each == kind), None)
        if relation is not None:
            members.append(joined(Household(tuple(members)), relation, name))
            ids.append(members[-1].id)
        elif any(each.id == kind for each in members):
            ids.append(kind)
    others = tuple(each for each in household.matters if each.checklist not in alike)
    ordered = tuple(each.id for each in members if each.id in ids)
    matters = (*others, *(Matter(each, ordered) for each in sorted(alike) if ordered))
    wanted = {each for matter in matters for each in matter.members}
    return Household(tuple(each for each in members if each.id in wanted), matters)


def _people(pack: Pack, household: Household, checklist: Checklist) -> Iterator[Person]:
    chosen = next((each.members for each in household.matters if each.checklist == checklist.id), ())
    taken = {each.name for each in household.members}
    for relation in may_be_for(pack, checklist):
        members = household.of(relation)
        yield from (Person(each.id, heading(called(each, household).text), each.id in chosen) for each in members)
        if relation not in SEVERAL:
            if not members:
                yield Person(f"{relation}:", _own_name(Member(relation, relation)))
            continue
        for name in SHORT_NAMES.get(relation, ()):
            if name not in taken:
                yield Person(f"{relation}:{name}", heading(short_name(name)))
        person = heading(relation_name(relation))
        yield Person(f"{relation}:", both("{person}, without a name", person=person))


def _own_name(member: Member) -> Text:
    return both("Myself") if member.relation == "me" else heading(called(member, Household((member,))).text)
