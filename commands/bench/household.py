"""A household of six over ten checklists of the shipped pack, everything answered: what its plan is measured with."""

from collections.abc import Mapping
from datetime import date

from config.household import Household, Matter, Member
from config.rule import Value
from server.rules.guidance.judge.book import Book, for_household
from server.rules.guidance.judge.verdict import Question, Wish
from server.rules.guidance.outlook.completing import Matter as Weighing
from server.rules.guidance.outlook.completing import Weighed, weigh

SIX = (
    Member("me", "me"),
    Member("spouse", "spouse"),
    Member("elder", "child", "elder_daughter"),
    Member("younger", "child", "baby"),
    Member("father", "father"),
    Member("mother", "mother"),
)
WHOSE = {
    "hukou-in": ("me",),
    "residence": ("spouse",),
    "insurance-flexible": ("spouse",),
    "transfer": ("me",),
    "medical": ("father",),
    "school": ("elder",),
    "newborn": ("younger",),
    "jobless": ("spouse",),
    "retirement-care": ("father", "mother"),
    "cards-marriage": ("me",),
}
DAY = date(2026, 11, 24)
QUESTIONS_MOST = 400


def answered(book: Book) -> tuple[Book, Weighed, Wish]:
    """Return the book as it is for the six, and how they stand once nothing is left to ask."""
    household = Household(SIX, tuple(Matter(name, members) for name, members in WHOSE.items()))
    wish = Wish(household=household)
    answers: dict[str, Value] = {}
    for _ in range(QUESTIONS_MOST):
        now = weighed(book, wish, answers)
        if not now.left:
            break
        answers[now.left[0].id] = _said(now.left[0])
    return for_household(book, household, answers), weighed(book, wish, answers), wish


def weighed(book: Book, wish: Wish, answers: Mapping[str, Value]) -> Weighed:
    """Return how the six stand with `answers`."""
    return weigh(Weighing(for_household(book, wish.household, answers), tuple(WHOSE), DAY, wish), answers)


def _said(question: Question) -> Value:
    match question.kind:
        case "yes_no":
            return True
        case "number":
            return (question.low + question.high) // 2
        case "date":
            return "1990-05-17"
    return question.choices[0].value
