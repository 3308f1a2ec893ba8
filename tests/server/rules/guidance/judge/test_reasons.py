"""Why: the fewest answers that decide; what is lacking, and from which day it will be enough."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Text
from config.fact import Dated, Fact, Parameter
from config.item import Requirement
from config.pack import Pack
from config.rule import AgeAtLeast, All, AtLeast, AtMost, In, Is, MonthsSince, Not, Rule, Value
from config.rule import Any as AnyOf
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.condition import Known, known, truth
from server.rules.guidance.judge.reasons import because, grounds, open_reasons, reason_of, shortage
from tests.server.rules.guidance.small_pack import choice, text, yes_no

DAY = date(2026, 11, 24)
BOOK = open_book(
    Pack(
        "p",
        text("p"),
        1,
        facts=(
            choice("living", "own", "rent", "none"),
            yes_no("permit"),
            Fact("months", "one", "number", text("months?"), unit=Text("个月", "months"), grows="month"),
            Fact("years", "one", "number", text("years?"), unit=Text("岁", "years"), grows="year"),
            Fact("height", "one", "number", text("height?"), unit=Text("厘米", "cm")),
            Fact("born", "one", "date", text("born?")),
            Fact("days", "one", "number", text("days?"), unit=Text("天", "days"), falls="day"),
            Fact("shifts", "one", "number", text("shifts?"), unit=Text("天", "days"), falls="working_day"),
            Fact("term", "one", "number", text("term?"), unit=Text("个月", "months"), falls="month"),
        ),
        parameters=(
            Parameter("enough", text("enough"), text("office"), (Dated(6, None, "2026-12-31"), Dated(9, "2027-01-01"))),
            Parameter("open", text("the limit"), text("the bureau"), (Dated(None),)),
        ),
    )
)


def at(**values: Value) -> Known:
    return known(BOOK, values, DAY)


def test_a_parameter_is_what_it_is_on_the_day() -> None:
    assert at().parameters == {"enough": 6, "open": None}
    assert known(BOOK, {}, date(2027, 1, 1)).parameters["enough"] == 9


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (Is("permit", True), {"permit"}),
        (All((Is("permit", True), Is("living", "own"))), {"permit", "living"}),
        (AnyOf((All((Is("living", "own"), AtLeast("months", 3))), Is("permit", True))), {"permit"}),
        (Not(All((Is("permit", False), Is("living", "own")))), {"permit"}),
        (AnyOf((Is("permit", True), Is("unsaid", True))), {"permit"}),
        (AnyOf((Is("living", "none"), Is("permit", False))), {"living", "permit"}),
    ],
)
def test_the_fewest_answers_that_decide(rule: Rule, facts: set[str]) -> None:
    assert grounds(rule, at(permit=True, living="own", months=7)) == frozenset(facts)


def test_what_is_open_has_no_grounds() -> None:
    assert grounds(Is("permit", True), at()) is None
    assert because(Is("permit", True), at(), BOOK) == ()


def test_answers_are_told_as_people_read_them() -> None:
    rule = All((AtLeast("months", 1), Is("permit", True), Is("living", "own"), MonthsSince("born", 2)))
    told = because(rule, at(permit=True, living="own", months=1, born="2020-05-01"), BOOK)
    assert [(each.fact, each.answer.zh, each.answer.en) for each in told] == [
        ("living", "own", "own"),
        ("permit", "是", "Yes"),
        ("months", "1 个月", "1 month"),
        ("born", "2020-05-01", "2020-05-01"),
    ]


VALUES: dict[str, list[Value]] = {"permit": [True, False], "living": ["own", "rent", "none"], "months": [0, 5, 6, 30]}
LEAVES = st.one_of(
    st.builds(Is, st.just("permit"), st.booleans()),
    st.builds(In, st.just("living"), st.sampled_from([("own",), ("own", "rent"), ("none",)])),
    st.builds(AtLeast, st.just("months"), st.sampled_from([5, 6, "enough", "open"])),
    st.builds(AtMost, st.just("months"), st.sampled_from([5, "enough"])),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
SAID = st.fixed_dictionaries({}, optional={fact: st.sampled_from(values) for fact, values in VALUES.items()})


@given(RULES, SAID)
def test_grounds_alone_decide_and_nothing_less_does(rule: Rule, said: Mapping[str, Value]) -> None:
    found = grounds(rule, at(**said))
    if found is None:
        assert truth(rule, at(**said)) is None
        return
    alone = {fact: said[fact] for fact in found}
    assert truth(rule, at(**alone)) is truth(rule, at(**said))
    for fact in found:
        less = {name: value for name, value in alone.items() if name != fact}
        assert truth(rule, at(**less)) is None


@pytest.mark.parametrize(
    ("rule", "said", "lacking", "bound", "enough_on"),
    [
        (AtLeast("months", "enough"), {"months": 4}, 5, 9, date(2027, 4, 24)),
        (AtLeast("years", 45), {"years": 43}, 2, 45, date(2028, 11, 24)),
        (AtLeast("height", 160), {"height": 150}, 10, 160, None),
        (AgeAtLeast("born", 6), {"born": "2021-03-15"}, 4, 72, date(2027, 3, 15)),
        (MonthsSince("born", 12), {"born": "2026-05-31"}, 7, 12, date(2027, 5, 31)),
        (All((Is("permit", True), AtLeast("months", 6))), {"permit": True, "months": 5}, 1, 6, date(2026, 12, 24)),
        (AnyOf((AtLeast("months", 12), AtLeast("months", 8))), {"months": 5}, 3, 8, date(2027, 2, 24)),
        (AtMost("days", 30), {"days": 33}, 3, 30, date(2026, 11, 27)),
        (AtMost("shifts", 90), {"shifts": 94}, 4, 90, date(2026, 11, 30)),
        (AtMost("term", "enough"), {"term": 8}, 2, 6, date(2027, 1, 1)),
        (AtMost("height", 150), {"height": 160}, 10, 150, None),
    ],
)
def test_what_is_lacking(rule: Rule, said: dict[str, Value], lacking: int, bound: int, enough_on: date | None) -> None:
    found = shortage(rule, at(**said), BOOK)
    assert found is not None
    assert (found.lacking, found.bound, found.enough_on) == (lacking, bound, enough_on)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (AtLeast("months", 6), {"months": 6}),
        (AtLeast("months", 6), {}),
        (Is("permit", True), {"permit": False}),
        (Not(AtLeast("months", 6)), {"months": 9}),
        (All((Is("permit", True), AtLeast("months", 6))), {"permit": False, "months": 5}),
        (All((Is("living", "own"), AtLeast("months", 6))), {"months": 5}),
    ],
)
def test_nothing_is_lacking_that_alone_would_mend_it(rule: Rule, said: dict[str, Value]) -> None:
    assert shortage(rule, at(**said), BOOK) is None


def test_a_reason_says_how_much_and_from_when() -> None:
    requirement = Requirement(
        AtLeast("months", "enough"),
        "not_yet",
        Text("不满 {bound}", "less than {bound}"),
        "§6",
        Text("再等 {short}，{date} 起可办", "wait {short}, until {date}"),
    )
    reason = reason_of(requirement, at(months=4), BOOK)
    assert reason.text == Text("不满 9 个月", "less than 9 months")
    assert reason.action == Text("再等 5 个月，2027 年 4 月 24 日 起可办", "wait 5 months, until 24 April 2027")
    assert (reason.enough_on, reason.clause) == ("2027-04-24", "§6")
    assert [each.fact for each in reason.because] == ["months"]


def test_an_action_that_cannot_be_filled_is_not_said() -> None:
    holds = All((Is("permit", True), AtLeast("months", 6)))
    requirement = Requirement(holds, "not_yet", text("no"), None, text("wait {short}"))
    assert reason_of(requirement, at(permit=False, months=1), BOOK).action is None


def test_an_open_rule_names_whose_confirmation_it_waits_for() -> None:
    (reason,) = open_reasons(AtLeast("months", "open"), at(months=3), BOOK)
    assert reason.text == Text("“the limit”待the bureau确认", "the limit: to be confirmed by the bureau")
    assert open_reasons(AnyOf((Is("permit", True), AtLeast("months", "open"))), at(permit=True), BOOK) == ()
