"""How many examples a property is tried with: few in `make test-fast`, ten times as many as usual in `make test-long`.

`make test` tries the same examples each time, so that it fails for what was changed; new ones are looked for in
`make test-long`, and what they find stays as a case.
"""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")
_WISH: Final = os.environ.get("BANSHI_TRIES", "")
THE_SAME: Final = _WISH != "many"
"""Whether every run tries the same examples."""


def tries(many: int) -> int:
    """Return how many examples this run takes of `many`: half as a rule, five at least where so many are."""
    if _WISH == "few":
        return min(many, max(5, many // 10))
    return min(many, max(5, many // 2)) if THE_SAME else 5 * many


def one_in(number: int, everything: Sequence[T], first: int = 0) -> Sequence[T]:
    """Return every so many-th of `everything`, from place `first` on; all of it in `make test-long`."""
    return everything[first::number] if THE_SAME else everything
