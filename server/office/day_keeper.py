"""Keeps the days of all centers: at midnight, and at the start when the machine was off at midnight."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Final

import structlog

from server.office.day import begin_day, centers_behind
from server.rules.errors import Refusal
from server.store.store import Store

LOOK_SECONDS: Final = 10

_log = structlog.get_logger("day")


class DayKeeper:
    """Looks every ten seconds whose day is over, in a thread of its own; any number of them may run at once.

    A store that cannot be reached is asked again at the next look. `clock` tells ms.
    """

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._ended = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="day-keeper", daemon=True)

    def start(self) -> None:
        """Close what is left over from other days, then go on looking."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """End; the look at hand is finished."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Close the day of every center that is behind; one that fails holds up no other."""
        for center in self._behind():
            self._try(center, partial(self._store.write, center, lambda uow: begin_day(uow, self._clock())))

    def _behind(self) -> list[str]:
        found: list[str] = []
        self._try("", lambda: found.extend(self._store.read(lambda reading: centers_behind(reading, self._clock()))))
        return found

    def _try(self, center: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Refusal as refusal:
            if not self._failing:
                _log.warning("day not closed", center=center, code=refusal.code)
            self._failing = True
        except Exception:
            if not self._failing:
                _log.exception("day not closed", center=center)
            self._failing = True
        else:
            self._failing = False

    def _run(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.look()
