"""A household from outside: whether it fits a pack, and answers carried from one household to the next. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from config.centers import Text
from config.household import MEMBERS_MOST, ONE_ONLY, RELATIONS, SHORT_NAMES, Household, Member, Relation
from config.pack import Checklist, Pack
from config.rule import Value
from config.words import both
from server.rules.errors import Refusal
from server.rules.guidance.household.cast import Cast, Casting, own_id
from server.rules.guidance.household.copies import named
from server.rules.guidance.household.expand import ELSEWHERE
from server.rules.guidance.household.roles import Roles

SEVERAL: Final[tuple[Relation, ...]] = ("child", "employee", "other")
"""Relations that several people of a household may have."""


def fitting(pack: Pack, household: Household) -> Household:
    """Return `household`; raises `Refusal` household_full, household_unfit (which says why) or checklist_unknown."""
    if len(household.members) > MEMBERS_MOST:
        raise Refusal("household_full", most=MEMBERS_MOST)
    checklists = {each.id: each for each in pack.checklists}
    for matter in household.matters:
        if matter.checklist not in checklists:
            raise Refusal("checklist_unknown", checklist=matter.checklist)
    why = next((each for each in _wrong(household)), None)
    if why is None:
        why = next(
            (
                each
                for matter in household.matters
                for each in _wrong_for(pack, household, checklists[matter.checklist], matter.members)
            ),
            None,
        )
    if why is not None:
        raise Refusal("household_unfit", why=why)
    return household


def may_be_for(pack: Pack, checklist: Checklist) -> tuple[Relation, ...]:
    """Return whom of a household `checklist` can be for; empty where it is for nobody in particular."""
    subject = next((each for each in pack.entities if each.id == checklist.subject), None)
    if subject is None:
        return ()
    if subject.relation is not None:
        family = tuple(each for each in RELATIONS if each != "employee")
        return family if subject.relation == "me" else (subject.relation,)
    who = next((each for each in pack.facts if each.id == subject.who), None)
    answers = {answer.value for answer in who.answers} if who is not None else set()
    return tuple(each for each in RELATIONS if each in answers or (each != "employee" and ELSEWHERE in answers))


def joined(household: Household, relation: Relation, name: str = "") -> Member:
    """Return a new member of `household`, with an id that nobody has."""
    if relation not in SEVERAL:
        return Member(relation, relation)
    there = {each.id for each in household.members}
    ids = (f"{relation[0]}{count}" for count in range(1, len(there) + 2))
    free = next(each for each in ids if each not in there)
    known = next((each for each in SHORT_NAMES.get(relation, ()) if each == name), None)
    return Member(free, relation, known)


def carried(pack: Pack, before: Household, after: Household, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Return `answers` that were given as `before`, named as they are for `after`.

    Whoever is no longer there takes their answers along. What nobody was known to have said is the first one's, or that
    of whom an answer named.
    """
    roles = Roles(pack)
    facts = {each.id for each in pack.facts}
    moving = _Moving(pack, roles, before, after, answers)
    kept: dict[str, Value] = {}
    for name, value in answers.items():
        own = own_id(name)
        if own not in facts:
            kept[name] = value
        elif (to := moving.named(name, own)) is not None:
            kept[to] = value
    return kept


@dataclass
class _Moving:
    pack: Pack
    roles: Roles
    before: Household
    after: Household
    answers: Mapping[str, Value]

    def __post_init__(self) -> None:
        self.old = Casting(self.pack, self.roles, self.before, {})
        self.new = Casting(self.pack, self.roles, self.after, {})
        self.olds, self.news = list(self.old.all_casts()), list(self.new.all_casts())
        self.said = {each.id: self.answers.get(each.who) for each in self.pack.entities if each.who is not None}

    def named(self, name: str, own: str) -> str | None:
        """Return what the answer `name` to the fact `own` is called now; None where nobody has it."""
        about = self.roles.fact(own)
        cast = next((each for each in self.olds if named(own, about, each) == name), None)
        if cast is None:
            return None
        found = (each for each in self.news if all(self._same(role, cast, each) for role in about))
        to = next(found, None)
        return None if to is None else named(own, about, to)

    def _same(self, role: str, cast: Cast, other: Cast) -> bool:
        """Return whether who plays `role` in `cast` of before plays it in `other` of after."""
        one, now = self.old.player(role, cast), self.new.player(role, other)
        if one is not None and now is None:
            # Nobody is said to play it any more: it is the first one's again.
            there = not self.after.members or any(each.id == one for each in self.after.members)
            return there and one == self.old.player(role, self.old.plain())
        if one is None and now is not None:
            relation = self.said.get(role)
            called = [each.id for each in self.after.members if each.relation == relation]
            return now == (called[0] if called else self.new.player(role, self.new.plain()))
        return one == now


def _wrong(household: Household) -> Iterator[Text]:
    ids = [each.id for each in household.members]
    if len(set(ids)) < len(ids):
        yield both("Each member needs an id of their own.")
    for relation in ONE_ONLY:
        if len(household.of(relation)) > 1:
            yield both("Only one person can be this to you: {relation}.", relation=relation)
    names = [each.name for each in household.members if each.name is not None]
    if len(set(names)) < len(names):
        yield both("Two members have the same short name.")
    for each in household.members:
        if each.name is not None and each.name not in SHORT_NAMES.get(each.relation, ()):
            yield both("{name} is no name for this relation: {relation}.", name=each.name, relation=each.relation)
    listed = [each.checklist for each in household.matters]
    if len(set(listed)) < len(listed):
        yield both("A checklist is there twice.")


def _wrong_for(pack: Pack, household: Household, checklist: Checklist, members: tuple[str, ...]) -> Iterator[Text]:
    """Find who cannot be the one whom `checklist` is for."""
    there: dict[str, Member] = {each.id: each for each in household.members}
    fit = may_be_for(pack, checklist)
    if not fit:
        yield both("“{checklist}” is for nobody in particular.", checklist=checklist.topic)
    for name in members:
        if name not in there:
            yield both("There is no member {member}.", member=name)
        elif there[name].relation not in fit:
            yield both("“{checklist}” cannot be for {member}.", checklist=checklist.topic, member=name)
