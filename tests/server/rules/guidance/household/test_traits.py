"""One person's trait is stated once."""

from config.fact import Entity, SameEntity
from config.rule import ALWAYS, All, Is
from server.rules.guidance.household.traits import NEVER, same_person

ENTITIES = {
    each.id: each
    for each in (
        Entity("me", None),  # type: ignore[arg-type]
        Entity("her", None),  # type: ignore[arg-type]
        Entity("insured", None, same=(SameEntity("me", Is("who", "me")), SameEntity("her", Is("who", "her")))),  # type: ignore[arg-type]
        Entity("patient", None, same=(SameEntity("me", Is("ill", "me")), SameEntity("her", Is("ill", "her")))),  # type: ignore[arg-type]
        Entity("mine", None, same=(SameEntity("me", ALWAYS),)),  # type: ignore[arg-type]
    )
}


def test_who_is_the_same_person_follows_from_what_says_who_they_are() -> None:
    assert same_person(ENTITIES, "me", "me") == ALWAYS
    assert same_person(ENTITIES, "me", "mine") == ALWAYS
    assert same_person(ENTITIES, "me", "her") == NEVER
    assert same_person(ENTITIES, "insured", "her") == Is("who", "her")
    assert same_person(ENTITIES, "insured", "mine") == Is("who", "me")


def test_two_roles_are_one_person_where_both_are_the_same() -> None:
    rule = same_person(ENTITIES, "insured", "patient")
    assert All((Is("who", "me"), Is("ill", "me"))) in rule.rules  # type: ignore[union-attr]
    assert All((Is("who", "her"), Is("ill", "her"))) in rule.rules  # type: ignore[union-attr]
    assert len(rule.rules) == 2  # type: ignore[union-attr]
