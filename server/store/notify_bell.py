"""Wakes between processes over PostgreSQL NOTIFY; they carry only `center:seq`, never the fact itself."""

import threading
from collections.abc import Callable
from typing import Any, Final

import psycopg
import structlog
from sqlalchemy import Engine

from server.store.postgresql_connection import open_connection
from server.store.tail import Hear, Wake
from server.watched import WatchedThread

CHANNEL: Final = "banshi_journal"
RETRY_SECONDS: Final = 1.0
STOP_SECONDS: Final = 0.5
QUIET_TURNS: Final = 4
"""After so many turns of `STOP_SECONDS` without a word, the connection is asked whether it lives."""
PROBE_SECONDS: Final = 3.0

_log = structlog.get_logger("store")


class NotifyBell:
    """Listens on a connection of its own, and opens it anew for as long as the database is away.

    A connection that says nothing is asked whether it lives: a silent network would make followers deaf for ever. What
    was told meanwhile they read from the journal, because every connection begins with a wake.
    """

    poll_seconds: float | None = 30.0

    def __init__(self, engine: Engine) -> None:
        self._address = engine.url

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` for every wake, and after every (re)connection; return what ends it within half a second."""
        ended = threading.Event()
        WatchedThread("notify-listener", lambda: self._listen(hear, ended), ended).start()
        return ended.set

    def _listen(self, hear: Hear, ended: threading.Event) -> None:
        heard = True
        while not ended.is_set():
            try:
                with open_connection(self._address, autocommit=True, silent_seconds=PROBE_SECONDS) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    if not heard:
                        _log.info("journal is heard again")
                    heard = True
                    hear(Wake())
                    self._hear(connection, hear, ended)
            except psycopg.Error as error:
                if heard:
                    _log.warning("journal is not heard", why=str(error).strip())
                heard = False
                ended.wait(RETRY_SECONDS)

    def _hear(self, connection: psycopg.Connection[Any], hear: Hear, ended: threading.Event) -> None:
        """Hand wakes on until told to end; raises `psycopg.Error` when the connection is dead."""
        quiet = 0
        while not ended.is_set():
            quiet += 1
            for told in connection.notifies(timeout=STOP_SECONDS):
                hear(_wake(told.payload))
                quiet = 0
            if quiet >= QUIET_TURNS:
                connection.execute("SELECT 1")
                quiet = 0


def _wake(told: str) -> Wake:
    center, _, seq = told.rpartition(":")
    return Wake(center, int(seq)) if seq.isdigit() else Wake()
