"""How long a sign-in lasts: until nobody did anything for a while, and twelve hours at most. Pure."""

from collections.abc import Iterable
from typing import Final

from server.rules.people.roles import ADMINISTRATORS, Grant

IDLE_ADMINISTRATOR_MS: Final = 15 * 60_000
IDLE_MS: Final = 30 * 60_000
ABSOLUTE_MS: Final = 12 * 3600_000
AFRESH_MS: Final = 10 * 60_000
"""How long after a password was shown what is dangerous may be done without showing it again."""


def ends_at(began: int, seen: int, grants: Iterable[Grant]) -> int:
    """Return when (ms) a sign-in is over that `began` and was `seen` last, of somebody with `grants`."""
    administrator = any(grant.role in ADMINISTRATORS for grant in grants)
    return min(began + ABSOLUTE_MS, seen + (IDLE_ADMINISTRATOR_MS if administrator else IDLE_MS))
