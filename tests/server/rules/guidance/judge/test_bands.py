"""One touch says as much of a number as the checklists need, and never less; what is too rough is asked again."""

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from config.case import Case
from config.fact import ByDate, Fact
from config.household import NOBODY
from config.item import Requirement
from config.rule import AtLeast, AtMost, Not, Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.bands import Band, bands, choices, days
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.span import days_of, is_rough, numbers_of, written
from server.rules.guidance.judge.verdict import Question
from tests.dongjiang import city, city_book
from tests.server.rules.guidance.small_pack import SMALL, text

TODAY = date(2026, 11, 24)
MONTHS = Fact("stay", SMALL.facts[0].theme, "number", text("months?"), high=600, unit=text("months"), grows="month")


def book_with(fact: Fact, *rules: Requirement) -> Book:
    """Return the small pack where the first item asks for `rules`."""
    first, *others = SMALL.items
    items = (replace(first, requirements=rules), *others)
    return open_book(replace(SMALL, facts=(*SMALL.facts, fact), items=items))


def asking(rule: AtLeast | AtMost | Not, words: str = "not enough") -> Requirement:
    return Requirement(rule, "not_yet", text(words))


def found(fact: Fact, *rules: Requirement) -> tuple[Band, ...]:
    book = book_with(fact, *rules)
    return bands(book, ("settle",), fact, known(book, {}, TODAY))


def test_beyond_the_threshold_one_number_is_as_good_as_another() -> None:
    assert found(MONTHS, asking(AtLeast("stay", 12))) == (Band(0, 11, exact=True), Band(12, 600, exact=False))


def test_below_it_the_number_counts_only_where_time_or_a_sentence_says_how_much_is_lacking() -> None:
    still = replace(MONTHS, grows=None)
    assert not found(still, asking(AtLeast("stay", 12)))[0].exact
    assert found(still, asking(AtLeast("stay", 12), "{short} short"))[0].exact
    far = found(MONTHS, asking(AtLeast("stay", 120)))
    assert far == (Band(0, 59, exact=False), Band(60, 119, exact=True), Band(120, 600, exact=False))


def test_what_is_wanted_the_other_way_round_fails_on_the_other_side() -> None:
    wanted = asking(AtMost("stay", 12), "{short} too many")
    turned = asking(Not(AtLeast("stay", 13)), "{short} too many")
    assert found(MONTHS, wanted) == found(MONTHS, turned) == (Band(0, 12, exact=False), Band(13, 600, exact=True))


def test_a_number_that_nothing_compares_is_typed() -> None:
    book = book_with(MONTHS)
    assert choices(book, ("settle",), MONTHS, known(book, {}, TODAY)) == ()


def test_a_date_is_said_until_nothing_hangs_on_the_rest() -> None:
    born = replace(MONTHS, high=120, grows="year", by_date=ByDate())
    book = book_with(born, asking(AtLeast("stay", 60)))
    rough = days(book, ("settle",), born, known(book, {}, TODAY))
    assert (date(1966, 11, 24), date(1971, 11, 24)) not in rough
    assert {ends[1] for ends in rough} == {date(1966, 11, 24), TODAY}
    assert min(begins for begins, _ in rough if begins > date(1966, 11, 24)) == date(1971, 11, 25)


BANDS_TRIED = 4
"""Answers to one question that are tried."""


def state_of(case: Case, answers: dict[str, Value], book: Book) -> tuple[object, ...]:
    told = consult(book, case.checklists, answers, date.fromisoformat(case.on))
    states = tuple((each.item, each.state, tuple(why.enough_on for why in each.reasons)) for each in told.verdicts)
    return (states, told.plan.visits if told.plan else None, tuple(each.id for each in told.questions))


def roughly(question: Question, value: Value) -> Value | None:
    """Return the answer of one touch that `value` lies in."""
    if question.kind == "number" and (own := numbers_of(value)) is not None:
        for each in question.choices:
            ends = numbers_of(each.value)
            if is_rough(each.value) and ends is not None and ends[0] <= own[0] <= ends[1]:
                return each.value
    if question.kind == "date" and (day := days_of(value)) is not None:
        return next((written(*each) for each in question.rough if each[0] <= day[0].isoformat() <= each[1]), None)
    return None


def said_roughly() -> Iterator[tuple[Case, str, Value]]:
    """Yield a case of the city for each band that somebody in one says a number or a date of."""
    tried: dict[str, set[Value]] = {}
    for case in city().cases:
        if len(case.checklists) > 1 or case.parameters or case.household != NOBODY:
            continue
        for name in [each for each, given in case.answers.items() if numbers_of(given) or days_of(given)]:
            if len(seen := tried.setdefault(name, set())) == BANDS_TRIED or case.answers[name] in seen:
                continue
            seen.add(case.answers[name])
            others = {each: given for each, given in case.answers.items() if each != name}
            told = consult(city_book(), case.checklists, others, date.fromisoformat(case.on))
            question = next((each for each in told.questions if each.id == name), None)
            rough = None if question is None else roughly(question, case.answers[name])
            if rough is not None:
                yield case, name, rough


@pytest.mark.city
def test_a_band_comes_to_what_every_number_in_it_comes_to() -> None:
    tried = 0
    for case, name, rough in said_roughly():
        said = state_of(case, {**case.answers, name: rough}, city_book())
        assert said == state_of(case, dict(case.answers), city_book()), (case.name, name, rough)
        tried += 1
    assert tried > 20


def test_what_is_too_rough_for_another_checklist_is_asked_again() -> None:
    first, second, *others = SMALL.items
    items = (
        replace(first, requirements=(asking(AtLeast("stay", 12)),)),
        replace(second, requirements=(asking(AtLeast("stay", 24)),)),
        *others,
    )
    book = open_book(replace(SMALL, facts=(*SMALL.facts, MONTHS), items=items))
    told = consult(book, tuple(book.checklists), {"permit": False, "living": "own", "stay": "12..600"}, TODAY)
    assert "stay" in {each.id for each in told.questions}
    told = consult(book, tuple(book.checklists), {"permit": False, "living": "own", "stay": "24..600"}, TODAY)
    assert "stay" not in {each.id for each in told.questions}
