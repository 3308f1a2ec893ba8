"""What a citizen reads of the questions that they cannot answer, and of the papers that hang on those. Pure."""

from collections.abc import Iterable

from config.centers import Language
from config.words import say
from kiosk.page.block import Block, Said
from server.rules.guidance.judge.still_open import Outlook
from server.rules.guidance.plan.at_a_glance import find_out_words, open_head, open_lines


def open_questions(language: Language, outlook: Outlook) -> Iterable[Block]:
    """Say how much is open; then each question with what its answers change: a touch answers it now."""
    head, note = open_head(language, outlook)
    yield Block((Said(head, "body", "wait", bold=True), Said(note)), icon="query")
    for question in outlook.questions:
        lines = tuple(Said(line, after=4) for line in open_lines(language, question))
        ways = Said(find_out_words(language, question), ink="muted")
        asked = Said(question.text.say(language), "body", bold=True)
        yield Block((asked, *lines, ways), "unknown", target=f"ask:{question.question}")


def open_papers(language: Language, outlook: Outlook) -> Iterable[Block]:
    """Give the papers that are needed for some answers only."""
    if outlook.papers:
        title = say(language, "Papers for some answers only")
        yield Block((Said(title, "body", bold=True, after=0),), bare=True)
    for paper in outlook.papers:
        name = Said(paper.name.say(language), "body", bold=True, after=0)
        yield Block((name, Said(paper.only_if.say(language), ink="muted")), icon="query", bare=True)
