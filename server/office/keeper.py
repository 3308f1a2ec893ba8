"""What looks after the hall by itself: a thread that looks again and again, and that nothing ends but its owner."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial

import structlog

from server.rules.errors import Refusal
from server.store.store import Store
from server.store.unit_of_work import Reading, UnitOfWork
from server.watched import WatchedThread

_log = structlog.get_logger("keeper")


class Keeper(ABC):
    """Looks every `seconds` in a thread of its own; any number of them, in any number of processes, may run at once.

    What fails is told to the log once as `trouble` and tried again at the next look.
    """

    def __init__(self, name: str, seconds: float, trouble: str) -> None:
        self._seconds = seconds
        self._trouble = trouble
        self._ended = threading.Event()
        self._failing = False
        self._thread = WatchedThread(name, self._run, self._ended)

    @abstractmethod
    def look(self) -> None:
        """Do what is due now; whatever can fail is done by `attempt`."""

    def start(self) -> None:
        """Do what became due while the machine was off, then go on looking."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """End; the look at hand is finished."""
        self._thread.join()

    def attempt(self, work: Callable[[], object], **said: str) -> None:
        """Do `work`; when it fails say so, with what is `said`, unless the attempt before failed as well."""
        try:
            work()
        except Refusal as refusal:
            if not self._failing:
                _log.warning(self._trouble, code=refusal.code, **said)
            self._failing = True
        except Exception:
            if not self._failing:
                _log.exception(self._trouble, **said)
            self._failing = True
        else:
            self._failing = False

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            self.look()


class DueInCenters(Keeper):
    """Does in every center what is due there; a center that fails holds up no other. `clock` tells ms.

    `centers` says where something is due; `settle` does some of it in one transaction and returns how much that was,
    `at_once` when there may be more.
    """

    def __init__(
        self,
        name: str,
        seconds: float,
        trouble: str,
        *,
        store: Store,
        clock: Callable[[], int],
        centers: Callable[[Reading, int], list[str]],
        settle: Callable[[UnitOfWork, int], int],
        at_once: int,
    ) -> None:
        super().__init__(name, seconds, trouble)
        self._store = store
        self._clock = clock
        self._centers = centers
        self._settle = settle
        self._at_once = at_once

    def look(self) -> None:
        """Do what is due."""
        due: list[str] = []
        self.attempt(lambda: due.extend(self._store.read(lambda reading: self._centers(reading, self._clock()))))
        for center in due:
            self.attempt(partial(self._settled, center), center=center)

    def _settled(self, center: str) -> None:
        while self._store.write(center, lambda uow: self._settle(uow, self._clock())) == self._at_once:
            pass
