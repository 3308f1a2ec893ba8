"""The day of a hall as a roll-out needs it: when nobody is called, who is to come, how far off closing is. Pure."""

from collections.abc import Sequence
from math import inf
from typing import Final, Protocol

from server.rules.hall.line import MINUTE

Spans = Sequence[tuple[int, int]]
"""From when until when (ms) a hall is open on one day, in order."""
SETTLING: Final = 10 * MINUTE
"""So long after it opened a hall still counts on counters that opened the last time."""
SOON: Final = 3 * MINUTE
"""What somebody is expected to need who should sit at a counter already."""


class Clock(Protocol):
    """What the hall's clock and calendar say of a moment (ms)."""

    def hour(self, at: int) -> int:
        """Return the hour of the day, 0 to 23."""

    def spans_at(self, at: int) -> Spans:
        """Return from when until when the hall is open on the day of `at`."""


def shut(spans: Spans, now: int) -> tuple[tuple[float, float], ...]:
    """Return the intervals (ms) that are not over at `now` in which nobody is called: before opening, and breaks.

    Closing ends none of them: who waits then is served still, or not today (`closes_in`).
    """
    begins, found = float(-inf), []
    for opens, closes in spans:
        if opens > now:
            found.append((begins, float(opens)))
        begins = closes
    return tuple(found)


def closes_in(spans: Spans, now: int) -> float:
    """Return how long (ms) it is from `now` until the day's last closing, less than 0 after it; `inf` without hours."""
    return spans[-1][1] - now if spans else inf


def comes_at(spans: Spans, now: int) -> float:
    """Return when (ms) a counter that is expected and not open yet is there: at the next opening, soon, or never."""
    for opens, closes in spans:
        if now < opens:
            return opens
        if now < min(opens + SETTLING, closes):
            return now + SOON
    return inf


def open_since(spans: Spans, now: int) -> int | None:
    """Return when (ms) the hall last opened, also when it has closed for the day since; None in a break or before.

    0 on a day without hours.
    """
    for opens, closes in spans:
        if opens <= now < closes:
            return opens
    if not spans:
        return 0
    return spans[-1][0] if now >= spans[-1][1] else None
