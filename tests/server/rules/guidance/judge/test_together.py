"""Questions that stand together on a page: whatever is answered to one of them, the others are asked all the same."""

from datetime import date

import pytest

from config.case import Case
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.together import TOGETHER_AT_MOST, together, values_of
from server.rules.guidance.judge.verdict import Choice, Question
from tests.dongjiang import city, city_book
from tests.kiosk.hall import text

FIRST = {case.checklists: case for case in reversed(city().cases)}


@pytest.mark.parametrize("case", FIRST.values(), ids=lambda each: each.name)
def test_the_others_are_asked_whatever_is_answered_to_one(case: Case) -> None:
    book, day = city_book(), date.fromisoformat(case.on)
    answers: dict[str, Value] = {}
    grouped = 0
    while left := consult(book, case.checklists, answers, day).questions:
        group = together(book, case.checklists, answers, day, left)
        asked = {each.id: each for each in left}
        assert group[0] == left[0].id
        assert list(group) == [each for each in asked if each in group]
        before = list(asked)[: list(asked).index(group[-1])]
        assert 1 <= len(group) <= TOGETHER_AT_MOST
        grouped += len(group) > 1
        for one in group:
            for value in values_of(asked[one]) if len(group) > 1 else ():
                after = {each.id for each in consult(book, case.checklists, answers | {one: value}, day).questions}
                assert set(group) - {one} <= after
        # One that is left for later spares none of those that are asked before it.
        for one in set(before) - set(group):
            for value in values_of(asked[one]):
                after = {each.id for each in consult(book, case.checklists, answers | {one: value}, day).questions}
                assert set(group[[*asked].index(one) and 1 :]) & set([*asked][[*asked].index(one) :]) <= after
        if not set(group) <= set(case.answers):
            return
        answers |= {each: case.answers[each] for each in group}
    assert grouped or len(case.answers) <= 12


def test_numbers_dates_and_long_lists_of_answers_have_a_page_of_their_own() -> None:
    assert values_of(Question("q", "number", text("q"))) == values_of(Question("q", "date", text("q"))) == ()
    choices = tuple(Choice(str(number), text(str(number))) for number in range(7))
    assert values_of(Question("q", "choice", text("q"), choices=choices)) == ()
    assert values_of(Question("q", "choice", text("q"), choices=choices[:6])) == ("0", "1", "2", "3", "4", "5")
    assert values_of(Question("q", "yes_no", text("q"))) == (True, False)
