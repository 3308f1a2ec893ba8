"""How often somebody may name a code that does not exist: enough for a slip of the finger, useless for a machine.

Kept in this process alone; with several web processes the limit is that many times higher, which changes nothing: of
2^43 codes, a million in use, one is hit in eight million tries.
"""

import threading
from collections import OrderedDict
from typing import Final

from server.rules.errors import Refusal

MOST: Final = 10
WITHIN_MS: Final = 10 * 60 * 1000
REMEMBERED: Final = 10_000


class Tries:
    """Wrong codes of late by who named them: a token's id, or an address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, list[int]] = OrderedDict()

    def admit(self, who: str, now: int) -> None:
        """Let `who` try a code at `now` (ms); raises `Refusal` consultation_tries after too many wrong ones."""
        with self._lock:
            late = [at for at in self._wrong.get(who, ()) if at > now - WITHIN_MS]
        if len(late) >= MOST:
            raise Refusal("consultation_tries", seconds=max(1, -(-(late[-MOST] + WITHIN_MS - now) // 1000)))

    def count(self, who: str, now: int) -> None:
        """Remember that `who` named a code at `now` (ms) that does not exist."""
        with self._lock:
            late = [at for at in self._wrong.pop(who, ()) if at > now - WITHIN_MS]
            self._wrong[who] = [*late, now]
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)
