"""A household as a citizen gives it: its members by relation and short name, and which matter is for whom. Frozen data.

No name of a person is ever typed or kept.
"""

from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

Relation = Literal["me", "spouse", "mother", "father", "child", "employee", "other"]
"""What somebody is to the citizen."""
ShortName = Literal[
    "elder_daughter",
    "younger_daughter",
    "second_daughter",
    "elder_son",
    "younger_son",
    "second_son",
    "baby",
    "grandmother",
    "grandfather",
    "mother_in_law",
    "father_in_law",
    "sister",
    "brother",
]
RELATIONS: Final[tuple[Relation, ...]] = get_args(Relation)
SHORT_NAMES: Final[dict[Relation, tuple[ShortName, ...]]] = {
    "child": get_args(ShortName)[:7],
    "other": get_args(ShortName)[7:],
}
"""What members of a relation may be called, so that two of a kind are told apart."""
ONE_ONLY: Final[frozenset[Relation]] = frozenset(("me", "spouse", "mother", "father"))
"""Relations that only one person has."""
MEMBERS_MOST: Final = 8
MEMBER_SIGNS: Final = "^[a-z0-9]{1,8}$"

MemberId = Annotated[str, Meta(pattern=MEMBER_SIGNS)]


class Member(msgspec.Struct, frozen=True):
    """One of a household; `id` tells them apart within it, `name` is chosen from a list."""

    id: MemberId
    relation: Relation
    name: ShortName | None = None


class Matter(msgspec.Struct, frozen=True):
    """Whom of the household a checklist is for, by their ids, in the order of the household."""

    checklist: Annotated[str, Meta(min_length=1, max_length=128)]
    members: Annotated[tuple[MemberId, ...], Meta(min_length=1, max_length=MEMBERS_MOST)]


class Household(msgspec.Struct, frozen=True):
    """Everybody whom a consultation is about, at most `MEMBERS_MOST`, and which matter is for whom.

    Without members it is the citizen alone, and one person for each role that a pack knows.
    """

    members: tuple[Member, ...] = ()
    matters: tuple[Matter, ...] = ()

    def member(self, name: str) -> Member:
        """Return the member whose id is `name`; raises `KeyError`."""
        return {each.id: each for each in self.members}[name]

    def of(self, relation: Relation) -> tuple[Member, ...]:
        """Return the members who are this to the citizen."""
        return tuple(each for each in self.members if each.relation == relation)


NOBODY: Final = Household()
"""No household is given: the citizen alone, and one person for each role."""
