"""Three-valued rules against brute force: unknown means that the open facts can still turn it either way."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Text
from config.fact import Answer, Dated, Fact, Parameter
from config.pack import Pack
from config.rule import AgeAtLeast, All, Any, AtLeast, AtMost, In, Is, MonthsSince, Not, Rule, Situation, Value
from server.rules.guidance.judge.asking import fits
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.condition import Known, Truth, facts_of, known, missing, truth

DAY = date(2026, 11, 24)
FACTS = ("a", "b", "c")
LEAVES = st.sampled_from([Is(fact, value) for fact in FACTS for value in (True, False)])
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)
SOME = st.dictionaries(st.sampled_from(FACTS), st.booleans())


def at(values: dict[str, Value], **parameters: int | None) -> Known:
    return Known(values, parameters, {"grown": AtLeast("age", 18)}, DAY)


def completions(values: dict[str, bool]) -> list[dict[str, Value]]:
    open_facts = [fact for fact in FACTS if fact not in values]
    return [
        {**values, **dict(zip(open_facts, chosen, strict=True))}
        for chosen in product((True, False), repeat=len(open_facts))
    ]


@given(RULES, SOME)
def test_what_is_decided_stays_so_whatever_else_is_said(rule: Rule, values: dict[str, bool]) -> None:
    now = truth(rule, at(dict(values)))
    later = {truth(rule, at(each)) for each in completions(values)}
    assert None not in later
    if now is not None:
        assert later == {now}
    if len(later) == 2:
        assert now is None


@given(RULES, SOME)
def test_only_what_is_open_is_missing(rule: Rule, values: dict[str, bool]) -> None:
    asks = missing(rule, at(dict(values)))
    assert set(asks) <= facts_of(rule, {}) - set(values)
    assert bool(asks) == (truth(rule, at(dict(values))) is None)
    assert all(weight > 0 for weight in asks.values())


@given(RULES, SOME)
def test_a_fact_that_is_not_missing_changes_nothing(rule: Rule, values: dict[str, bool]) -> None:
    asks = missing(rule, at(dict(values)))
    before = truth(rule, at(dict(values)))
    for fact in set(FACTS) - set(values) - set(asks):
        assert {truth(rule, at({**values, fact: value})) for value in (True, False)} == {before}


@given(RULES, SOME)
def test_asking_what_is_missing_always_ends(rule: Rule, values: dict[str, bool]) -> None:
    known = dict(values)
    while asks := missing(rule, at(dict(known))):
        known[next(iter(asks))] = True
    assert truth(rule, at(dict(known))) is not None


@given(RULES, RULES, SOME)
def test_kleene_laws(one: Rule, other: Rule, values: dict[str, bool]) -> None:
    here = at(dict(values))

    def same(left: Rule, right: Rule) -> bool:
        return truth(left, here) is truth(right, here)

    assert same(Not(Not(one)), one)
    assert same(Not(All((one, other))), Any((Not(one), Not(other))))
    assert same(All((one, other)), All((other, one)))
    assert same(All((one, Any((one, other)))), one)
    assert truth(All(()), here) is True
    assert truth(Any(()), here) is False


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (Is("home", "own"), {"home": "own"}, True),
        (Is("home", "own"), {"home": "rent"}, False),
        (Is("n", 1), {"n": True}, False),
        (In("home", ("own", "rent")), {"home": "rent"}, True),
        (AtLeast("age", 18), {"age": 18}, True),
        (AtLeast("age", 18), {"age": 17}, False),
        (AtMost("age", 45), {"age": 45}, True),
        (AtMost("age", 45), {"age": 46}, False),
        (AtLeast("age", "limit"), {"age": 12}, True),
        (AtLeast("age", "open"), {"age": 99}, None),
        (AtLeast("age", "nowhere"), {"age": 99}, None),
        (Situation("grown"), {"age": 20}, True),
        (Situation("grown"), {}, None),
        (AgeAtLeast("born", 6), {"born": "2020-11-24"}, True),
        (AgeAtLeast("born", 6), {"born": "2020-11-25"}, False),
        (MonthsSince("moved", 6), {"moved": "2026-05-24"}, True),
        (MonthsSince("moved", 6), {"moved": "2026-05-25"}, False),
        (MonthsSince("moved", 6), {"moved": "long ago"}, False),
    ],
)
def test_each_rule(rule: Rule, values: dict[str, Value], expected: Truth) -> None:
    assert truth(rule, at(values, limit=12, open=None)) is expected


@pytest.mark.parametrize(
    ("born", "retired"),
    [("1964-12-31", True), ("1966-10-24", True), ("1966-10-25", False), ("1970-06-01", False), (None, None)],
)
def test_a_parameter_may_go_by_a_date_of_the_person(born: str | None, retired: Truth) -> None:
    table = (Dated(720, None, "1964-12-31"), Dated(721, "1965-01-01", "1969-12-31"), Dated(756, "1970-01-01"))
    ask = Text("born?", "born?")
    pack = Pack(
        "p",
        ask,
        1,
        facts=(Fact("born", "one", "date", ask),),
        parameters=(Parameter("months", ask, ask, table, by="born"),),
    )
    values: dict[str, Value] = {} if born is None else {"born": born}
    now = known(open_book(pack), values, DAY)
    assert truth(MonthsSince("born", "months"), now) is retired
    assert set(missing(MonthsSince("born", "months"), now)) == (set() if born else {"born"})


def test_each_of_several_answers_is_what_the_fact_is() -> None:
    fact = Fact(
        "f",
        "t",
        "choice",
        Text("问", "ask"),
        answers=tuple(Answer(each, Text("答", "answer")) for each in "abc"),
        many=True,
    )
    assert fact.values == ("a", "b", "c", "a+b", "a+c", "b+c", "a+b+c")
    at = Known({"f": "a+c"}, {}, {}, date(2026, 11, 24))
    assert [truth(Is("f", each), at) for each in "abc"] == [True, False, True]
    assert truth(In("f", ("b", "c")), at) is True
    assert truth(In("f", ("b",)), at) is False
    assert [fits(fact, each) for each in ("b+c", "c+b", "a+a", "d", "", "a+")] == [True, *[False] * 5]
