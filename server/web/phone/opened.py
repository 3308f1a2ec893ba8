"""A consultation as its holder goes through it: the questions in the order of answering, one by one. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from config.centers import Text
from config.fact import TOGETHER
from server.rules.errors import Refusal
from server.rules.guidance.judge.amounts import answer_text
from server.rules.guidance.judge.asking import question_of
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.span import is_rough
from server.rules.guidance.judge.verdict import Question, State, Verdict
from server.rules.guidance.plan.wording import ORDER, sorted_verdicts
from server.wire.consultation import KeptAnswer


@dataclass(frozen=True)
class Opened:
    """What a code opened: the `answer` of today and the pack `book` it follows from."""

    answer: KeptAnswer
    book: Book

    @property
    def day(self) -> date:
        """Return the day it was weighed for."""
        return date.fromisoformat(self.answer.state.day)

    @property
    def said(self) -> list[str]:
        """Return the questions whose answers count, in the order in which they were answered."""
        return [each for each in self.answer.answers if each in self.answer.asked]

    @property
    def next(self) -> str | None:
        """Return the question to ask now, or None when nothing is left to ask that its holder could answer."""
        unsure = {*self.answer.wish.unsure}
        return next((each.id for each in self.answer.questions if each.id not in unsure), None)

    def question(self, name: str) -> Question:
        """Return question `name`; raises `Refusal` question_unknown."""
        if name not in self.book.facts:
            raise Refusal("question_unknown", question=name[:64])
        asked = next((each for each in self.answer.questions if each.id == name), None)
        return asked or question_of(self.book, name, self.day)

    def rough(self, name: str) -> Text | None:
        """Return an answer that says no more than from where to where it lies, None for any other."""
        given = self.answer.answers.get(name)
        return answer_text(self.book.facts[name], given) if given is not None and is_rough(given) else None

    def before(self, name: str) -> str | None:
        """Return the question that was answered before `name`."""
        said = self.said
        place = said.index(name) if name in said else len(said)
        return said[place - 1] if place else None

    def after(self, name: str) -> str | None:
        """Return the question that was answered after `name`, so that going back and on again is the same way."""
        said = self.said
        place = said.index(name) + 1 if name in said else len(said)
        return said[place] if place < len(said) else None

    def answers(self) -> Iterator[tuple[Question, Text]]:
        """Give each answer that counts, with its question."""
        for name in self.said:
            yield self.question(name), answer_text(self.book.facts[name], self.answer.answers[name])

    def groups(self) -> Iterator[tuple[State, list[Verdict]]]:
        """Give the verdicts by their state, what can be done first."""
        every = sorted_verdicts(self.answer)
        for state in ORDER:
            if having := [each for each in every if each.state == state]:
                yield state, having


def answered_question(question: Question, form: MultiDict[str, str]) -> Any:
    """Return the answer that a form gives to `question`, None to take it back.

    What is none comes back as it was typed, so that whoever keeps it says what would fit.
    """
    if "clear" in form:
        return None
    value = form.get("value", "").strip()
    if question.many:
        wanted = form.getlist("value")
        return TOGETHER.join(str(each.value) for each in question.choices if str(each.value) in wanted) or value
    match question.kind:
        case "yes_no":
            return {"true": True, "false": False}.get(value, value)
        case "number":
            return int(value) if value.isdecimal() and len(value) <= 9 else value
        case "date":
            parts = [form.get(part, "").strip() for part in ("year", "month", "day")]
            longest = zip(parts, (4, 2, 2), strict=True)
            if not all(part.isdecimal() and len(part) <= most for part, most in longest):
                return "-".join(parts)
            year, month, day = (int(part) for part in parts)
            return f"{year:04}-{month:02}-{day:02}"
    return next((each.value for each in question.choices if str(each.value) == value), value)
