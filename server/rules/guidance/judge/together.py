"""Which questions can stand on one page: whatever is answered to one of them, the others are still asked. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import takewhile

from config.rule import Value
from server.rules.guidance.judge.asking import counted
from server.rules.guidance.judge.bands import bands
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.verdict import Question
from server.rules.guidance.judge.whatever import Whatever

TOGETHER_AT_MOST = 6
"""Questions on one page."""
LOOKED_AT = 8
"""Questions after the first that may stand beside it."""
SHORT = 6
"""Answers of a question that stands beside others."""


def together(
    book: Book,
    checklists: Sequence[str],
    answers: Mapping[str, Value],
    today: date,
    left: Sequence[Question],
    leave_out: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the first of the questions `left`, and those after it that are asked whatever the others are answered.

    They are about the same subject, each with few answers. `answers` are those given so far, `leave_out` the items that
    the citizen does not want.
    """
    first, *others = left
    whom = {entity.who for entity in book.pack.entities}

    def beside(other: Question) -> bool:
        return other.id not in whom and bool(values_of(other)) and first.theme == other.theme

    if not beside(first):
        # From the answer to whom it is about on, the words of the others say it.
        return (first.id,)
    seen = [first, *takewhile(beside, others[:LOOKED_AT])]
    values = {each.id: _values(book, checklists, answers, today, each) for each in seen}
    whatever = Whatever(book, checklists, answers, today, leave_out, values)
    group = [first.id]
    for number, each in enumerate(values):
        if number and len(group) < TOGETHER_AT_MOST and _joins(whatever, each, group, list(values)[:number]):
            group.append(each)
    return tuple(group)


def _joins(whatever: Whatever, one: str, group: Sequence[str], before: Sequence[str]) -> bool:
    """Return whether `one` and all of `group` are asked in whatever order the others are answered, and how.

    None that stands `before` it and is left for later spares it, either.
    """
    together = {*group, one}
    return all(whatever.still_asked(one, {each}) for each in before) and all(
        whatever.still_asked(each, together - {each}) for each in (one, *group)
    )


def values_of(question: Question) -> tuple[Value, ...]:
    """Return what one touch can answer to a question that can stand beside others; nothing for one that cannot."""
    if question.kind == "yes_no":
        return (True, False)
    few = question.kind in ("choice", "number") and not question.many and len(question.choices) <= SHORT
    return tuple(choice.value for choice in question.choices) if few else ()


def _values(
    book: Book, checklists: Sequence[str], answers: Mapping[str, Value], today: date, question: Question
) -> tuple[Value, ...]:
    """Return what can be answered to `question`; of a number also those that have to be typed."""
    values = dict.fromkeys(values_of(question))
    if question.kind == "number":
        at = known(book, counted(book, answers, known(book, {}, today)), today)
        values |= dict.fromkeys(each.value for each in bands(book, checklists, book.facts[question.id], at))
    return tuple(values)
