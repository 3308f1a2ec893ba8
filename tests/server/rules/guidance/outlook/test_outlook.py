"""The plan of what is sure is a bound of every way to answer what is open; what hangs on an answer is named."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.case import Case
from config.centers import Hours, Opens, SpecialDay
from config.fact import Entity, Fact, FindOut, Known, Theme
from config.item import Item, Option
from config.pack import Authority, Checklist, Entry, Pack, Point
from config.rule import Is, Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import Book, for_household, open_book
from server.rules.guidance.judge.still_open import IfSaid, Outlook, Span
from server.rules.guidance.judge.verdict import Consultation, Wish
from server.rules.guidance.prove.cases import assuming
from tests.dongjiang import city
from tests.server.rules.guidance.small_pack import BOOK, SMALL, text
from tests.tries import tries

DAY = date(2026, 11, 24)
CITY = city()
CITY_BOOK = open_book(CITY)
AS_USUAL = Wish()


def unsure(
    book: Book, checklists: tuple[str, ...], answers: dict[str, Value], day: date = DAY, wish: Wish = AS_USUAL
) -> Consultation:
    """Consult for somebody who cannot answer whatever else they are asked."""
    while True:
        found = consult(book, checklists, answers, day, wish)
        left = tuple(each.id for each in found.questions if each.id not in wish.unsure)
        if not left:
            return found
        wish = replace(wish, unsure=wish.unsure + left)


def outlook(found: Consultation) -> Outlook:
    assert found.outlook is not None
    return found.outlook


def small(**answers: Value) -> Consultation:
    return unsure(BOOK, ("settle",), answers)


def said(found: Outlook, question: str, value: Value) -> IfSaid:
    (asked,) = [each for each in found.questions if each.question == question]
    return next(each for each in asked.answers if value in each.values)


def test_a_question_that_may_still_be_answered_is_no_open_end() -> None:
    assert consult(BOOK, ("settle",), {"permit": True}, DAY).outlook is None
    assert consult(BOOK, ("settle",), {"permit": True}, DAY).plan is None


def test_what_is_sure_has_a_plan_all_the_same() -> None:
    found = small(permit=True)
    assert found.plan is not None
    assert [step.item for stop in found.plan.stops for step in stop.steps] == ["school"]
    ahead = outlook(found)
    assert (ahead.exact, ahead.visits, ahead.items) == (True, Span(1, 3), ("new-card",))
    yes = said(ahead, "card", True)
    assert (yes.can, yes.visits) == (("new-card",), Span(2, 2))
    assert [each.en for each in yes.says][:2] == ["2 more trips", "Then possible: new card"]
    assert [each.en for each in said(ahead, "card", False).says] == ["Then not needed: new card"]


def test_a_paper_that_hangs_on_an_answer_says_on_which() -> None:
    ahead = outlook(small(permit=False, months=8, card=False))
    only = {each.document: each for each in ahead.papers}
    assert only["id"].questions == ("living",)
    assert only["id"].only_if.en == "Only if you answer “own or rent” to “living?”"


def test_numbers_are_told_as_far_as_rules_tell_them_apart() -> None:
    ahead = outlook(small(permit=False, living="own", card=False))
    (months,) = [each for each in ahead.questions if each.question == "months"]
    assert [each.answer.en for each in months.answers] == ["5 or less", "6 or more"]


def test_an_answer_is_found_out_by_what_the_pack_says_first_and_at_the_desk_last() -> None:
    facts = tuple(
        replace(each, find_out=FindOut(text("on its back"), "id", "office")) if each.id == "card" else each
        for each in SMALL.facts
    )
    office = Authority("office", text("the office"), "0700-1", "0700-2")
    book = open_book(replace(SMALL, facts=facts, authorities=(office,)))
    (card,) = outlook(unsure(book, ("settle",), {"permit": True})).questions
    assert [each.en for each in card.find_out] == [
        "on its back",
        "Look at this paper: id",
        "Call 0700-1 and ask: the office",
        "Ask at the guide desk",
    ]


def test_nobody_is_rung_up_for_what_only_this_person_knows() -> None:
    office = Authority("office", text("the office"), "0700-1", "0700-2")
    items = tuple(replace(each, authority="office") for each in SMALL.items)

    def ways(known: Known | None) -> list[str]:
        facts = tuple(replace(each, known=known) if each.id == "card" else each for each in SMALL.facts)
        book = open_book(replace(SMALL, facts=facts, items=items, authorities=(office,)))
        (card,) = outlook(unsure(book, ("settle",), {"permit": True})).questions
        return [each.en for each in card.find_out]

    assert ways(None) == ["Call 0700-1 and ask: the office", "Ask at the guide desk"]
    assert ways("self") == ["Ask at the guide desk"]


def test_where_nothing_is_sure_the_open_answers_are_told() -> None:
    found = small()
    assert found.plan is None
    assert {each.question for each in outlook(found).questions} == {"permit", "card"}


def values_of(fact: Fact) -> st.SearchStrategy[Value]:
    """Return any answer to a question."""
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "number":
        return st.integers(fact.low, fact.high)
    if fact.kind == "date":
        return st.integers(0, 30_000).map(lambda days: (DAY - timedelta(days=days)).isoformat())
    return st.sampled_from([answer.value for answer in fact.answers])


def completed(
    book: Book, case: Case, answers: dict[str, Value], pick: Callable[[str], Value]
) -> tuple[Consultation, dict[str, Value]]:
    """Answer everything that is asked; return what comes out, and what was answered."""
    given_now: dict[str, Value] = {}
    while True:
        whose = Wish(household=case.household)
        found = consult(book, case.checklists, {**answers, **given_now}, date.fromisoformat(case.on), whose)
        if not found.questions:
            return found, given_now
        given_now[found.questions[0].id] = pick(found.questions[0].id)


def can(found: Consultation) -> set[str]:
    return {each.item for each in found.verdicts if each.state == "can"}


def papers(found: Consultation, *, to_see_to: bool = False) -> set[str]:
    every = found.plan.papers if found.plan else ()
    return {each.document for each in every if not (to_see_to and (each.waived or each.on_spot))}


def bounds(shown: Consultation, then: Consultation, said_then: dict[str, Value], book: Book) -> None:
    """Hold what was shown against one way in which it ended."""
    ahead = outlook(shown)
    assert can(shown) <= can(then)
    assert can(then) <= can(shown) | {*ahead.items}
    assert papers(shown) <= papers(then)
    assert papers(then, to_see_to=True) <= papers(shown) | {each.document for each in ahead.papers}
    visits = then.plan.visits if then.plan else 0
    within(ahead.visits, visits)
    days, paid = (then.plan.working_days, then.plan.fees + then.plan.cost) if then.plan else (0, 0)
    for span, figure in ((ahead.days, days), (ahead.fees, paid)):
        if span is not None:
            within(span, figure)
    if not ahead.exact:
        return
    was = shown.plan.visits if shown.plan else 0
    for each in ahead.questions:
        answer = said_then.get(each.question)
        told = next((told for told in each.answers if answer in told.values), None)
        if answer is not None and told is not None:
            assert {*told.can} <= can(then)
            assert not {*told.cannot} & can(then)
            assert {*told.papers} <= papers(then)
            within(Span(was + told.visits.least, was + (told.visits.most or 0)), visits)


def within(span: Span, figure: int) -> None:
    assert span.least <= figure
    assert span.most is None or figure <= span.most


@pytest.mark.city
@settings(max_examples=tries(120), deadline=None)
@given(st.data())
def test_the_shown_plan_is_a_bound_of_every_completion(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([each for each in CITY.cases if each.answers]))
    book = assuming(CITY_BOOK, case.parameters)
    blank = data.draw(st.sets(st.sampled_from(sorted(case.answers)), min_size=1, max_size=10))
    answers = {name: value for name, value in case.answers.items() if name not in blank}
    shown = unsure(book, case.checklists, answers, date.fromisoformat(case.on), Wish(household=case.household))
    if shown.outlook is None:
        assert not shown.questions
        return

    def anything(fact: str) -> Value:
        return data.draw(values_of(for_household(book, case.household, case.answers).facts[fact]), label=fact)

    def own(fact: str) -> Value:
        return case.answers[fact] if fact in case.answers else anything(fact)

    for pick in (own, anything, anything):
        then, said_then = completed(book, case, answers, pick)
        bounds(shown, then, said_then, book)


WEEK = (1, 2, 3, 4, 5)


@settings(max_examples=tries(40), deadline=None)
@given(st.data())
def test_what_a_day_has_no_room_for_is_within_the_bounds(data: st.DataObject) -> None:
    """Offices of few hours, matters that take long: more of them take more days, so more trips to the same place."""
    names = tuple("abcdef")
    closes = st.sampled_from(("10:00", "11:00", "12:00", "17:00"))
    shut = st.sampled_from(
        ((), (SpecialDay(DAY.isoformat()),), (SpecialDay("2026-11-25", (Opens("09:00", "09:40"),)),))
    )
    points = tuple(
        Point(name, text(name), None, hours=(Hours(WEEK, "09:00", data.draw(closes)),), special_days=data.draw(shut))
        for name in ("hall", "town")
    )
    places, days = st.sampled_from(("hall", "hall", "town", None)), st.sampled_from((0, 0, 2))
    ways = {name: Option(data.draw(places), data.draw(days), data.draw(st.booleans())) for name in names}
    long = {name: data.draw(st.sampled_from((15, 40, 70, 110))) for name in names}
    items = tuple(Item(name, text(name), (way,), minutes=long[name]) for name, way in ways.items())
    pack = Pack(
        "hours",
        text("hours"),
        1,
        themes=(Theme("one", text("one")),),
        entities=(Entity("applicant", text("you")),),
        facts=tuple(Fact(f"wants-{name}", "one", "yes_no", text(f"{name}?")) for name in names),
        points=points,
        items=items,
        checklists=(
            Checklist("all", text("t"), text("all"), tuple(Entry(each, Is(f"wants-{each}", True)) for each in names)),
        ),
    )
    book, minute = open_book(pack), data.draw(st.sampled_from((0, 0, 570, 640)))
    unknown = tuple(f"wants-{name}" for name in names)
    shown = outlook(consult(book, ("all",), {}, DAY, Wish(unsure=unknown), minute))
    assert not shown.exact, "too many ways to answer to try them all"
    for wanted in (names, data.draw(st.sets(st.sampled_from(names)))):
        said_then = {f"wants-{name}": name in wanted for name in names}
        plan = consult(book, ("all",), said_then, DAY, AS_USUAL, minute).plan
        within(shown.visits, plan.visits if plan else 0)


@pytest.mark.city
def test_what_would_only_be_offered_then_is_no_trip_that_an_answer_brings() -> None:
    case = next(each for each in CITY.cases if each.name == "低保户，自费住院，先报销再救助")
    answers = {name: value for name, value in case.answers.items() if name != "bill"}
    shown = unsure(CITY_BOOK, case.checklists, answers, date.fromisoformat(case.on), Wish(household=case.household))
    then = consult(CITY_BOOK, case.checklists, case.answers, date.fromisoformat(case.on))
    assert then.plan is not None
    assert [each.item for each in then.plan.offers] == ["E07"]
    (bill,) = [each for each in outlook(shown).questions if each.question == "bill"]
    (paid,) = [each for each in bill.answers if "self" in each.values]
    assert (paid.visits.least, paid.visits.most) == (then.plan.visits, then.plan.visits)
