"""Properties of households: stated once in whatever role, added and removed again, walked in any order."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from config.fact import Fact
from config.household import NOBODY, Household, Matter, Member
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.asking import counted, questions
from server.rules.guidance.judge.book import for_household
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.rehousing import rehoused
from server.rules.guidance.judge.verdict import Consultation, Wish
from tests.dongjiang import city_book
from tests.tries import tries

BOOK = city_book()
DAY = date(2026, 11, 24)
MEMBERS = (
    Member("me", "me"),
    Member("sp", "spouse"),
    Member("mo", "mother"),
    Member("fa", "father"),
    Member("d", "child", "elder_daughter"),
    Member("s", "child", "younger_son"),
)
ADULTS, CHILDREN = ("me", "sp", "mo", "fa"), ("d", "s")
FOR: dict[str, tuple[str, ...]] = {
    "retirement-care": ADULTS,
    "cards-marriage": (*ADULTS, *CHILDREN),
    "school": CHILDREN,
    "newborn": CHILDREN,
    "jobless": ADULTS,
    "hukou-in": ("me", "mo", "fa"),
}
LISTS = tuple(FOR)
NUMBERS = st.integers(0, 2**31)


def answer_to(fact: Fact, number: int) -> Value:
    """Return one of the answers to `fact`, by a number."""
    match fact.kind:
        case "yes_no":
            return number % 2 == 0
        case "choice":
            return fact.values[number % len(fact.values)]
        case "number":
            return fact.low + number % (fact.high - fact.low + 1)
        case "date":
            return date.fromordinal(date(1945, 1, 1).toordinal() + number % 25_000).isoformat()


@st.composite
def households(draw: st.DrawFn) -> Household:
    matters = []
    for name in draw(st.lists(st.sampled_from(LISTS), min_size=1, max_size=2, unique=True)):
        fit = [each.id for each in MEMBERS if each.id in FOR[name]]
        wanted = draw(st.sets(st.sampled_from(fit), min_size=1))
        matters.append(Matter(name, tuple(each for each in fit if each in wanted)))
    there = {each for matter in matters for each in matter.members}
    return Household(tuple(each for each in MEMBERS if each.id in there), tuple(matters))


def lists_of(household: Household) -> tuple[str, ...]:
    return tuple(each.checklist for each in household.matters)


def walked(
    household: Household, numbers: Mapping[str, int], said: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Return the answers of somebody who is asked until nothing is left."""
    answers = dict(said or {})
    for _ in range(400):
        book = for_household(BOOK, household, answers)
        at = known(book, counted(book, answers, known(book, {}, DAY)), DAY)
        left = questions(book, lists_of(household), judge(book, lists_of(household), at)[0], at)
        if not left:
            return answers
        fact = book.facts[left[0].id]
        answers[fact.id] = answer_to(fact, numbers.get(fact.id, len(fact.id)))
    raise AssertionError("the questions do not end")


def shape(answer: Consultation) -> Any:
    plan = answer.plan
    states = {each.item: each.state for each in answer.verdicts}
    if plan is None:
        return states, None
    papers = {each.document: (each.originals, each.copies, each.how, each.waived) for each in plan.papers}
    return states, (plan.visits, plan.working_days, plan.fees, papers)


def fresh(household: Household, answers: Mapping[str, Value]) -> Any:
    return shape(consult(BOOK, lists_of(household), answers, DAY, Wish(household=household)))


@settings(max_examples=tries(20), deadline=None)
@given(household=households(), numbers=st.dictionaries(st.sampled_from(sorted(BOOK.facts)), NUMBERS))
def test_the_questions_end_and_each_asked_one_is_of_this_household(
    household: Household, numbers: dict[str, int]
) -> None:
    answers = walked(household, numbers)
    book = for_household(BOOK, household, answers)
    assert answers.keys() <= book.facts.keys()
    answer = consult(BOOK, lists_of(household), answers, DAY, Wish(household=household))
    assert {each.item for each in answer.verdicts} <= book.items.keys()
    assert fresh(household, dict(reversed(answers.items()))) == shape(answer), "in whatever order it was said"


