"""What is costly to make and asked for by many at once: one makes it, the others wait for that one."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class MadeOnce(Generic[Key, Made]):
    """Returns what `make` makes of a key, and keeps the `most` that were asked for last. Safe for threads.

    An `lru_cache` would let everybody make it who asks before the first one is done: after a new release each thread
    would build the same index of it, and all together take so long that people are told to come again.
    """

    def __init__(self, make: Callable[[Key], Made], most: int) -> None:
        self._make = make
        self._most = most
        self._kept: OrderedDict[Key, Future[Made]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, key: Key) -> Made:
        """Return what is made of `key`; raises what `make` raises, to all who wait, and then nothing is kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            else:
                mine = self._kept[key] = Future()
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        if found is not None:
            return found.result()
        try:
            mine.set_result(self._make(key))
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is mine:
                    del self._kept[key]
            mine.set_exception(error)
        return mine.result()
