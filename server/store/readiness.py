"""Whether a store keeps what it is given, told within a second whatever became of it.

Responsible for: one probe at a time, in a thread of its own, whose outcome is good for a second. So nobody who asks
waits for a database that stands still, and asking often costs nothing.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

import structlog

from server.rules.errors import Refusal
from server.watched import aside, tell

GOOD_SECONDS: Final = 1.0
WAIT_SECONDS: Final = 0.8

_log = structlog.get_logger("store")


class Readiness:
    """What the last `probe` said, which raises a `Refusal` when the store keeps nothing; safe for threads."""

    def __init__(self, probe: Callable[[], None], steady: Callable[[], float] = time.monotonic) -> None:
        self._probe = probe
        self._steady = steady
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._done.set()
        self._at: float | None = None
        self._why: Refusal | None = None

    def look(self) -> None:
        """Return when the store is ready; raises the `Refusal` that says why it is not."""
        with self._lock:
            running = not self._done.is_set()
            fresh = self._at is not None and self._steady() - self._at < GOOD_SECONDS
            if not running and not fresh:
                self._done.clear()
                self._begin()
                running = True
        if running and not self._done.wait(WAIT_SECONDS):
            raise Refusal("store_unavailable")
        why = self._why
        if why is not None:
            raise Refusal(why.code, **why.values)

    def _begin(self) -> None:
        try:
            aside("readiness", self._ask)
        except RuntimeError as error:
            # The system had no thread to give: the next one who looks begins a probe, instead of waiting for this one.
            self._done.set()
            raise Refusal("store_unavailable") from error

    def _ask(self) -> None:
        before, why = self._why, None
        try:
            self._probe()
        except Refusal as refusal:
            why = refusal
        except Exception as error:
            tell("readiness", error)
            why = Refusal("store_unavailable")
        self._why, self._at = why, self._steady()
        self._done.set()
        if (before and before.code) != (why and why.code):
            _log.warning("not ready" if why else "ready again", code=why.code if why else None)
