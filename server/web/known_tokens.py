"""Tokens that were shown of late: looked up once, out within a second of being revoked, their use told in one go.

Thousands of pages and kiosks ask now and then, each with a token of its own. To look each up every time, and to write
down that it was used, would cost as much as what they ask for.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from server.office.access.bearer import Bearer, bearer_of
from server.office.access.clones import Clones, note_clone
from server.office.access.devices import KINDS
from server.office.access.keeping import over_since
from server.office.access.last_use import EVERY_MS, note_use, note_uses
from server.rules.errors import Refusal
from server.store.secret_hash import secret_hash
from server.store.store import Store

STALE_SECONDS: Final = 1.0
"""How long a token may be believed without asking which ones are over; a revoked one is out after that."""
TRUSTED_SECONDS: Final = 60.0
"""How long until it is looked up again: a database put back from a backup may not know it any more."""
BACK_MS: Final = 600_000
"""How far behind the last look is looked again: clocks of several machines differ."""
TOLD_EVERY: Final = 5.0
"""Seconds until uses that were noted are written down, all in one change."""
REMEMBERED: Final = 10_000


class KnownTokens:
    """Who shows a token, remembered. Safe for threads: entries are only replaced and taken out."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, tuple[float, Bearer]] = {}
        self._looked = float("-inf")
        self._looked_ms = clock()
        self._looking = threading.Lock()
        self._noted: dict[str, int] = {}
        self._pending: dict[str, int] = {}
        self._told = time.monotonic()
        self._clones = Clones()

    def bearer(self, token: str, place: str = "") -> Bearer:
        """Return who shows `token` at the address `place`.

        Raises `Refusal` token_unknown, or what the store says when it cannot be read.
        """
        name = secret_hash(token)
        now = time.monotonic()
        if now - self._looked >= STALE_SECONDS:
            self._forget_those_over(now)
        known = self._known.get(name)
        if known is None or now - known[0] >= TRUSTED_SECONDS:
            known = (now, self._store.read(lambda reading: bearer_of(reading, token)))
            if len(self._known) >= REMEMBERED:
                self._known.clear()
                self._noted.clear()
            self._known[name] = known
        bearer = known[1]
        at = self._clock()
        bearer.admit(at)
        self._note(bearer, at, now)
        if place and bearer.scope in KINDS:
            self._compare(bearer, place, at)
        return bearer

    def _compare(self, bearer: Bearer, place: str, at: int) -> None:
        """Have it written down when a device's token is shown from two places in turn."""
        if (both := self._clones.shown(bearer.id, place, at)) is not None:
            # A store that keeps nothing right now must not lock anybody out.
            with suppress(Refusal):
                note_clone(self._store, bearer.id, both, at)

    def _forget_those_over(self, now: float) -> None:
        # One asks for all; while it waits for its answer the others believe what they know a second longer, no more.
        alone = self._looking.acquire(blocking=False)
        if not alone and now - self._looked < 2 * STALE_SECONDS:
            return
        try:
            at = self._clock()
            # The command line revokes by the wall clock, which this one is ahead of after that was set back.
            since = min(self._looked_ms, time.time_ns() // 1_000_000) - BACK_MS
            over = self._store.read(lambda reading: over_since(reading, since, at))
            if over:
                # Not a list of the items: looking for garbage while it is made lets others change what it is made of.
                for name, (_, bearer) in self._known.copy().items():
                    if bearer.id in over:
                        self._known.pop(name, None)
            self._looked, self._looked_ms = now, at
        finally:
            if alone:
                self._looking.release()

    def _note(self, bearer: Bearer, at: int, now: float) -> None:
        """Note that a token was used at `at` (ms): the first use ever at once, later ones together."""
        last = self._noted.get(bearer.id, bearer.last_used_at)
        if last is None:
            self._noted[bearer.id] = at
            note_use(self._store, bearer, at)
        elif last <= at - EVERY_MS:
            self._noted[bearer.id] = self._pending[bearer.id] = at
        if self._pending and now - self._told >= TOLD_EVERY:
            self._told = now
            pending, self._pending = self._pending, {}
            # A copy: another thread may just be noting one more in what is left behind here.
            note_uses(self._store, dict(pending))
