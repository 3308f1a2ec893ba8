"""Whether a database answers: while it does not, one try a second goes to it and everybody else is refused at once.

A try that fails at once costs nobody anything, and the next may follow at once: only waiting in vain is rationed.
So a database that is away, or stands still, takes a few threads of this process and never all of them.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from server.rules.errors import Refusal

RETRY_SECONDS: Final = 1.0
SUSPECT_SECONDS: Final = 2.5
"""A database that answered nobody for so long, while somebody waits, is taken for away: longer than a lock's wait."""

_log = structlog.get_logger("store")


class NoAnswer(Refusal):
    """Store_unavailable because nobody answered: no connection could be made, or one fell silent."""

    def __init__(self) -> None:
        super().__init__("store_unavailable")


class NotAsked(Refusal):
    """Busy because no connection was free: of the database nothing was heard."""

    def __init__(self) -> None:
        super().__init__("busy")


class Presence:
    """What everybody's questions together tell about one database; safe for threads. `steady` tells seconds."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._lock = threading.Lock()
        self._away = False
        self._again_at = steady()
        self._heard_at = steady()
        self._asking: dict[object, float] = {}

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask; `NoAnswer` is raised inside, and here while the database is away and it is not time for a try.

        `NotAsked` raised inside says nothing; whatever else it ends in, the database was heard.
        """
        place = object()
        with self._lock:
            now = self._steady()
            if self._is_away(now):
                if now < self._again_at:
                    raise NoAnswer
                self._again_at = now + RETRY_SECONDS
            self._asking[place] = now
        lost, heard = False, True
        try:
            yield
        except NoAnswer:
            lost, heard = True, False
            raise
        except NotAsked:
            heard = False
            raise
        finally:
            with self._lock:
                began = self._asking.pop(place)
                # Whoever waited in vain on an old connection says nothing about a database that answered since.
                away = lost and self._heard_at <= began
                changed = (away or heard) and away != self._away
                now = self._steady()
                if away:
                    self._away, self._again_at = True, now + min(now - began, RETRY_SECONDS)
                elif heard:
                    self._away, self._heard_at = False, now
            if changed:
                _log.warning("the database is away" if away else "the database answers again")

    def _is_away(self, now: float) -> bool:
        if self._away:
            return True
        if now - self._heard_at < SUSPECT_SECONDS:
            return False
        return now - next(iter(self._asking.values()), now) >= SUSPECT_SECONDS
