"""Which release each kiosk holds, as it says itself every half minute when it asks for a newer one."""

import threading

import msgspec


class Held(msgspec.Struct, frozen=True):
    """What a kiosk said at `at` (ms): the ETag of the statement that it holds, "" for none."""

    tag: str
    at: int


class HeldReleases:
    """Keeps what kiosks said, by the id of their token. Of this process alone. Safe for threads."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._lock = threading.Lock()

    def note(self, token: str, tag: str, at: int) -> None:
        """Keep that the kiosk with `token` said at `at` (ms) that it holds `tag`."""
        with self._lock:
            self._held[token] = Held(tag, at)

    def of(self, token: str) -> Held | None:
        """Return what the kiosk with `token` said last; None while it has not been heard."""
        with self._lock:
            return self._held.get(token)
