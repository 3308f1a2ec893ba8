"""Papers that were printed of late, by everything that stands on them: the same plan is drawn once."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Final

KEPT_BYTES: Final = 8 * 1024 * 1024


class PrintedBodies:
    """Keeps at most `KEPT_BYTES` of papers, those asked for last. Safe for threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def of(self, content: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the paper that says `content`, made when it is not kept."""
        name = sha256(content).digest()
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        made = make()
        with self._lock:
            self._bytes += len(made) - len(self._kept.pop(name, b""))
            self._kept[name] = made
            while self._bytes > KEPT_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return made
