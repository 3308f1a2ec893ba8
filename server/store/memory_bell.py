"""Wakes inside one process: the writer hands its committed facts straight to whoever follows."""

import threading
from collections.abc import Callable, Sequence
from itertools import groupby

from server.rules.hall.fact import Fact
from server.store.tail import Hear, Wake
from server.watched import tell


class MemoryBell:
    """Followers of this process; `ring` and `listen` may be called from any thread."""

    poll_seconds: float | None = 30.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hearers: tuple[Hear, ...] = ()

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` after every commit from now on; return what ends it."""
        with self._lock:
            self._hearers = (*self._hearers, hear)

        def stop() -> None:
            with self._lock:
                self._hearers = tuple(other for other in self._hearers if other is not hear)

        return stop

    def ring(self, facts: Sequence[Fact]) -> None:
        """Hand committed `facts` on, in the order of their commit; without any, let everybody look by themselves."""
        hearers = self._hearers
        if not hearers:
            return
        if not facts:
            _tell(hearers, Wake())
        for center, of_center in groupby(sorted(facts, key=lambda fact: fact.center), lambda fact: fact.center):
            told = tuple(of_center)
            _tell(hearers, Wake(center, told[-1].seq, told))


def _tell(hearers: Sequence[Hear], wake: Wake) -> None:
    for hear in hearers:
        # One that fails must not make the others deaf; it finds what it missed when it looks by itself.
        try:
            hear(wake)
        except Exception as error:
            tell("journal listener", error)
