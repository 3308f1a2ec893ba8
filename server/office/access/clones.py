"""Notices a token that is shown from two addresses in turn: somebody has copied it, or two devices share it.

One address after another is a device that moved. Kept in this process alone: with several web processes a copy is
noticed a little later.
"""

import threading
from collections import OrderedDict
from typing import Final

from sqlalchemy import bindparam, update

from server.store.access_tables import tokens
from server.store.store import Store
from server.store.unit_of_work import CITY

WITHIN_MS: Final = 60_000
REMEMBERED: Final = 10_000
_CLONED = (
    update(tokens).where(tokens.c.id == bindparam("of_id")).values(cloned_at=bindparam("at"), cloned=bindparam("of"))
)


class Clones:
    """Where each token was shown last, and where before that. Safe for threads."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[str, int, str, int]] = OrderedDict()
        self._told: dict[str, int] = {}
        self._lock = threading.Lock()

    def shown(self, token: str, place: str, now: int) -> tuple[str, str] | None:
        """Note that `token` was shown from `place` at `now` (ms).

        Return both places when it came back within a minute from one to the other and back, once a minute at most.
        """
        known = self._seen.get(token)
        if known is not None and known[0] == place and now - known[1] < 1000:
            return None
        with self._lock:
            last, at, before, left = self._seen.pop(token, (place, now, "", 0))
            if last != place:
                last, at, before, left, back = place, now, last, at, before == place and now - left <= WITHIN_MS
            else:
                at, back = now, False
            self._seen[token] = (last, at, before, left)
            while len(self._seen) > REMEMBERED:
                self._told.pop(self._seen.popitem(last=False)[0], None)
            if not back or now - self._told.get(token, -WITHIN_MS) < WITHIN_MS:
                return None
            self._told[token] = now
        return before, place


def note_clone(store: Store, token: str, places: tuple[str, str], now: int) -> None:
    """Have written down that a token was shown from two places in turn; who shows it does not wait for it."""
    store.order(CITY, lambda uow: uow.run(_CLONED, of_id=token, at=now, of=" ".join(sorted(places))))
