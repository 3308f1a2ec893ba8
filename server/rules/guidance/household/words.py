"""What the members of a household are called, and texts of a pack that name them. Pure.

In a text `{insured}` is whoever plays that role: 您, 您爱人, 大女儿; you, your spouse, your elder daughter. In English
`{Insured}` begins a sentence, `{insured's}` owns something, and of `{insured:do|does}` the first is for "you", as it is
in Chinese of `{insured:您本人|参保的人}`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import msgspec

from config.centers import Text
from config.fact import Entity
from config.household import RELATIONS, SHORT_NAMES, Household, Member, Relation, ShortName
from config.words import both

NUMBERED: Final = ("your child no. {place}", "employee no. {place}", "relative no. {place}")
_encode: Final = msgspec.json.Encoder().encode
PLACE: Final = re.compile(r"\{([A-Za-z][\w-]*)('s)?(?::([^{}|]*)\|([^{}|]*))?\}")


class Called(msgspec.Struct, frozen=True):
    """What somebody is called in the middle of a sentence; `me` is the citizen, whom a text speaks to."""

    text: Text
    me: bool = False


def me() -> Called:
    """Return what the citizen is called."""
    return Called(both("you"), me=True)


def called(member: Member, household: Household) -> Called:
    """Return what `member` is called, told apart from others of the same kind."""
    if member.relation == "me":
        return me()
    if member.name is not None:
        return Called(short_name(member.name))
    alike = [each for each in household.of(member.relation) if each.name is None]
    if len(alike) < 2:
        return Called(relation_name(member.relation))
    place = alike.index(member) + 1
    match member.relation:
        case "child":
            return Called(both("your child no. {place}", place=place))
        case "employee":
            return Called(both("employee no. {place}", place=place))
    return Called(both("relative no. {place}", place=place))


def relation_name(relation: Relation) -> Text:
    """Return what somebody is called who is the only one of this relation."""
    names: dict[Relation, Text] = {
        "me": both("you"),
        "spouse": both("your spouse"),
        "mother": both("your mother"),
        "father": both("your father"),
        "child": both("your child"),
        "employee": both("your employee"),
        "other": both("your relative"),
    }
    return names[relation]


def short_name(name: ShortName) -> Text:
    """Return a short name from the list in both languages."""
    names: dict[ShortName, Text] = {
        "elder_daughter": both("your elder daughter"),
        "younger_daughter": both("your younger daughter"),
        "second_daughter": both("your second daughter"),
        "elder_son": both("your elder son"),
        "younger_son": both("your younger son"),
        "second_son": both("your second son"),
        "baby": both("your baby"),
        "grandmother": both("your grandmother"),
        "grandfather": both("your grandfather"),
        "mother_in_law": both("your mother-in-law"),
        "father_in_law": both("your father-in-law"),
        "sister": both("your sister"),
        "brother": both("your brother"),
    }
    return names[name]


def heading(name: Text) -> Text:
    """Return what somebody is called where it stands alone."""
    return Text(name.zh, name.en[:1].upper() + name.en[1:])


def as_role(entity: Entity) -> Called:
    """Return what an entity of a pack is called while nobody knows who it is."""
    if entity.relation == "me":
        return me()
    if entity.relation is not None:
        return Called(relation_name(entity.relation))
    english = entity.name.en
    return Called(Text(entity.name.zh, english[:1].lower() + english[1:]))


def worded_all(things: tuple[Any, ...], who: Mapping[str, Called]) -> tuple[Any, ...]:
    """Return `things`, records of one part of a pack, with the names of `who` in all of their texts."""
    return tuple(worded(each, who) if _has_places(each) else each for each in things)


def worded(thing: Any, who: Mapping[str, Called]) -> Any:
    """Return `thing`, any part of a pack, with the names of `who` (entity -> called) in all of its texts."""
    if isinstance(thing, Text):
        zh, en = _filled(thing.zh, who, "zh"), _filled(thing.en, who, "en")
        return thing if (zh, en) == (thing.zh, thing.en) else Text(zh, en)
    if isinstance(thing, tuple):
        parts = tuple(worded(each, who) for each in thing)
        return thing if all(one is other for one, other in zip(parts, thing, strict=True)) else parts
    if not isinstance(thing, msgspec.Struct):
        return thing
    changed = {}
    for name in thing.__struct_fields__:
        value = getattr(thing, name)
        if (said := worded(value, who)) is not value:
            changed[name] = said
    return msgspec.structs.replace(thing, **changed) if changed else thing


def told_apart(name: Text, who: Sequence[Called]) -> Text:
    """Return `name` with those behind it whom it is about."""
    people = Text(
        "、".join("本人" if each.me else each.text.zh for each in who), ", ".join(each.text.en for each in who)
    )
    return Text(f"{name.zh}（{people.zh}）", f"{name.en} ({people.en})")


def are_people(chinese: str) -> bool:
    """Return whether `chinese` is what `told_apart` writes between its brackets."""
    return all(each in _known() or _numbered(each) for each in chinese.split("、"))


@cache
def _known() -> frozenset[str]:
    names = (*map(relation_name, RELATIONS), *(short_name(each) for named in SHORT_NAMES.values() for each in named))
    return frozenset(("本人", *(each.zh for each in names)))


def _numbered(chinese: str) -> bool:
    place = "".join(sign for sign in chinese if sign.isdigit())
    return chinese in {both(each, place=place).zh for each in NUMBERED}


def _has_places(thing: Any) -> bool:
    """Return whether a text of `thing` has a place in it: a brace that is none of JSON's own. Cheap."""
    said = _encode(thing)[1:].replace(b'":{', b"").replace(b'":[{', b"").replace(b"},{", b"")
    return b"{" in said


def _filled(said: str, who: Mapping[str, Called], language: str) -> str:
    if "{" not in said:
        return said

    def name(found: re.Match[str]) -> str:
        place, owns, mine, theirs = found.groups()
        entity = place if place in who else place[:1].lower() + place[1:]
        if entity not in who:
            return found.group()
        person = who[entity]
        if mine is not None:
            return mine if person.me else str(theirs)
        if language == "zh":
            return person.text.zh
        word = person.text.en
        if owns:
            word = "your" if person.me else f"{word}'s"
        return word[:1].upper() + word[1:] if place != entity else word

    return PLACE.sub(name, said)
