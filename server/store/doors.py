"""Doors of the centers: a few works of each are in the database at once, so that no center takes every connection."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from server.rules.errors import Refusal

INSIDE: Final = 4
"""Works of one center in the database at once: one has the lock, the others stand ready behind it."""
QUEUED: Final = 12
"""Works of one center that may wait to be let in."""
WAIT_SECONDS: Final = 2.0


class LockNotHad(Refusal):
    """Busy: the lock of a center was not had in time, because somebody holds it."""

    def __init__(self) -> None:
        super().__init__("busy")


class _Door:
    def __init__(self) -> None:
        self.free = threading.Semaphore(INSIDE)
        self.inside = 0
        self.queued = 0
        self.stuck = False
        self.had = 0
        """How often the lock was had since the door is there."""


class Doors:
    """Lets works of each center in, a few at a time; safe for threads.

    A center whose lock was not had in time is stuck: one work at a time tries, everybody else there is refused at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._doors: dict[str, _Door] = {}

    @contextmanager
    def through(self, center: str) -> Iterator[Callable[[], None]]:
        """Be let in as a work of `center`; raises `Refusal` busy when too many are there, or wait for its lock.

        Gives what is to be called as soon as the lock is had, whatever becomes of the work then.
        """
        door = self._enter(center)
        before = door.had

        def had() -> None:
            with self._lock:
                door.had += 1
                door.stuck = False

        try:
            yield had
        except LockNotHad:
            with self._lock:
                # Whoever waited in vain while others had it says nothing about a lock that nobody gives back.
                door.stuck = door.stuck or door.had == before
            raise
        finally:
            door.free.release()
            with self._lock:
                door.inside -= 1
                self._close(center, door)

    def _enter(self, center: str) -> _Door:
        with self._lock:
            door = self._doors.setdefault(center, _Door())
            if (door.stuck and door.inside + door.queued) or door.queued >= QUEUED:
                raise Refusal("busy")
            door.queued += 1
        entered = door.free.acquire(timeout=WAIT_SECONDS)
        with self._lock:
            door.queued -= 1
            door.inside += entered
            if not entered:
                self._close(center, door)
                raise Refusal("busy")
        return door

    def _close(self, center: str, door: _Door) -> None:
        # Names of centers come from outside: none may stay here for ever. Only a center that there is can be stuck.
        if not door.inside and not door.queued and not door.stuck:
            self._doors.pop(center, None)
