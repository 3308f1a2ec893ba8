"""办不成事: what somebody came for and could not be done. Why, until when it must be answered, how it stands. Pure."""

from datetime import date
from typing import Final, Literal

Why = Literal["papers_missing", "not_here", "system_down", "law_unclear", "other"]
"""Why something could not be done; what was asked for is told in words beside it."""
Outcome = Literal["solved", "explained", "passed_on", "withdrawn"]
"""What came of a case: it was done after all, cannot be and why was explained, is another office's now, is not wanted
any more."""
Step = Literal["opened", "noted", "handed", "closed"]
"""What is done about a case."""
Standing = Literal["late", "soon", "in_time", "closed"]
"""The clock of a case: past its day, on its day or the working day before, earlier, or answered."""

WHY: Final[dict[Why, str]] = {
    "papers_missing": "A paper is missing that cannot be had",
    "not_here": "Not done by this office",
    "system_down": "The system is down",
    "law_unclear": "The rules are unclear",
    "other": "Another reason",
}
"""Code -> English words = gettext key."""
OUTCOMES: Final[dict[Outcome, str]] = {
    "solved": "Done after all",
    "explained": "Cannot be done, and why was explained",
    "passed_on": "Passed on to another office",
    "withdrawn": "Not wanted any more",
}
STANDINGS: Final[dict[Standing, str]] = {
    "late": "Too late",
    "soon": "Answer it now",
    "in_time": "In time",
    "closed": "Answered",
}


def standing(due: date, today: date, left: int, *, closed: bool) -> Standing:
    """Return how a case stands `today` that is `due` on a day, with so many working days `left` after today."""
    if closed:
        return "closed"
    if today > due:
        return "late"
    return "soon" if left <= 1 else "in_time"
