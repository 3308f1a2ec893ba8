"""The body of an answer that is large and asked for again and again, kept while it is the newest."""

import threading
from collections.abc import Callable


class LastBody:
    """Keeps one body by its ETag. Safe for threads: while one makes it, the others who come for it wait."""

    def __init__(self) -> None:
        self._kept: tuple[str, bytes] | None = None
        self._making = threading.Lock()

    def of(self, etag: str, make: Callable[[], bytes]) -> bytes:
        """Return the body of `etag`, made when it is not the one kept."""
        kept = self._kept
        if kept is not None and kept[0] == etag:
            return kept[1]
        with self._making:
            kept = self._kept
            if kept is None or kept[0] != etag:
                kept = self._kept = (etag, make())
            return kept[1]
