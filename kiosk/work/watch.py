"""What watches over a worker: a job that fails is the end of that job, never of its thread."""

import logging
from collections.abc import Callable
from typing import TypeVar

from server.rules.errors import Refusal

T = TypeVar("T")
ENDS_WITHIN = 0.5
"""Seconds that the end of the kiosk waits for what a worker has in hand; the rest ends with the process."""
_log = logging.getLogger("kiosk.work")


class Watch:
    """Lets `worker` do its jobs one after the other, and writes a failure down once while it stays the same."""

    def __init__(self, worker: str, answers: tuple[type[Exception], ...] = (Refusal,)) -> None:
        self._worker = worker
        self._answers = answers
        self._last = ""

    def does(self, job: Callable[[], T], failed: Callable[[], T]) -> T:
        """Return what `job` returns, or what `failed` does when it raised anything but one of `answers`.

        `failed` says so on the screen; it must not raise.
        """
        try:
            done = job()
        except self._answers:
            raise
        except Exception as error:
            # Of any kind: libraries of devices raise what is neither theirs nor an OSError.
            if (what := f"{type(error).__name__}: {error}") != self._last:
                _log.error("%s: %s", self._worker, what, exc_info=error)
            self._last = what
            return failed()
        self._last = ""
        return done
