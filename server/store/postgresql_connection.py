"""Connections to PostgreSQL that never wait without an end, whatever became of the server or of the network.

The server ends what takes too long, or waits too long for a lock; the system ends what is not acknowledged. Neither
ends a wait for a server whose processes stand still while its system still acknowledges (a stopped machine image, a
full disk below it, a proxy that fell silent): so every single wait for an answer has its own end here as well.
"""

import time
from typing import Any, Final

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import URL, make_url

from config.words import both
from server.rules.errors import Refusal

CONNECT_SECONDS: Final = 3
LOCK_MS: Final = 2000
STATEMENT_MS: Final = 4000
SILENT_SECONDS: Final = 5.0
"""How long an answer may take; longer than `STATEMENT_MS`, so that a server that lives says no first."""
IDLE_MS: Final = 5000
"""How long the server lets a transaction wait for its client: locks of a client that is gone are free after that."""


class Silent(psycopg.OperationalError):
    """The database said nothing for too long; the connection is closed."""


class BoundedConnection(psycopg.Connection[Any]):
    """Every wait for an answer ends after `silent_seconds`, with `Silent`."""

    silent_seconds = SILENT_SECONDS

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for `gen`; with a `timeout` of the caller's own (s), which then handles its end, for that."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        began = time.monotonic()
        try:
            return super().wait(gen, interval, self.silent_seconds)
        except psycopg.OperationalError as error:
            if time.monotonic() - began < self.silent_seconds or error.sqlstate is not None:
                raise
            self.pgconn.finish()
            raise Silent(f"no answer for {self.silent_seconds:g} s") from error


def open_connection(
    database: str | URL, *, autocommit: bool = False, silent_seconds: float | None = None
) -> BoundedConnection:
    """Return a connection to the database at URL `database`; what the URL itself says about time-outs holds.

    Raises `psycopg.OperationalError`.
    """
    url = make_url(database).set(drivername="postgresql+psycopg")
    _, given = url.get_dialect()().create_connect_args(url)
    patience = SILENT_SECONDS if silent_seconds is None else silent_seconds
    server_side = f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}"
    network = {
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": int(patience * 1000),
        "keepalives": 1,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "application_name": "banshi",
        "options": f"{server_side} -c idle_in_transaction_session_timeout={IDLE_MS} {given.pop('options', '')}".strip(),
    }
    connection = BoundedConnection.connect(**{**network, **given}, autocommit=autocommit)
    connection.silent_seconds = patience
    return connection


_BUSY: Final = ("40", "55P03", "57014", "53300", "53400")
"""Undone because of others, a lock not had in time, a statement not done in time, too many connections."""
_AWAY: Final = ("08", "25006", "25P03", "53", "57", "58", "XX")
"""Lost, read only (a standby), timed out by the server, out of something, going away, its disk fails, damaged."""
_OWN: Final = ("22021", "22P05")
"""A text that PostgreSQL cannot keep: it has a NUL in it."""


def refusal_of(error: psycopg.Error) -> Refusal | None:
    """Return what a command hears when PostgreSQL fails under it; None when the statement itself was wrong."""
    state = error.sqlstate
    if state is None:
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return Refusal("store_unavailable")
        # psycopg says this one by itself, before anything is sent.
        unkept = isinstance(error, psycopg.DataError) and "NUL" in str(error)
        return Refusal("bad_request", why=both("a text has a NUL in it")) if unkept else None
    if state == "53100":
        return Refusal("disk_full")
    if state.startswith(_BUSY):
        return Refusal("busy")
    if state.startswith(_AWAY):
        return Refusal("store_unavailable")
    if state.startswith(_OWN):
        return Refusal("bad_request", why=both("a text has a NUL in it"))
    return None
