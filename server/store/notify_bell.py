"""Wakes between processes over PostgreSQL NOTIFY; they carry only `center:seq`, never the fact itself."""

import threading
from collections.abc import Callable
from typing import Final

import psycopg
from sqlalchemy import Engine

from server.store.tail import Hear, Wake

CHANNEL: Final = "banshi_journal"
RETRY_SECONDS: Final = 1.0
STOP_SECONDS: Final = 0.5


class NotifyBell:
    """Listens on a connection of its own, and opens it anew for as long as the database is away."""

    poll_seconds: float | None = 30.0

    def __init__(self, engine: Engine) -> None:
        self._address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` for every wake, and after every (re)connection; return what ends it within half a second."""
        ended = threading.Event()
        threading.Thread(target=self._listen, args=(hear, ended), name="notify-listener", daemon=True).start()
        return ended.set

    def _listen(self, hear: Hear, ended: threading.Event) -> None:
        while not ended.is_set():
            try:
                with psycopg.connect(self._address, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    hear(Wake())
                    while not ended.is_set():
                        for told in connection.notifies(timeout=STOP_SECONDS):
                            hear(_wake(told.payload))
            except psycopg.OperationalError:
                ended.wait(RETRY_SECONDS)


def _wake(told: str) -> Wake:
    center, _, seq = told.rpartition(":")
    return Wake(center, int(seq)) if seq.isdigit() else Wake()
