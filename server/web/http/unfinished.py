"""Bodies that have come in part: how much all of them hold together, and whose came first. Safe for threads."""

import threading
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

One = TypeVar("One", bound=Hashable)


class Unfinished(Generic[One]):
    """Counts the bytes of each; all together may hold `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes: dict[One, int] = {}
        self._held = 0
        self._lock = threading.Lock()

    def keep(self, one: One, held: int) -> None:
        """Remember that `one` holds so many bytes now, 0 for none; who held some before is not the first any more."""
        with self._lock:
            self._held += held - self._bytes.pop(one, 0)
            if held:
                self._bytes[one] = held

    def forget(self, one: One) -> None:
        """Count `one` no more."""
        self.keep(one, 0)

    def excess(self) -> Iterator[One]:
        """Give who came first, one after the other, for as long as all hold too much."""
        with self._lock:
            # A copy: a thread may end one of them meanwhile.
            every = list(self._bytes) if self._held > self._most else ()
        for one in every:
            if self._held <= self._most:
                return
            yield one
