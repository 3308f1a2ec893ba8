"""The production store: PostgreSQL, one transaction per command, the center's row as its lock."""

from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, create_engine, exc, make_url, select

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.notify_bell import CHANNEL, NotifyBell
from server.store.statements import PostgresqlStatements
from server.store.tail import Tail
from server.store.unit_of_work import CITY, Reading, UnitOfWork, facts_after

Result = TypeVar("Result")
_NOTIFY = f"SELECT pg_notify('{CHANNEL}', %(told)s)"
_ALIVE = select(1)
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


Connection = psycopg.Connection[Any]


class _DeadAtFirst(Exception):
    """A transaction that failed before anything was done in it."""

    def __init__(self, error: psycopg.OperationalError) -> None:
        self.error = error
        super().__init__(str(error))


class PostgresqlStore:
    """A truth that several processes share; nothing of it is kept here except connections."""

    dialect: Database = "postgresql"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._halls = Halls()

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Run `work` in one transaction that holds the row of `center`, and return its result once committed."""

        def begin(connection: Connection, pipeline: psycopg.Pipeline) -> UnitOfWork:
            uow = UnitOfWork(PostgresqlStatements(connection, pipeline), "postgresql", self._halls, center)
            if center == CITY:
                uow.row(_ALIVE)
            uow.lock()
            return uow

        def attempt(connection: Connection) -> Result:
            with connection.pipeline() as pipeline:
                try:
                    uow = begin(connection, pipeline)
                except psycopg.OperationalError as error:
                    raise _DeadAtFirst(error) from error
                result = work(uow)
                uow.settle()
                for told, seq in {fact.center: fact.seq for fact in uow.facts}.items():
                    connection.execute(_NOTIFY, {"told": f"{told}:{seq}"})
                connection.commit()
            return result

        return self._transact(attempt)

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""

        def attempt(connection: Connection) -> Result:
            try:
                connection.execute(_CONSISTENT)
            except psycopg.OperationalError as error:
                raise _DeadAtFirst(error) from error
            result = work(Reading(PostgresqlStatements(connection), "postgresql", self._halls))
            connection.rollback()
            return result

        return self._transact(attempt)

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return Tail(NotifyBell(self._engine), self._facts)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _facts(self, center: str, after: int, most: int) -> list[Fact]:
        return self.read(lambda reading: facts_after(reading, center, after, most))

    def _transact(self, attempt: Callable[[Connection], Result]) -> Result:
        """Run one transaction.

        When a pooled connection turns out dead at its first statement, all of them are replaced and it begins once
        more; after that nothing is repeated, because a lost answer to COMMIT does not say whether it happened.
        """
        try:
            return self._attempt(attempt)
        except _DeadAtFirst as dead:
            if dead.error.sqlstate not in _GONE:
                raise _refusal(dead.error) from dead.error
            self._engine.dispose()
        try:
            return self._attempt(attempt)
        except _DeadAtFirst as dead:
            raise _refusal(dead.error) from dead.error

    def _attempt(self, attempt: Callable[[Connection], Result]) -> Result:
        try:
            pooled = self._engine.raw_connection()
        except (exc.OperationalError, exc.TimeoutError, psycopg.OperationalError) as error:
            raise Refusal("store_unavailable") from error
        connection = pooled.driver_connection
        if not isinstance(connection, psycopg.Connection):
            raise TypeError(f"{connection!r} is no connection of psycopg")
        try:
            return attempt(connection)
        except (_DeadAtFirst, psycopg.OperationalError) as error:
            pooled.invalidate(error)
            if isinstance(error, psycopg.OperationalError):
                raise _refusal(error) from error
            raise
        except BaseException:
            connection.rollback()
            raise
        finally:
            pooled.close()


def _refusal(error: psycopg.OperationalError) -> Refusal:
    if isinstance(error, psycopg.errors.DiskFull):
        return Refusal("disk_full")
    if isinstance(error, psycopg.errors.TransactionRollback | psycopg.errors.LockNotAvailable):
        return Refusal("busy")
    return Refusal("store_unavailable")
