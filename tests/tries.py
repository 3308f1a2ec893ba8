"""How many examples a property is tried with: all of them in `make test`, a tenth in `make test-fast`."""

import os


def tries(many: int) -> int:
    """Return how many of `many` examples this run takes, at least five."""
    return many if os.environ.get("BANSHI_TRIES") != "few" else max(5, many // 10)
