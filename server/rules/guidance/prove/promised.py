"""Days that people are told to come from, looked at again on those days. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from config.case import Case
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import Book, for_household
from server.rules.guidance.judge.promises import carried_on
from server.rules.guidance.judge.verdict import Consultation, Wish
from server.rules.guidance.prove.finding import Finding


def broken_promises(book: Book, case: Case, answer: Consultation) -> Iterator[tuple[str, date]]:
    """Yield each item with a day that `answer` promises `case` and on which, all answers carried on, it cannot be done.

    Each requirement keeps its own promise; what is found here is that another one fails by then.
    """
    day, wish = date.fromisoformat(case.on), Wish(household=case.household)
    book = for_household(book, case.household, case.answers)
    for verdict in answer.verdicts:
        days = [reason.enough_on for reason in verdict.reasons if reason.enough_on is not None]
        if verdict.state != "not_yet" or len(days) < max(1, len(verdict.reasons)):
            continue
        then = date.fromisoformat(max(days))
        answers = {
            name: carried_on(book.facts[name], value, day, then, book)
            for name, value in case.answers.items()
            if name in book.facts
        }
        after = {each.item: each for each in consult(book, case.checklists, answers, then, wish).verdicts}
        found = after.get(verdict.item)
        if found is not None and found.state in ("not_yet", "cannot"):
            yield verdict.item, then


def promise_findings(broken: Mapping[str, Sequence[tuple[str, date]]]) -> Iterator[Finding]:
    """Say of each item of `broken` once which case is told which day in vain, and which others are too."""
    for item, cases in broken.items():
        (name, then), *others = cases
        what = f"{name} is told to come from {then} by {item}, and cannot have it on that day"
        if others:
            named = ", ".join(each for each, _ in others)
            what = (
                f"{name} is told to come from {then} by {item}, and cannot have it on that day, "
                f"nor can {len(others)} more cases: {named}"
            )
        yield Finding("items", item, "promise_false", what, "say in `when` or `otherwise` for whom it ends")
