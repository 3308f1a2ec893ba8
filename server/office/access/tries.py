"""How often somebody may name a code that does not exist: enough for a slip of the finger, useless for a machine.

Kept in this process alone; with several web processes the limit is that many times higher, which changes nothing: of
2^43 codes, a million in use, one is hit in eight million tries.
"""

import threading
from collections import OrderedDict
from typing import Final

from server.rules.errors import Code, Refusal

MOST: Final = 10
WITHIN_MS: Final = 10 * 60 * 1000
REMEMBERED: Final = 10_000


class Tries:
    """Wrong codes of late by who named them: a token's id, or an address; who had too many is refused with `code`."""

    def __init__(self, code: Code = "consultation_tries") -> None:
        self._code: Code = code
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, list[int]] = OrderedDict()
        self._right: OrderedDict[tuple[str, str], None] = OrderedDict()

    def admit(self, who: str, now: int, code: str = "") -> None:
        """Let `who` try a code at `now` (ms); raises `Refusal` after too many wrong ones.

        A `code` that they were right about before is theirs: others at their address cannot take it from them.
        """
        if seconds := self.seconds_left(who, now, code):
            raise Refusal(self._code, seconds=seconds)

    def seconds_left(self, who: str, now: int, code: str = "") -> int:
        """Return how many seconds after `now` (ms) `who` may try `code` again; 0 when they may now."""
        with self._lock:
            if who not in self._wrong or (who, code) in self._right:
                return 0
            late = [at for at in self._wrong[who] if at > now - WITHIN_MS]
        return max(1, -(-(late[-MOST] + WITHIN_MS - now) // 1000)) if len(late) >= MOST else 0

    def remember(self, who: str, code: str) -> None:
        """Remember that `who` was right about `code`."""
        with self._lock:
            self._right[who, code] = None
            self._right.move_to_end((who, code))
            while len(self._right) > REMEMBERED:
                self._right.popitem(last=False)

    def count(self, who: str, now: int) -> None:
        """Remember that `who` named a code at `now` (ms) that does not exist."""
        with self._lock:
            late = [at for at in self._wrong.pop(who, ()) if at > now - WITHIN_MS]
            self._wrong[who] = [*late, now]
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)
