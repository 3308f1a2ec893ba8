"""Who of a household plays which role of a pack, in each walk through a checklist. Pure.

A role is an entity of the pack. The first who plays it keeps its plain name; for every other one the role, and all that
is about it, is named `role~label`, where the label is the member's id. Kin of somebody else than the citizen are played
by nobody known, under the label of that member with a `k` behind it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from config.centers import Text
from config.fact import Entity
from config.household import Household, Member, Relation
from config.pack import Checklist, Pack
from config.words import both
from server.rules.guidance.household.roles import Roles
from server.rules.guidance.household.words import Called, as_role, called, heading, me

APART: Final = "~"
"""What stands between an id of the pack and whom it is about; no id of a pack has it."""
KIN: Final[tuple[Relation, ...]] = ("spouse", "child", "mother", "father")
KIN_OF: Final[dict[tuple[Relation, Relation], Relation]] = {
    ("spouse", "spouse"): "me",
    ("mother", "spouse"): "father",
    ("father", "spouse"): "mother",
}
"""Who the second is to the citizen, as kin of somebody who is the first to the citizen, where that is plain."""


def own_id(name: str) -> str:
    """Return what the pack calls `name`, whomever of a household that is about."""
    return name.split(APART, 1)[0]


@dataclass(frozen=True)
class Cast:
    """Who plays what: role -> label where that is not plain, role -> what they are called.

    `people` says which entity each role with a label is in the end, if that is known; what is about one of `nobody` is
    not for this walk; `members` are those who play each role, by id.
    """

    labels: Mapping[str, str]
    words: Mapping[str, Called]
    people: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    nobody: frozenset[str] = frozenset()


class Casting:
    """The casts of `household` in `pack`."""

    def __init__(self, pack: Pack, roles: Roles, household: Household, said: Mapping[str, Relation]) -> None:
        """Cast them; `said` has what an answer says of who plays a role that the household leaves open."""
        self._pack, self._roles, self._said, self.household = pack, roles, said, household
        self._entities = {each.id: each for each in pack.entities}
        self._base = {each.relation: each.id for each in pack.entities if each.relation is not None}
        self._checklists = {each.id: each for each in pack.checklists}
        self._players = self._who_plays()
        self._leaning = {each.id: self._leans_on(each) for each in pack.entities}
        self._words = {each.id: as_role(each) for each in pack.entities}
        self._words.setdefault("applicant", me())
        for relation, entity in self._base.items():
            if first := household.of(relation)[:1]:
                self._words[entity] = called(first[0], household)
        for role, relation in said.items():
            if role in self._words and relation in self._base:
                self._words[role] = self._words[self._base[relation]]
        for role, members in self._players.items():
            self._words[role] = called(members[0], household)

    @property
    def players(self) -> Mapping[str, tuple[Member, ...]]:
        """Return who plays each role that matters were chosen for; the first of them plainly."""
        return self._players

    @property
    def child(self) -> str | None:
        """Return the role of the citizen's children."""
        return self._base.get("child")

    def name(self, entity: Entity) -> Text:
        """Return what is written over questions to `entity`."""
        members = self._players.get(entity.id)
        relation = members[0].relation if members else self._said.get(entity.id)
        if relation in self._base or members:
            return self._entities[self._base["me"]].name if relation == "me" else heading(self._words[entity.id].text)
        first = self.household.of(entity.relation)[:1] if entity.relation is not None else ()
        return entity.name if not first or first[0].relation == "me" else heading(called(first[0], self.household).text)

    def as_player(self, role: str, member: Member) -> Cast:
        """Return a cast in which `member` plays `role`."""
        return self._also(self.plain(), role, member, plain=self._players[role][0].id == member.id)

    def plain(self) -> Cast:
        """Return the cast in which everybody has their plain name."""
        return Cast({}, self._words, {}, {role: members[0].id for role, members in self._players.items()})

    def casts(self, checklist: Checklist) -> list[Cast]:
        """Return a cast for everybody whom `checklist` is for."""
        matter = next((each for each in self.household.matters if each.checklist == checklist.id), None)
        if matter is None or checklist.subject is None:
            return [self.plain()]
        members = [each for each in self.household.members if each.id in matter.members]
        me_too = any(each.relation == "me" for each in members)
        return [self._cast(checklist.subject, each, me_too=me_too) for each in members]

    def with_children(self, cast: Cast) -> Iterator[Cast]:
        """Return `cast` once for each child, where it does not say which of several it is about."""
        child = self._base.get("child")
        if child is None or child in cast.labels or child in cast.members:
            yield cast
            return
        for place, each in enumerate(self.household.of("child") or (None,)):
            yield cast if each is None else self._also(cast, child, each, plain=place == 0)

    def all_casts(self) -> Iterator[Cast]:
        """Return every cast there is, the plain one first."""
        yield self.plain()
        for checklist in self._pack.checklists:
            for cast in self.casts(checklist):
                yield from self.with_children(cast)

    def player(self, role: str, cast: Cast) -> str | None:
        """Return which member plays `role` in `cast`, if that is known; kin of somebody else go by their label."""
        if role in cast.members:
            return cast.members[role]
        if role in cast.labels:
            return cast.labels[role]
        relation = self._entities[role].relation if role in self._entities else None
        first = self.household.of(relation)[:1] if relation is not None and relation != "me" else ()
        return first[0].id if first else None

    def person(self, member: Member) -> str:
        """Return the entity that `member` is in the end."""
        base = self._base.get(member.relation)
        if base is None:
            return f"person{APART}{member.id}"
        same_kind = self.household.of(member.relation)
        return base if same_kind[0].id == member.id else f"{base}{APART}{member.id}"

    def strangers(self) -> Iterator[Entity]:
        """Return entities for members who are none of the pack's own."""
        for each in self.household.members:
            if each.relation not in self._base:
                yield Entity(self.person(each), heading(called(each, self.household).text))

    def _who_plays(self) -> dict[str, tuple[Member, ...]]:
        found: dict[str, tuple[Member, ...]] = {}
        wanted: dict[str, set[str]] = {}
        for matter in self.household.matters:
            listed = self._checklists.get(matter.checklist)
            if listed is not None and listed.subject in self._entities:
                wanted.setdefault(str(listed.subject), set()).update(matter.members)
        for role, ids in wanted.items():
            if self._entities[role].relation is None:
                found[role] = tuple(each for each in self.household.members if each.id in ids)
        return {role: members for role, members in found.items() if members}

    def _leans_on(self, entity: Entity) -> frozenset[str]:
        """Return the roles whose answers say who `entity` is, where it has no such answer of its own."""
        if entity.who is not None or entity.relation is not None:
            return frozenset()
        looked_at = frozenset().union(*(self._roles.rule(each.when) for each in entity.same))
        return looked_at - {entity.id} - {self._base.get("me", "applicant")}

    def _cast(self, subject: str, member: Member, *, me_too: bool) -> Cast:
        cast = self.plain()
        own = self._base.get("me", "applicant")
        for role, members in self._players.items():
            if member in members:
                cast = self._also(cast, role, member, plain=members[0].id == member.id)
        if member.relation == "child" and "child" in self._base:
            cast = self._also(cast, self._base["child"], member, plain=self.household.of("child")[0].id == member.id)
        if subject == own and member.relation != "me":
            cast = self._kin(self._also(cast, own, member, plain=False), member, me_too=me_too)
        return cast

    def _also(self, cast: Cast, role: str, member: Member, *, plain: bool) -> Cast:
        """Return `cast` with `member` in `role`, and in the roles that lean on it."""
        name = called(member, self.household)
        roles = (role, *(each for each, leaning in self._leaning.items() if role in leaning))
        members = {**cast.members, role: member.id}
        words = {**cast.words, role: name}
        if plain:
            return Cast(cast.labels, words, cast.people, members, cast.nobody)
        labels = {**cast.labels, **dict.fromkeys(roles, member.id)}
        person = self.person(member)
        people = {**cast.people} if person == f"{role}{APART}{member.id}" else {**cast.people, role: person}
        return Cast(labels, words, people, members, cast.nobody)

    def _kin(self, cast: Cast, member: Member, *, me_too: bool) -> Cast:
        """Return `cast` with those who are to `member` what the pack's own kin are to the citizen."""
        labels, words, people, nobody = dict(cast.labels), dict(cast.words), dict(cast.people), set(cast.nobody)
        name = words[self._base.get("me", "applicant")]
        for relation in KIN:
            role = self._base.get(relation)
            if role is None:
                continue
            if member.relation == "spouse" and relation == "child":
                # The children of both: dealt with once.
                nobody |= {role} if me_too else set()
                continue
            labels[role] = f"{member.id}k"
            words[role] = _of(name, relation)
            known = KIN_OF.get((member.relation, relation))
            if known is not None and known in self._base:
                people[role] = self._base[known]
                words[role] = self._words[people[role]]
        return Cast(labels, words, people, cast.members, frozenset(nobody))


def _of(whose: Called, relation: Relation) -> Called:
    """Return what the kin of somebody else is called."""
    patterns: dict[Relation, Text] = {
        "spouse": both("the spouse of {person}", person=whose.text),
        "child": both("the child of {person}", person=whose.text),
        "mother": both("the mother of {person}", person=whose.text),
        "father": both("the father of {person}", person=whose.text),
    }
    return Called(patterns[relation])
