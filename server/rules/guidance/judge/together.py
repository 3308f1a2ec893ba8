"""Which questions can stand on one page: whatever is answered to one of them, the others are still asked. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from config.rule import Value
from server.rules.guidance.judge.asking import counted, questions
from server.rules.guidance.judge.bands import bands
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.verdict import Question

TOGETHER_AT_MOST = 6
"""Questions on one page."""
LOOKED_AT = 8
"""Questions after the first that may stand beside it."""
SHORT = 6
"""Answers of a question that stands beside others."""


def together(
    book: Book, checklists: Sequence[str], answers: Mapping[str, Value], today: date, left: Sequence[Question]
) -> tuple[str, ...]:
    """Return the first of the questions `left`, and those after it that are asked whatever the others are answered.

    They are about the same subject, each with few answers. `answers` are those given so far.
    """
    first, *others = left
    group = [first]
    whom = {entity.who for entity in book.pack.entities}
    if not values_of(first) or first.id in whom:
        # From the answer on, the words of the others say whom they are about.
        return (first.id,)
    stay = _whatever(book, checklists, answers, today, first)
    for each in others[:LOOKED_AT]:
        if len(group) == TOGETHER_AT_MOST or each.id in whom or not _beside(first, each):
            break
        others_stay = _whatever(book, checklists, answers, today, each)
        # In whatever order they are answered.
        if each.id in stay and {one.id for one in group} <= others_stay:
            group.append(each)
        # One that is left for later may spare those after it, too.
        stay &= others_stay | {each.id}
    return tuple(each.id for each in group)


def values_of(question: Question) -> tuple[Value, ...]:
    """Return what one touch can answer to a question that can stand beside others; nothing for one that cannot."""
    if question.kind == "yes_no":
        return (True, False)
    few = question.kind in ("choice", "number") and not question.many and len(question.choices) <= SHORT
    return tuple(choice.value for choice in question.choices) if few else ()


def _beside(first: Question, other: Question) -> bool:
    return bool(values_of(other)) and first.theme == other.theme


def _whatever(
    book: Book, checklists: Sequence[str], answers: Mapping[str, Value], today: date, question: Question
) -> frozenset[str]:
    """Return what is still asked after each answer to `question`."""
    values = set(values_of(question))
    if question.kind == "number":
        # Also those that have to be typed.
        at = known(book, counted(book, answers, known(book, {}, today)), today)
        values |= {each.value for each in bands(book, checklists, book.facts[question.id], at)}
    return _all_of(_asked(book, checklists, {**answers, question.id: value}, today) for value in values)


def _asked(book: Book, checklists: Sequence[str], answers: Mapping[str, Value], today: date) -> frozenset[str]:
    at = known(book, counted(book, answers, known(book, {}, today)), today)
    judged, _ = judge(book, checklists, at, explained=False)
    return frozenset(each.id for each in questions(book, checklists, judged, at))


def _all_of(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    found = list(sets)
    return found[0].intersection(*found[1:])
