"""The body of an answer that is large and asked for again and again, kept while it is the newest."""

from collections.abc import Callable


class LastBody:
    """Keeps one body by its ETag. Safe for threads: it is replaced as a whole, and making it twice does no harm."""

    def __init__(self) -> None:
        self._kept: tuple[str, bytes] | None = None

    def of(self, etag: str, make: Callable[[], bytes]) -> bytes:
        """Return the body of `etag`, made when it is not the one kept."""
        kept = self._kept
        if kept is None or kept[0] != etag:
            kept = self._kept = (etag, make())
        return kept[1]
