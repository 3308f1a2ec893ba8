"""The production store: PostgreSQL, one transaction per command, the center's row as its lock."""

from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, create_engine, exc, make_url
from sqlalchemy.pool import PoolProxiedConnection

from server.rules.errors import Refusal
from server.rules.fact import Fact
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.notify_bell import CHANNEL, NotifyBell
from server.store.tail import Tail
from server.store.unit_of_work import CITY, Reading, UnitOfWork, facts_after

Result = TypeVar("Result")
Moment = TypeVar("Moment")
_NOTIFY = f"SELECT pg_notify('{CHANNEL}', %(told)s)"
_ALIVE = "SELECT 1"
_GONE = (None, "57P01", "57P02", "08003", "08006")
"""No SQL state (the connection broke), or the server saying that it goes away."""
_CONSISTENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def engine_of(database: str) -> Engine:
    """Return a pool for the database at URL `database` (any `postgresql://` form)."""
    return create_engine(
        make_url(database).set(drivername="postgresql+psycopg"),
        pool_size=16,
        max_overflow=16,
        pool_timeout=10,
        pool_use_lifo=True,
        connect_args={"connect_timeout": 5},
    )


class _DeadAtFirst(Exception):
    """A connection that was dead before anything was done with it."""


class PostgresqlStore:
    """A truth that several processes share; nothing of it is kept here except connections."""

    dialect: Database = "postgresql"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._halls = Halls()

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Run `work` in one transaction that holds the row of `center`, and return its result once committed."""

        def begin(cursor: Any) -> UnitOfWork:
            uow = UnitOfWork(cursor, "postgresql", self._halls, center)
            if center == CITY:
                cursor.execute(_ALIVE)
            uow.lock()
            return uow

        def do(uow: UnitOfWork, cursor: Any) -> Result:
            result = work(uow)
            uow.settle()
            if uow.facts:
                cursor.execute(_NOTIFY, {"told": f"{center}:{uow.facts[-1].seq}"})
            return result

        return self._transact(begin, do)

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""

        def begin(cursor: Any) -> Reading:
            cursor.execute(_CONSISTENT)
            return Reading(cursor, "postgresql", self._halls)

        return self._transact(begin, lambda reading, _: work(reading))

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return Tail(NotifyBell(self._engine), self._facts)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _facts(self, center: str, after: int, most: int) -> list[Fact]:
        return self.read(lambda reading: facts_after(reading, center, after, most))

    def _transact(self, begin: Callable[[Any], Moment], do: Callable[[Moment, Any], Result]) -> Result:
        """Run one transaction and commit it.

        When a pooled connection turns out dead at its first statement, all of them are replaced and it begins once
        more; after that nothing is repeated, because a lost answer to COMMIT does not say whether it happened.
        """
        try:
            return self._attempt(begin, do)
        except _DeadAtFirst:
            self._engine.dispose()
        try:
            return self._attempt(begin, do)
        except _DeadAtFirst as error:
            raise Refusal("store_unavailable") from error

    def _attempt(self, begin: Callable[[Any], Moment], do: Callable[[Moment, Any], Result]) -> Result:
        connection = self._connect()
        begun = False
        try:
            cursor = connection.cursor()
            moment = begin(cursor)
            begun = True
            result = do(moment, cursor)
            connection.commit()
        except psycopg.OperationalError as error:
            connection.invalidate(error)
            if not begun and error.sqlstate in _GONE:
                raise _DeadAtFirst from error
            raise _refusal(error) from error
        except BaseException:
            connection.rollback()
            connection.close()
            raise
        connection.close()
        return result

    def _connect(self) -> PoolProxiedConnection:
        try:
            return self._engine.raw_connection()
        except (exc.OperationalError, exc.TimeoutError, psycopg.OperationalError) as error:
            raise Refusal("store_unavailable") from error


def _refusal(error: psycopg.OperationalError) -> Refusal:
    if isinstance(error, psycopg.errors.DiskFull):
        return Refusal("disk_full")
    if isinstance(error, psycopg.errors.TransactionRollback | psycopg.errors.LockNotAvailable):
        return Refusal("busy")
    return Refusal("store_unavailable")
