"""The production store: PostgreSQL, one transaction per command, the center's row as its lock."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import psycopg
from sqlalchemy import Engine, create_engine, exc, make_url, select
from sqlalchemy.pool import PoolProxiedConnection

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store.compiled import Database
from server.store.doors import Doors, LockNotHad
from server.store.halls import Halls
from server.store.notify_bell import CHANNEL, NotifyBell
from server.store.ordered import Ordered, done
from server.store.postgresql_connection import Silent, open_connection, refusal_of
from server.store.presence import NoAnswer, NotAsked, Presence
from server.store.statements import PostgresqlStatements
from server.store.tail import Tail
from server.store.unit_of_work import CITY, Reading, UnitOfWork, facts_after, heads_of

Result = TypeVar("Result")
_NOTIFY = f"SELECT pg_notify('{CHANNEL}', %(told)s)"
_ALIVE = select(1)
_PULSE = "SELECT pg_logical_emit_message(true, 'banshi', '')"
"""A transaction of nothing but this is on disk when it is committed; it needs no table and no right."""
_GONE = (None, "57P01", "57P02", "08003", "08006")
"""No SQL state (the connection broke), or the server saying that it goes away."""
_CONSISTENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
POOLED: Final = 16
MORE: Final = 16
POOL_SECONDS: Final = 2.0
PULSE_SECONDS: Final = 2.0


def engine_of(database: str) -> Engine:
    """Return a pool for the database at URL `database` (any `postgresql://` form)."""
    url = make_url(database).set(drivername="postgresql+psycopg")
    return create_engine(
        url,
        creator=lambda: open_connection(url),
        pool_size=POOLED,
        max_overflow=MORE,
        pool_timeout=POOL_SECONDS,
        pool_use_lifo=True,
    )


Connection = psycopg.Connection[Any]


class _DeadAtFirst(Exception):
    """A transaction that failed before anything was done in it."""

    def __init__(self, error: psycopg.Error) -> None:
        self.error = error
        super().__init__(str(error))

    @property
    def again(self) -> bool:
        """Tell whether another connection may do: this one was found closed at once."""
        return not isinstance(self.error, Silent) and self.error.sqlstate in _GONE


class PostgresqlStore:
    """A truth that several processes share; nothing of it is kept here except connections."""

    dialect: Database = "postgresql"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._halls = Halls()
        self._doors = Doors()
        self._presence = Presence()

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
                except psycopg.errors.LockNotAvailable as error:
                    raise LockNotHad from error
                except psycopg.OperationalError as error:
                    raise _DeadAtFirst(error) from error
                had()
                try:
                    result = work(uow)
                    uow.settle()
                    for told, seq in {fact.center: fact.seq for fact in uow.facts}.items():
                        connection.execute(_NOTIFY, {"told": f"{told}:{seq}"})
                    connection.commit()
                except BaseException:
                    if center == CITY:
                        # Such works change halls, and may have read one that they had changed and that never comes.
                        self._halls.forget()
                    raise
            return result

        with self._doors.through(center) as had:
            return self._transact(attempt)

    def order(self, center: str, work: Callable[[UnitOfWork], Result]) -> Ordered[Result]:
        """Run `work` as `write` does, in this thread."""
        return done(self.write(center, work))

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
        return Tail(NotifyBell(self._engine), self._facts, lambda: self.read(heads_of))

    def pulse(self) -> None:
        """Commit something that leaves no trace, on a connection of its own; raises `Refusal`."""
        try:
            with open_connection(self._engine.url, autocommit=True, silent_seconds=PULSE_SECONDS) as connection:
                connection.execute(_PULSE)
        except psycopg.Error as error:
            raise refusal_of(error) or Refusal("store_unavailable") from error

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
        with self._presence.asking():
            try:
                return self._attempt(attempt)
            except _DeadAtFirst as dead:
                # The others are as dead as this one, and whoever takes one would wait for it as long.
                if dead.again or isinstance(dead.error, Silent):
                    self._engine.dispose()
                if not dead.again:
                    raise _refusal(dead.error) from dead.error
            try:
                return self._attempt(attempt)
            except _DeadAtFirst as dead:
                raise _refusal(dead.error) from dead.error

    def _attempt(self, attempt: Callable[[Connection], Result]) -> Result:
        pool = self._engine.pool
        pooled = self._pooled()
        connection = pooled.driver_connection
        if not isinstance(connection, psycopg.Connection):
            raise TypeError(f"{connection!r} is no connection of psycopg")
        try:
            return attempt(connection)
        except _DeadAtFirst as dead:
            pooled.invalidate(dead.error)
            raise
        except psycopg.Error as error:
            refusal = refusal_of(error)
            if refusal is not None and refusal.code == "store_unavailable":
                pooled.invalidate(error)
                if isinstance(error, Silent):
                    self._engine.dispose()
            else:
                _undo(pooled, connection)
            if refusal is None:
                raise
            raise _refusal(error) from error
        except BaseException:
            _undo(pooled, connection)
            raise
        finally:
            if pooled.is_valid and pool is not self._engine.pool:
                # All were replaced meanwhile: the pool that this one comes from closes nothing any more.
                pooled.invalidate()
            pooled.close()

    def _pooled(self) -> PoolProxiedConnection:
        try:
            return self._engine.raw_connection()
        except exc.TimeoutError as error:
            raise NotAsked from error
        except (exc.DBAPIError, psycopg.Error) as error:
            cause = error.orig if isinstance(error, exc.DBAPIError) else error
            told = refusal_of(cause) if isinstance(cause, psycopg.Error) else None
            # Too many connections is an answer as well; everything else here says that there was none.
            raise told if told is not None and told.code == "busy" else NoAnswer() from error


def _undo(pooled: PoolProxiedConnection, connection: Connection) -> None:
    """Undo what was done on `connection`; one that cannot even do that goes, and the server undoes it."""
    try:
        connection.rollback()
    except psycopg.Error as error:
        pooled.invalidate(error)


def _refusal(error: psycopg.Error) -> Refusal:
    if isinstance(error, Silent):
        return NoAnswer()
    return refusal_of(error) or Refusal("store_unavailable")
