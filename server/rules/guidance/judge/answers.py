"""Answers from outside: each must be to a question of the pack, and one of those that fit it. Pure."""

from collections.abc import Mapping
from typing import Any

from config.centers import Text
from config.fact import Fact
from config.rule import Value
from config.words import both, series
from server.rules.errors import Refusal
from server.rules.guidance.judge.asking import fits
from server.rules.guidance.judge.book import Book


def answered(book: Book, kept: Mapping[str, Value], given: Mapping[str, Any]) -> dict[str, Value]:
    """Return `kept` with the answers `given` put in; None takes one back.

    Raises `Refusal` question_unknown or answer_unfit, which says what would fit; then nothing is put in.
    """
    answers = dict(kept)
    for question, value in given.items():
        fact = book.facts.get(question)
        if fact is None:
            raise Refusal("question_unknown", question=question[:64])
        if value is None:
            answers.pop(question, None)
        elif isinstance(value, str | int) and fits(fact, value):
            answers[question] = value
        else:
            raise Refusal("answer_unfit", question=question, fits=what_fits(fact))
    return answers


def what_fits(fact: Fact) -> Text:
    """Return a sentence that says which answers fit the question of `fact`."""
    match "date" if fact.by_date else fact.kind:
        case "yes_no":
            return both("Answer true or false.")
        case "number":
            return both("Write a whole number from {low} to {high}.", low=fact.low, high=fact.high)
        case "date":
            return both("Write a date such as 2026-11-24.")
    known = [both("{value} ({meaning})", value=answer.value, meaning=answer.text) for answer in fact.answers]
    if fact.many:
        return both("Write one of these, or several with + between them in this order: {known}.", known=series(known))
    return both("Write one of: {known}.", known=series(known))
