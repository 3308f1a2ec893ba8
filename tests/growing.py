"""Whether what was counted again and again grows with time: a slope over the run, not one number at its end."""

from collections.abc import Sequence
from statistics import median

WARM = 0.25
"""The part of a run after which everything has been seen once: caches, fonts, connections."""
SHARE = 0.05
"""How much of its level something may seem to grow from the first third of what follows to the last."""


def grown(values: Sequence[float], spare: float = 0) -> float:
    """Return by how much `values` have grown more than they may: 0 when they have not. `spare` is allowed besides."""
    after = values[int(len(values) * WARM) :]
    third = max(len(after) // 3, 1)
    first, last = median(after[:third]), median(after[-third:])
    return max(0.0, last - first * (1 + SHARE) - spare)
