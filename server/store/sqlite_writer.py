"""The one writer of an SQLite file: a FIFO queue, and commits that carry many commands at once.

Responsible for: order (first come, first written), one durable commit per batch, an answer only after that commit,
and a clear refusal when the disk fails. Not responsible for: what a command does.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, NamedTuple

import pysqlite3
import structlog

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store.halls import Halls
from server.store.ordered import Ordered
from server.store.sqlite_file import Connection, connect, is_bug, refusal
from server.store.sqlite_guard import FileGuard
from server.store.sqlite_log import LogBound
from server.store.statements import SqliteStatements
from server.store.unit_of_work import CITY, Heads, UnitOfWork
from server.watched import WatchedThread, tell

BATCH: Final = 64
"""Commands per commit at most: bounds how long the first of a batch waits for the last."""

Work = Callable[[UnitOfWork], Any]
_Answer = tuple[Future[Any], Any, BaseException | None]

_log = structlog.get_logger("store")


class _Order(NamedTuple):
    center: str
    work: Work
    answer: Future[Any]


class SqliteWriter:
    """Runs works one after the other in its own thread; `ring` hears the facts of each commit.

    `guard` says whether the file is still the one that was opened.
    """

    def __init__(
        self, file: Path, halls: Halls, ring: Callable[[Sequence[Fact]], None], guard: FileGuard, log: LogBound
    ) -> None:
        self._file = file
        self._halls = halls
        self._ring = ring
        self._guard = guard
        self._log_bound = log
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._emptying: SimpleQueue[Future[bool]] = SimpleQueue()
        self._connection: Connection = self._connect()
        self._failing: str | None = None
        self._closing = threading.Lock()
        self._closed = False
        self._ending = False
        self._thread = WatchedThread("sqlite-writer", self._run)
        self._thread.start()

    def order(self, center: str, work: Work) -> Ordered[Any]:
        """Have `work` run when it is its turn; raises `Refusal` store_unavailable."""
        answer: Future[Any] = Future()
        with self._closing:
            if self._closed:
                raise Refusal("store_unavailable")
            self._orders.put(_Order(center, work, answer))
        return Ordered(answer)

    def empty_log(self) -> bool:
        """Copy the whole log back and cut it off, between two batches; return whether no reader stood in the way.

        Raises `Refusal` as `order`.
        """
        asked: Future[bool] = Future()
        self._emptying.put(asked)
        self.order(CITY, lambda uow: None).result()
        return asked.result()

    @property
    def waiting(self) -> int:
        """Return how many commands wait for their turn, about."""
        return self._orders.qsize()

    def close(self) -> None:
        """Finish what was asked for, then stop."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._orders.put(None)
        self._thread.join()
        if self._connection is not None:
            self._connection.close()

    def _connect(self) -> Connection:
        made = connect(self._file, writer=True)
        self._log_bound.apply(made)
        return made

    def _run(self) -> None:
        while not self._ending:
            first = self._orders.get()
            if first is None:
                return
            batch = [first]
            self._ending = self._take_waiting(batch)
            batch = [order for order in batch if order.answer.set_running_or_notify_cancel()]
            try:
                self._write(batch)
            except BaseException:
                # Whatever it is: those who wait are told, then this thread ends and is begun anew.
                self._give_up(batch, Refusal("store_unavailable"))
                raise
            finally:
                self._empty_log()

    def _empty_log(self) -> None:
        while not self._emptying.empty():
            connection = self._connection
            self._emptying.get().set_result(connection is not None and self._log_bound.shorten(connection))

    def _take_waiting(self, batch: list[_Order]) -> bool:
        while len(batch) < BATCH:
            try:
                order = self._orders.get_nowait()
            except Empty:
                return False
            if order is None:
                return True
            batch.append(order)
        return False

    def _write(self, batch: list[_Order]) -> None:
        facts: list[Fact] = []
        try:
            self._guard.check()
            if self._connection is None:
                self._connection = self._connect()
                self._log_bound.shorten(self._connection)
            cursor = self._connection.cursor()
            answers = self._work_off(batch, cursor, facts)
            log_bytes = self._guard.check()
        except pysqlite3.Error as error:
            self._give_up(batch, refusal(error), error)
            return
        except Refusal as replaced:
            self._give_up(batch, replaced)
            return
        if self._failing is not None:
            _log.warning("database keeps what it is given again", code=self._failing)
            self._failing = None
            # What was on disk already when a look at the file failed was told to nobody.
            self._tell(())
        for answer, result, failure in answers:
            if failure is None:
                answer.set_result(result)
            else:
                answer.set_exception(failure)
        if facts:
            self._tell(facts)
        self._log_bound.keep(self._connection, log_bytes)

    def _tell(self, facts: Sequence[Fact]) -> None:
        """Ring; the facts are on disk, so whoever does not hear now finds them there."""
        try:
            self._ring(facts)
        except Exception as error:
            tell("journal bell", error)

    def _work_off(self, batch: list[_Order], cursor: Any, facts: list[Fact]) -> list[_Answer]:
        """Do all works in one transaction and commit it.

        A savepoint for each would cost as much as a third of its statements, and nearly every work either succeeds or
        is refused before it has changed anything. So the batch goes without; when one work does leave a change behind,
        everything is undone and done again with savepoints.
        """
        for guarded in (False, True):
            heads = Heads()
            cursor.execute("BEGIN IMMEDIATE")
            answers = []
            for order in batch:
                changed = self._changes()
                answers.append(self._try(order, cursor, facts, heads, guarded=guarded))
                if not guarded and answers[-1][2] is not None and self._changes() != changed:
                    break
            else:
                heads.settle(UnitOfWork(SqliteStatements(cursor), "sqlite", self._halls, CITY))
                cursor.execute("COMMIT")
                break
            cursor.execute("ROLLBACK")
            self._halls.forget()
            facts.clear()
        return answers

    def _changes(self) -> int:
        return 0 if self._connection is None else int(self._connection.total_changes)

    def _try(self, order: _Order, cursor: Any, facts: list[Fact], heads: Heads, *, guarded: bool) -> _Answer:
        uow = UnitOfWork(SqliteStatements(cursor), "sqlite", self._halls, order.center)
        if order.center == CITY:
            # It may look at any center, and what is told before it must not be undone with it.
            heads.settle(uow)
        if guarded:
            cursor.execute("SAVEPOINT work")
        try:
            uow.lock(heads)
            result = order.work(uow)
        except pysqlite3.Error as error:
            if not is_bug(error):
                raise
            failure: BaseException = error
        # A work that ends the program in the thread of its asker must not end this one.
        except BaseException as error:
            failure = error
        else:
            if guarded:
                cursor.execute("RELEASE work")
            heads.keep(uow)
            facts.extend(uow.facts)
            return order.answer, result, None
        if guarded:
            cursor.execute("ROLLBACK TO work")
            cursor.execute("RELEASE work")
            self._halls.forget()
        return order.answer, None, failure

    def _give_up(self, batch: list[_Order], why: Refusal, cause: BaseException | None = None) -> None:
        """Refuse the whole batch and open the file anew next time: after a failed write nothing is assumed."""
        connection, self._connection = self._connection, None
        for undo in () if connection is None else (connection.rollback, connection.close):
            # A file that cannot even be rolled back is left as it is: what was not committed is not there.
            with suppress(pysqlite3.Error):
                undo()
        self._halls.forget()
        for order in batch:
            if not order.answer.done():
                order.answer.set_exception(Refusal(why.code, **why.values))
        if self._failing != why.code:
            self._failing = why.code
            _log.error("database does not keep what it is given", code=why.code, why=str(cause or why))
