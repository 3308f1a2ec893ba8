"""What contradicts itself is there for everybody who is asked it, and once only."""

from config.household import Household, Matter, Member
from server.rules.guidance.household.expand import expand
from tests.dongjiang import city

ME, SPOUSE = Member("me", "me"), Member("sp", "spouse")
MOTHER, FATHER = Member("mo", "mother"), Member("fa", "father")


def named(*members: Member, checklist: str) -> list[str]:
    household = Household(members, (Matter(checklist, tuple(each.id for each in members)),))
    return [each.id for each in expand(city(), household, {}).pack.contradictions]


def test_each_who_is_asked_has_their_own() -> None:
    found = named(ME, SPOUSE, checklist="insurance-flexible")
    assert found.count("C-drawn-young") == 1
    assert found.count("C-drawn-young~sp") == 1
    assert "C-disability-first~sp" not in found, "nobody asks that of the spouse here"


def test_each_couple_has_one_for_each_thing_that_both_are_asked() -> None:
    found = [each for each in named(ME, SPOUSE, MOTHER, FATHER, checklist="cards-marriage") if "C-marriage" in each]
    assert "C-marriage~divorce_agreed-me-sp" in found
    assert "C-marriage~divorce_agreed-mo-fa" in found
    assert len(found) == 14
    assert not [each for each in named(ME, MOTHER, checklist="cards-marriage") if "C-marriage" in each]
