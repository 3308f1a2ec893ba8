"""Whoever is told a day to come from can have it on that day, whoever they are."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.case import Case
from config.fact import Fact
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.verdict import Consultation
from server.rules.guidance.prove.promised import broken_promises
from tests.dongjiang import city_book
from tests.tries import tries

BOOK = city_book()
MOVING: dict[str, Value] = {
    "hukou": "city",
    "child_hukou": "moving",
    "grade": "middle",
    "school_record": True,
    "priority": False,
    "points_state": "failed",
}
DAYS = ("2026-11-24", "2026-12-31", "2027-08-31", "2028-02-29", "2027-01-30")
LISTS = tuple(each.id for each in BOOK.pack.checklists)


def asked(checklist: str, answers: dict[str, Value], day: str) -> tuple[Case, Consultation]:
    case = Case("somebody", (checklist,), answers, {}, day)
    return case, consult(BOOK, case.checklists, answers, date.fromisoformat(day))


def test_a_season_promises_no_day_to_who_lacks_a_paper_as_well() -> None:
    """The page of the register comes with the move: the season alone does not bring it."""
    case, answer = asked("school", MOVING, "2027-01-30")
    (verdict,) = [each for each in answer.verdicts if each.item == "F01"]
    assert [each.enough_on for each in verdict.reasons] == ["2027-05-06", None]
    assert verdict.reasons[1].text.en == "You do not have this yet: Child's page in a register here"
    assert not list(broken_promises(BOOK, case, answer))


def values_of(fact: Fact) -> st.SearchStrategy[Value]:
    match fact.kind:
        case "yes_no":
            return st.booleans()
        case "number":
            return st.integers(fact.low, min(fact.high, fact.low + 300))
        case "date":
            return st.integers(-900, 30_000).map(lambda days: (date(2026, 11, 24) - timedelta(days=days)).isoformat())
    return st.sampled_from([each.value for each in fact.answers])


@pytest.mark.city
@settings(max_examples=tries(12), deadline=None)
@example("school", MOVING, "2027-01-30")
@given(
    st.sampled_from(LISTS),
    st.fixed_dictionaries({each.id: values_of(each) for each in BOOK.pack.facts}),
    st.sampled_from(DAYS),
)
def test_every_promise_is_kept_on_its_day(checklist: str, answers: dict[str, Value], day: str) -> None:
    case, answer = asked(checklist, answers, day)
    assert not list(broken_promises(BOOK, case, answer))
