"""What a role opens, where; and what no one person may hold together."""

from typing import get_args

import pytest

from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree
from server.rules.people.roles import (
    DUTIES,
    KINDS,
    WHOLE_CITY,
    Duty,
    Grant,
    Role,
    check_apart,
    check_place,
    may,
    may_anywhere,
    reach,
)

TREE = CityTree(
    {"city": None, "town": "city", "village": "town", "other": "city"},
    {"city": "city", "town": "town", "village": "village", "other": "town"},
)


def test_every_role_has_duties_and_every_duty_has_a_role() -> None:
    assert set(DUTIES) == set(get_args(Role))
    assert set().union(*DUTIES.values()) == set(get_args(Duty))


@pytest.mark.parametrize(
    ("grant", "center", "allowed"),
    [
        (Grant("city"), None, True),
        (Grant("city"), "village", True),
        (Grant("town", "town"), None, False),
        (Grant("town", "town"), "town", True),
        (Grant("town", "town"), "village", True),
        (Grant("town", "town"), "other", False),
        (Grant("town", "town"), "city", False),
        (Grant("town", "town"), "nowhere", False),
        (Grant("center", "village"), "town", False),
        (Grant("auditor"), "village", False),
    ],
)
def test_a_role_holds_at_its_center_and_below(grant: Grant, center: str | None, allowed: bool) -> None:
    assert may([grant], "configure", center, TREE) is allowed


def test_a_center_that_is_gone_opens_nothing() -> None:
    gone = Grant("center", "gone")
    assert not any(may([gone], "configure", center, TREE) for center in (None, "gone", *TREE.parents))
    assert may_anywhere([gone], "configure")


def test_reach_is_every_center_where_the_duty_holds() -> None:
    assert reach([Grant("town", "town")], "look", TREE) == ("town", "village")
    assert reach([Grant("clerk", "village")], "look", TREE) == ()
    assert reach([Grant("system")], "look", TREE) == tuple(TREE.parents)


@pytest.mark.parametrize("role", get_args(Role))
def test_a_role_is_given_where_it_can_hold(role: Role) -> None:
    if role in WHOLE_CITY:
        check_place(Grant(role))
        with pytest.raises(Refusal, match="whole city"):
            check_place(Grant(role, "town"))
    else:
        check_place(Grant(role, "town"))
        if role != "guide":
            with pytest.raises(Refusal, match="at which center"):
                check_place(Grant(role))


@pytest.mark.parametrize("one", get_args(Role))
@pytest.mark.parametrize("other", get_args(Role))
def test_two_roles_of_one_person(one: Role, other: Role) -> None:
    kinds = [next((number for number, kind in enumerate(KINDS) if role in kind), None) for role in (one, other)]
    audits = "auditor" in (one, other) and one != other and None not in kinds
    apart = (None not in kinds and kinds[0] != kinds[1]) or {one, other} == {"editor", "reviewer"}
    for separate, refused in ((False, audits), (True, apart)):
        if refused:
            with pytest.raises(Refusal, match="One person"):
                check_apart([Grant(one), Grant(other)], separate)
        else:
            check_apart([Grant(one), Grant(other)], separate)


def test_nobody_who_changes_anything_reads_the_record_of_it() -> None:
    for role, duties in DUTIES.items():
        assert ("audit" in duties) == (role == "auditor")
        assert role != "auditor" or duties == {"audit"}
