"""What a citizen reads of the questions that they cannot answer, and of the papers that hang on those. Pure."""

from collections.abc import Iterable
from typing import Final

from config.centers import Language
from config.words import say
from kiosk.page.block import Block, Said, measured
from server.rules.guidance.judge.still_open import OpenQuestion, Outlook
from server.rules.guidance.plan.at_a_glance import find_out_words, open_head, open_lines

WAYS: Final = 2
"""Ways to find an answer out, if there is room; the guide desk is the Help of every page."""
HIGHEST: Final = 920
"""px that a card can have: a headline of two lines in large type stands above, what turns the page below."""


def open_questions(language: Language, outlook: Outlook, *, elder: bool) -> Iterable[Block]:
    """Say how much is open; then each question with what its answers change: a touch answers it now."""
    head, note = open_head(language, outlook)
    yield Block((Said(head, "body", "wait", bold=True), Said(note)), icon="query")
    for question in outlook.questions:
        fitting = (_card(language, question, ways) for ways in range(WAYS, 0, -1))
        yield next(
            (each for each in fitting if measured(each, elder=elder).height <= HIGHEST), _card(language, question)
        )


def _card(language: Language, question: OpenQuestion, ways: int = 1) -> Block:
    lines = tuple(Said(line, after=4) for line in open_lines(language, question))
    found_out = Said(find_out_words(language, question, ways), ink="muted")
    asked = Said(question.text.say(language), "body", bold=True)
    return Block((asked, *lines, found_out), "unknown", target=f"ask:{question.question}")


def open_papers(language: Language, outlook: Outlook) -> Iterable[Block]:
    """Give the papers that are needed for some answers only."""
    if outlook.papers:
        title = say(language, "Papers for some answers only")
        yield Block((Said(title, "body", bold=True, after=0),), bare=True)
    for paper in outlook.papers:
        name = Said(paper.name.say(language), "body", bold=True, after=0)
        yield Block((name, Said(paper.only_if.say(language), ink="muted")), icon="query", bare=True)
