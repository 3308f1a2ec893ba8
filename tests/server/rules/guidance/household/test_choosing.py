"""Whom a matter can be for, and what choosing some of them makes of a household."""

from config.household import MEMBERS_MOST, NOBODY, Household, Matter, Member
from server.rules.guidance.household.choosing import chosen_for, people_for
from tests.dongjiang import city

PACK = city()
LISTS = {each.id: each for each in PACK.checklists}


def test_members_come_first_and_nobody_is_offered_twice() -> None:
    there = Household((Member("c1", "child", "elder_son"),), (Matter("school", ("c1",)),))
    people = people_for(PACK, there, LISTS["school"])
    assert (people[0].value, people[0].text.zh, people[0].chosen) == ("c1", "大儿子", True)
    assert "child:elder_son" not in {each.value for each in people}
    assert people[-1].value == "child:"


def test_each_is_chosen_once_and_whom_nothing_is_for_leaves() -> None:
    both = chosen_for(NOBODY, ("retirement-care",), ("me:", "spouse:"))
    assert [each.id for each in both.members] == ["me", "spouse"]
    assert both.matters == (Matter("retirement-care", ("me", "spouse")),)
    assert chosen_for(both, ("retirement-care",), ("spouse",)).members == (Member("spouse", "spouse"),)
    assert chosen_for(both, ("retirement-care",), ("uncle:", "x")) == NOBODY


def test_more_than_there_may_be_are_not_kept_unseen() -> None:
    """One too many is kept, so that the household is refused."""
    many = chosen_for(NOBODY, ("school",), ("child:",) * 20)
    assert len(many.members) == MEMBERS_MOST + 1
