"""A promised day is kept: whoever comes on it is let in, and whoever comes the day before is not."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Text
from config.fact import Dated, Fact, Parameter
from config.item import Requirement
from config.pack import Pack
from config.rule import AgeAtLeast, All, AtLeast, AtMost, Is, Leaf, MonthsSince, Not, Rule, Value
from config.rule import Any as AnyOf
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.condition import known, truth
from server.rules.guidance.judge.months import whole_months
from server.rules.guidance.judge.promises import holds_from
from server.rules.guidance.judge.reasons import reason_of
from tests.server.rules.guidance.small_pack import text, yes_no

TODAY = date(2026, 11, 28)
MONTHS = Text("个月", "months")
RISING = Parameter(
    "minimum",
    text("minimum"),
    text("office"),
    (
        Dated(180, None, "2029-12-31"),
        Dated(186, "2030-01-01", "2030-12-31"),
        Dated(192, "2031-01-01", "2031-12-31"),
        Dated(240, "2032-01-01"),
    ),
)
BOOK = open_book(
    Pack(
        "p",
        text("p"),
        1,
        facts=(
            Fact("paid", "one", "number", text("paid?"), unit=MONTHS, grows="month"),
            Fact("years", "one", "number", text("years?"), unit=text("years"), grows="year"),
            Fact("left", "one", "number", text("left?"), unit=MONTHS, falls="month"),
            Fact("days", "one", "number", text("days?"), unit=text("days"), falls="day"),
            Fact("since", "one", "date", text("since?")),
            yes_no("steady"),
        ),
        parameters=(RISING, Parameter("open", text("open"), text("office"), (Dated(6, None, "2027-06-30"),))),
    )
)


def later(values: Mapping[str, Value], day: date, today: date = TODAY) -> dict[str, Value]:
    """Return what the same person will say on `day`."""
    months = whole_months(today, day)
    said = dict(values)
    for fact, more in (
        ("paid", months),
        ("years", months // 12),
        ("left", -months),
        ("days", -(day - today).days),
    ):
        if isinstance(value := said.get(fact), int):
            said[fact] = value + more
    return said


def holds(rule: Rule, values: Mapping[str, Value], day: date, today: date = TODAY) -> bool | None:
    return truth(rule, known(BOOK, later(values, day, today), day))


def promise(rule: Rule, values: Mapping[str, Value], today: date = TODAY, book: Book = BOOK) -> date | None:
    return holds_from(rule, known(book, values, today), book)


ENDS = st.sampled_from([date(2026, 8, 29), date(2026, 8, 30), date(2026, 8, 31), date(2027, 3, 31), date(2028, 2, 29)])
LEAVES: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(AtLeast, st.just("paid"), st.one_of(st.integers(0, 60), st.just("minimum"))),
    st.builds(AtLeast, st.just("years"), st.integers(0, 20)),
    st.builds(AtMost, st.just("years"), st.integers(0, 20)),
    st.builds(AtMost, st.just("left"), st.integers(0, 60)),
    st.builds(AtMost, st.just("days"), st.integers(0, 90)),
    st.builds(AtLeast, st.just("days"), st.integers(0, 90)),
    st.builds(MonthsSince, st.just("since"), st.integers(0, 60), st.integers(0, 6)),
    st.builds(AgeAtLeast, st.just("since"), st.integers(0, 5)),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(All, st.tuples(inner, inner)), st.builds(AnyOf, st.tuples(inner, inner)), st.builds(Not, inner)
    ),
    max_leaves=4,
)


@given(
    RULES,
    st.fixed_dictionaries(
        {
            "paid": st.integers(0, 250),
            "years": st.integers(0, 25),
            "left": st.integers(0, 80),
            "days": st.integers(0, 120),
            "since": st.one_of(ENDS, st.dates(date(2020, 1, 1), date(2028, 12, 31))).map(date.isoformat),
        }
    ),
    st.one_of(ENDS, st.dates(date(2026, 1, 1), date(2029, 12, 31))),
)
def test_the_promised_day_is_kept_and_the_day_before_is_refused(
    rule: Rule, values: dict[str, Value], today: date
) -> None:
    if holds(rule, values, today, today):
        return
    day = promise(rule, values, today)
    if day is None:
        return
    assert holds(rule, values, day, today) is True
    assert holds(rule, values, day - timedelta(days=1), today) is False


def test_a_month_that_has_no_such_day_ends_on_its_last() -> None:
    registered = {"since": "2026-08-31"}
    assert promise(MonthsSince("since", 6), registered) == date(2027, 2, 28)
    assert holds(MonthsSince("since", 6), registered, date(2027, 2, 28)) is True
    assert holds(MonthsSince("since", 6), registered, date(2027, 2, 27)) is False


def test_a_minimum_that_rises_meanwhile_is_run_after() -> None:
    assert promise(AtLeast("paid", "minimum"), {"paid": 170}) == date(2027, 9, 28), (
        "180 is reached while it is in force"
    )
    assert promise(AtLeast("paid", "minimum"), {"paid": 140}) == date(2030, 9, 28), "in 2030 it is 186"
    assert promise(AtLeast("paid", "minimum"), {"paid": 100}) == date(2038, 7, 28), "from 2032 on it is 240"


def test_the_text_names_what_will_be_asked_for_on_that_day() -> None:
    requirement = Requirement(AtLeast("paid", "minimum"), "not_yet", text("{short} of {bound}, from {date}"))
    reason = reason_of(requirement, known(BOOK, {"paid": 140}, TODAY), BOOK)
    assert (reason.text.en, reason.enough_on) == ("46 months of 186 months, from 28 September 2030", "2030-09-28")


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (AtLeast("paid", "open"), {"paid": -4}),
        (All((AtLeast("paid", 6), Is("steady", True))), {"paid": 1}),
        (All((AtLeast("paid", 6), AtMost("years", 3))), {"paid": 0, "years": 4}),
        (AtLeast("paid", 10**9), {"paid": 1}),
        (MonthsSince("since", 10**9), {"since": "2026-11-28"}),
        (AtMost("days", 1), {"days": 10**9}),
        (AtMost("left", 1), {"left": 10**9}),
    ],
)
def test_no_day_is_promised_that_is_not_sure(rule: Rule, values: dict[str, Value]) -> None:
    assert promise(rule, values) is None


def test_a_part_that_has_run_out_by_then_counts() -> None:
    window = All((AtLeast("paid", 12), AtMost("years", 30), Not(AtLeast("years", 31))))
    assert promise(window, {"paid": 6, "years": 30}) == date(2027, 5, 28)
    assert promise(window, {"paid": -20, "years": 30}) is None


def test_what_may_be_applied_for_early_is_promised_early() -> None:
    assert promise(MonthsSince("since", 12, 3), {"since": "2026-08-31"}) == date(2027, 5, 31)
