"""Whom things of the sample pack are about."""

from server.rules.guidance.household.roles import Roles
from tests.dongjiang import city

PACK = city()
ROLES = Roles(PACK)


def test_a_fact_is_about_its_entity_and_whoever_decides_that_it_is_asked() -> None:
    assert ROLES.fact("hukou") == {"applicant"}
    assert ROLES.fact("other_parent") == {"applicant", "child"}
    assert ROLES.fact("marry_mainland") == {"applicant", "holder"}


def test_rules_are_followed_through_situations_and_tables() -> None:
    assert ROLES.situation("child-moves-in") == {"applicant", "child"}
    assert ROLES.parameter("retire-man") == {"holder"}
    assert ROLES.parameter("settle-age") == frozenset()
    assert ROLES.situation("retirement-age") == {"holder"}


def test_an_item_is_about_whose_papers_it_takes() -> None:
    assert ROLES.item("A02") == {"applicant", "family"}
    assert "child" in ROLES.item("A05")
    assert "child" not in ROLES.item("B01")
    assert "spouse" in ROLES.item("A03")
