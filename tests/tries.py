"""How many examples a property is tried with: a tenth in `make test-fast`, five times as many in `make test-long`.

`make test` tries the same examples each time, so that it fails for what was changed; new ones are looked for in
`make test-long`, and what they find stays as a case.
"""

import os
from typing import Final

_WISH: Final = os.environ.get("BANSHI_TRIES", "")
THE_SAME: Final = _WISH != "many"
"""Whether every run tries the same examples."""


def tries(many: int) -> int:
    """Return how many examples this run takes where `many` are usual; few are five at least, where so many are."""
    if _WISH == "few":
        return min(many, max(5, many // 10))
    return many if THE_SAME else 5 * many