@settings(max_examples=tries(20), deadline=None)
@given(
    household=households(),
    numbers=st.dictionaries(st.sampled_from(sorted(BOOK.facts)), NUMBERS),
    newcomer=st.sampled_from(MEMBERS),
    data=st.data(),
)
def test_whoever_joins_and_leaves_again_leaves_the_plan_as_it_was(
    household: Household, numbers: dict[str, int], newcomer: Member, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(lists_of(household)))
    if newcomer.id not in FOR[name] or newcomer in household.members:
        return
    answers = walked(household, numbers)
    before = fresh(household, answers)
    # Wherever they stand: also before whoever was the first of a kind.
    place = data.draw(st.integers(0, len(household.members)))
    members = (*household.members[:place], newcomer, *household.members[place:])
    ids = [each.id for each in members]
    matters = tuple(
        Matter(name, tuple(sorted((*each.members, newcomer.id), key=ids.index))) if each.checklist == name else each
        for each in household.matters
    )
    more = Household(members, matters)
    wish, there = rehoused(BOOK, Wish(household=household), answers, more)
    said = walked(more, numbers, there)
    back, kept = rehoused(BOOK, wish, said, household)
    assert fresh(back.household, kept) == before


@settings(max_examples=tries(20), deadline=None)
@given(household=households(), numbers=st.dictionaries(st.sampled_from(sorted(BOOK.facts)), NUMBERS), data=st.data())
def test_a_way_with_changes_ends_as_a_fresh_one(
    household: Household, numbers: dict[str, int], data: st.DataObject
) -> None:
    """Answers changed, and one taken back, on the way: what counts in the end is what would be said at once."""
    answers = walked(household, numbers)
    for _ in range(2):
        if not answers:
            break
        name = data.draw(st.sampled_from(sorted(answers)))
        answers[name] = answer_to(for_household(BOOK, household, answers).facts[name], data.draw(NUMBERS))
        answers = walked(household, numbers, answers)
    gone = data.draw(st.sampled_from(sorted(answers))) if answers else None
    if gone is not None:
        answers.pop(gone)
    answers = walked(household, numbers, answers)
    whole = consult(BOOK, lists_of(household), answers, DAY, Wish(household=household))
    counted = {name: answers[name] for name in whole.asked if name in answers}
    assert fresh(household, counted) == shape(whole)


@settings(max_examples=tries(40), deadline=None)
@given(
    who=st.sampled_from(("me", "spouse", "mother", "father")),
    hukou=st.sampled_from(("city", "province", "elsewhere")),
    numbers=st.dictionaries(st.sampled_from(sorted(BOOK.facts)), NUMBERS),
)
def test_splitting_one_persons_facts_over_two_roles_never_changes_a_verdict(
    who: str, hukou: str, numbers: dict[str, int]
) -> None:
    """Said as the insured's, or once more as that of whom the certificate is for: the same verdicts."""
    lists = ("insurance-flexible", "retirement-care")
    said: dict[str, Value] = {"insured_who": who, "holder_who": who, "insured_hukou": hukou, "care_wish": "disability"}
    said |= {"hukou": hukou} if who == "me" else {}
    for _ in range(100):
        answer = consult(BOOK, lists, said, DAY)
        if not answer.questions:
            break
        fact = BOOK.facts[answer.questions[0].id]
        said[fact.id] = answer_to(fact, numbers.get(fact.id, 0))
    assert "disabled_here" not in said
    split = {**said, "disabled_here": hukou == "city"}
    assert shape(consult(BOOK, lists, split, DAY)) == shape(answer)
    otherwise = {**said, "disabled_here": hukou != "city"}
    assert shape(consult(BOOK, lists, otherwise, DAY)) == shape(answer), "one person has one hukou"


def test_nobody_is_the_household_of_before() -> None:
    assert rehoused(BOOK, Wish(), {"grade": "primary"}, NOBODY) == (Wish(), {"grade": "primary"})
