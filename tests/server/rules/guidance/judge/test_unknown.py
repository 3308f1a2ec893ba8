"""Unknown is neither yes nor no: what nobody has said decides nothing, and a review holds through its last day."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from config.knowledge import Knowledge
from config.rule import AgeAtLeast, All, Any, AtLeast, AtMost, In, Is, MonthsSince, Not, Rule, Situation
from server.rules.guidance.judge.condition import Known, Truth, truth
from server.rules.guidance.judge.judging import reviewed
from server.rules.guidance.prove.dates import check_dates
from server.rules.guidance.release.sources import look_at_sources
from tests.server.rules.guidance.small_pack import SMALL, text

DAY = date(2026, 11, 24)
AT = Known({"yes": True, "no": False, "age": 17}, {"open": None, "six": 6}, {"never-asked": Is("nobody", True)}, DAY)
PARTS: dict[Truth, Rule] = {True: Is("yes", True), False: Is("no", True), None: Is("nobody", True)}
EVERY: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True,
    (True, None): None,
    (True, False): False,
    (None, None): None,
    (None, False): False,
    (False, False): False,
}
SOME: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True,
    (True, None): True,
    (True, False): True,
    (None, None): None,
    (None, False): None,
    (False, False): False,
}


@pytest.mark.parametrize(("left", "right"), EVERY)
def test_two_parts_together(left: Truth, right: Truth) -> None:
    for one, other in ((left, right), (right, left)):
        assert truth(All((PARTS[one], PARTS[other])), AT) is EVERY[left, right]
        assert truth(Any((PARTS[one], PARTS[other])), AT) is SOME[left, right]


def test_the_contrary_of_unknown_is_unknown() -> None:
    assert truth(Not(PARTS[None]), AT) is None
    assert truth(Not(PARTS[True]), AT) is False
    assert truth(Not(PARTS[False]), AT) is True
    assert truth(Situation("never-asked"), AT) is None
    assert truth(All(()), AT) is True
    assert truth(Any(()), AT) is False


@pytest.mark.parametrize(
    "rule",
    [
        Is("nobody", False),
        In("nobody", ("a", "b")),
        AtLeast("nobody", 0),
        AtMost("nobody", 99),
        AgeAtLeast("nobody", 0),
        MonthsSince("nobody", 0),
        # Somebody said a number, and nobody has confirmed what it is compared with.
        AtLeast("age", "open"),
        AtMost("age", "open"),
        AtLeast("age", "not-there"),
    ],
)
def test_what_nobody_said_or_confirmed_decides_nothing(rule: Rule) -> None:
    assert truth(rule, AT) is None
    assert truth(Not(rule), AT) is None


POINT = Knowledge("K1", text("so"), (), reviewed_by="office", reviewed_on="2026-01-01", expires=DAY.isoformat())
DAYS = [(-31, "good"), (-30, "good"), (-29, "soon"), (-1, "soon"), (0, "soon"), (1, "over")]


@pytest.mark.parametrize(("after", "stands"), DAYS)
def test_a_review_holds_through_its_last_day(after: int, stands: str) -> None:
    """The same day in three rooms: for whoever asks at a kiosk, for the lint, and for whoever keeps the sources."""
    today = DAY + timedelta(days=after)
    pack = replace(SMALL, knowledge=(POINT,))
    assert reviewed(POINT, today) is (stands != "over")
    linted = {finding.code for finding in check_dates(pack, today) if finding.part == "knowledge"}
    assert linted == {"good": set(), "soon": {"knowledge_expiring"}, "over": {"knowledge_expired"}}[stands]
    shaken = {each.trouble for each in look_at_sources(pack, {}, today)}
    assert shaken == {"good": set(), "soon": {"expiring"}, "over": {"expired"}}[stands]


def test_without_a_reviewer_or_an_end() -> None:
    assert not reviewed(replace(POINT, reviewed_by=None), DAY - timedelta(days=100))
    assert reviewed(replace(POINT, expires=None), DAY + timedelta(days=10_000))
