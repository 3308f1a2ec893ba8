"""When somebody who is away without a word will be back, as far as anybody can tell."""

from math import inf
from typing import Final

from server.rules.hall.line import MINUTE

USUAL: Final = 12 * MINUTE
"""What everybody takes such an absence for, and again a quarter of it once that is over."""
FOR_GOOD: Final = 35 * MINUTE
"""Whoever is not back after so long does not come any more today."""


def guessed(since: float, now: float) -> tuple[float, float]:
    """Return from when until when (ms) a counter is away that nobody has been at `since` then."""
    if now - since > FOR_GOOD:
        return now, inf
    return now, max(since + USUAL, now + USUAL / 4)
