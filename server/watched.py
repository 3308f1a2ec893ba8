"""Threads and tasks that never end by themselves: what fails is told to the log and to health, and begins again.

Responsible for: a worker that raises whatever it raises goes on after a pause, and `troubles` names it meanwhile. Not
responsible for single jobs that fail: a worker refuses those itself and goes on at once.
"""

import asyncio
import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
STEADY_SECONDS: Final = 10.0
"""A worker that failed counts as well again when it has worked for so long."""

_log = structlog.get_logger("watched")


class _Watch:
    """What is known of one worker: whether it shall live, whether it does, and when it failed last."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.failures = 0
        self.working = False
        self.began = 0.0

    def begin(self) -> None:
        self.began = time.monotonic()
        self.working = True

    def fail(self, error: BaseException) -> float:
        """Tell the log that the worker failed; return the seconds after which it shall begin again."""
        self.working = False
        if time.monotonic() - self.began >= STEADY_SECONDS:
            self.failures = 0
        self.failures += 1
        tell(self.name, error)
        return float(min(FIRST_PAUSE * 2 ** min(self.failures - 1, 10), LONGEST_PAUSE))

    @property
    def well(self) -> bool:
        steady = not self.failures or time.monotonic() - self.began >= STEADY_SECONDS
        return self.working and steady


_watches: "weakref.WeakSet[_Watch]" = weakref.WeakSet()
"""Every worker of this process that was begun and not told to end."""
_lock = threading.Lock()


def troubles() -> tuple[str, ...]:
    """Return the names of the workers of this process that do not work, or failed within the last ten seconds."""
    with _lock:
        watches = tuple(_watches)
    return tuple(sorted({watch.name for watch in watches if not watch.well}))


def tell(name: str, error: BaseException) -> None:
    """Tell the log that the worker `name` failed; never raises: a log on a full disk must not end a worker."""
    with contextlib.suppress(Exception):
        _log.error("worker failed", worker=name, why=repr(error), exc_info=error)


class WatchedThread:
    """A daemon thread that runs `work` until that returns; when it raises, it begins anew after a pause.

    `work` returns when its owner told it to end, and only then; `give_up` is asked before it begins anew.
    """

    def __init__(self, name: str, work: Callable[[], object], give_up: threading.Event | None = None) -> None:
        self._work = work
        self._watch = _Watch(name)
        self._ended = give_up or threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; once only."""
        self._watch.begin()
        with _lock:
            _watches.add(self._watch)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Return whether it runs, or will run again."""
        return self._thread.is_alive()

    def join(self, seconds: float | None = None) -> None:
        """Wait until `work` has returned, `seconds` at most; it begins anew no more. Not started: nothing."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while True:
                self._watch.begin()
                try:
                    self._work()
                    return
                # Not only `Exception`: whatever ends a worker, a hall that waits for it stands still.
                except BaseException as error:
                    pause = self._watch.fail(error)
                if self._ended.wait(pause):
                    return
        finally:
            with _lock:
                _watches.discard(self._watch)


def watched_task(name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> "asyncio.Task[None]":
    """Return a task that runs `work` until it is cancelled; when it raises or returns, it begins anew after a pause."""
    watch = _Watch(name)

    async def run() -> None:
        with _lock:
            _watches.add(watch)
        try:
            while True:
                watch.begin()
                try:
                    await work()
                    pause = watch.fail(RuntimeError("it ended by itself"))
                except Exception as error:
                    pause = watch.fail(error)
                await asyncio.sleep(pause)
        finally:
            with _lock:
                _watches.discard(watch)

    return asyncio.create_task(run(), name=name)


def aside(name: str, work: Callable[[], object]) -> None:
    """Do `work` once in a thread of its own; what it raises is told to the log."""

    def run() -> None:
        try:
            work()
        except BaseException as error:
            tell(name, error)

    threading.Thread(target=run, name=name, daemon=True).start()
