"""A card of a question that somebody cannot answer fits a page, in whatever language and size of type."""

import pytest

from config.centers import Language
from kiosk.page.block import measured
from kiosk.page.open_blocks import HIGHEST, open_questions
from server.rules.guidance.judge.still_open import OpenQuestion, Outlook, Span
from server.rules.guidance.outlook.finding_out import ways_to_find_out
from tests.dongjiang import city_book

SPAN = Span(1, 2)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_of_the_city_fits_with_how_its_answer_is_found_out(language: Language) -> None:
    too_high = []
    for fact in city_book().pack.facts:
        question = OpenQuestion(fact.id, fact.ask, (), ways_to_find_out(city_book(), fact.id, ()))
        outlook = Outlook(True, SPAN, None, None, (), (), (question,))
        _, card = open_questions(language, outlook, elder=True)
        if measured(card, elder=True).height > HIGHEST:
            too_high.append(fact.id)
    assert too_high == []
