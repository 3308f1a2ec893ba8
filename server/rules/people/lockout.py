"""How often somebody may be wrong before they are locked out, and how long. Pure."""

from typing import Final

import msgspec

from server.rules.errors import Refusal

MOST: Final = 5
MOST_OF_PLACE: Final = 30
"""Wrong tries from one address: a whole hall may share one."""
WITHIN_MS: Final = 15 * 60_000
FIRST_LOCK_MS: Final = 10 * 60_000
LONGEST_LOCK_MS: Final = 24 * 3600_000


class Wrong(msgspec.Struct, frozen=True):
    """Wrong tries of one name or address: how many since `since` (ms), how often locked, and until when."""

    count: int = 0
    since: int = 0
    locks: int = 0
    until: int = 0

    def admit(self, now: int) -> None:
        """Raise `Refusal` sign_in_locked while it is locked at `now` (ms)."""
        if now < self.until:
            seconds = -((now - self.until) // 1000)
            raise Refusal("sign_in_locked", seconds=seconds, minutes=-(-seconds // 60))


def wrong_again(before: Wrong, now: int, most: int = MOST) -> Wrong:
    """Return what is kept after one more wrong try at `now` (ms).

    The `most`-th in 15 minutes locks, twice as long each time, a day at most; a day without any forgets earlier locks.
    """
    locks = 0 if now - max(before.since, before.until) > LONGEST_LOCK_MS else before.locks
    if before.count == 0 or now - before.since >= WITHIN_MS:
        before = Wrong(0, now, locks, before.until)
    if before.count + 1 < most:
        return Wrong(before.count + 1, before.since, locks, before.until)
    lasts = min(FIRST_LOCK_MS * 2**locks, LONGEST_LOCK_MS)
    return Wrong(0, now, locks + 1, now + lasts)
