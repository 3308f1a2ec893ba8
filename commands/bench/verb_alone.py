"""The verb without its server: issued in process by many threads through the writer, and as its bare statements."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from commands.seeding import now, write_demo
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store.halls import Halls
from server.store.opening import open_store
from server.store.sqlite_file import FILE, connect
from server.store.statements import Row, SqliteStatements, Statements, Values
from server.store.unit_of_work import CITY, Heads, UnitOfWork
from server.wire.messages import Ticket

THREADS = 16


class Sent(NamedTuple):
    """One statement as a database got it; `rows` of it were fetched, None for none."""

    sql: str
    values: Values
    rows: bool


class Recorded:
    """Statements that reach a database and are kept in the order in which they did."""

    def __init__(self, real: Statements, sent: list[Sent]) -> None:
        self._real = real
        self._sent = sent

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Return all rows."""
        self._sent.append(Sent(sql, values, True))
        return self._real.rows(sql, values)

    def row(self, sql: str, values: Values) -> Row | None:
        """Return the first row."""
        self._sent.append(Sent(sql, values, True))
        return self._real.row(sql, values)

    def change(self, sql: str, values: Values) -> int:
        """Change rows and return how many were changed."""
        self._sent.append(Sent(sql, values, False))
        return self._real.change(sql, values)

    def send(self, sql: str, values: Values) -> None:
        """Change rows."""
        self._sent.append(Sent(sql, values, False))
        self._real.send(sql, values)


def _command(services: tuple[str, ...], number: int) -> TakeTicketCommand:
    return TakeTicketCommand((services[number % len(services)],), "bench")


def _taking(command: TakeTicketCommand, at: int) -> Callable[[UnitOfWork], Ticket]:
    return lambda uow: take_ticket(uow, command, at)


def in_process(data: Path, center: str, services: tuple[str, ...], seconds: float) -> tuple[float, int]:
    """Return CPU seconds and number of tickets that `THREADS` threads take from a seeded store in `data`."""
    store = open_store(data)
    taken = [0] * THREADS
    began = threading.Barrier(THREADS + 1)

    def take(thread: int) -> None:
        began.wait()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            store.write(center, _taking(_command(services, taken[thread] * THREADS + thread), now()))
            taken[thread] += 1

    threads = [threading.Thread(target=take, args=(each,)) for each in range(THREADS)]
    try:
        for thread in threads:
            thread.start()
        began.wait()
        before = time.process_time()
        for thread in threads:
            thread.join()
        return time.process_time() - before, sum(taken)
    finally:
        store.close()


class BareStatements:
    """The statements of `tickets` tickets, recorded once; `run` sends them again, in commits of `THREADS` tickets."""

    def __init__(self, data: Path, center: str, services: tuple[str, ...], tickets: int) -> None:
        # As the file is now: other tickets will be taken from the store itself.
        self._fresh = data.with_name("fresh.sqlite3")
        shutil.copy(data / FILE, self._fresh)
        self._center = center
        self._batches: list[list[Sent]] = []
        self.tickets = tickets
        self._on_copy(lambda file: self._record(file, services))

    def run(self) -> float:
        """Return the CPU seconds of sending all of them to a fresh copy of the store, each commit on disk."""
        return self._on_copy(self._send)

    def _on_copy(self, work: Callable[[Path], float]) -> float:
        copy = self._fresh.with_name("copy.sqlite3")
        shutil.copy(self._fresh, copy)
        try:
            return work(copy)
        finally:
            for part in copy.parent.glob("copy.sqlite3*"):
                part.unlink()

    def _record(self, file: Path, services: tuple[str, ...]) -> float:
        connection = connect(file, writer=True)
        cursor, halls = connection.cursor(), Halls()
        for first in range(0, self.tickets, THREADS):
            sent: list[Sent] = []
            recorded = Recorded(SqliteStatements(cursor), sent)
            heads = Heads()
            cursor.execute("BEGIN IMMEDIATE")
            for number in range(first, min(first + THREADS, self.tickets)):
                uow = UnitOfWork(recorded, "sqlite", halls, self._center)
                uow.lock(heads)
                take_ticket(uow, _command(services, number), now())
                heads.keep(uow)
            heads.settle(UnitOfWork(recorded, "sqlite", halls, CITY))
            cursor.execute("COMMIT")
            self._batches.append(sent)
        connection.close()
        return 0.0

    def _send(self, file: Path) -> float:
        connection = connect(file, writer=True)
        cursor = connection.cursor()
        before = time.process_time()
        for batch in self._batches:
            cursor.execute("BEGIN IMMEDIATE")
            for sql, values, rows in batch:
                found = cursor.execute(sql, values)
                if rows:
                    found.fetchone()
            cursor.execute("COMMIT")
        spent = time.process_time() - before
        connection.close()
        return spent


def seeded(data: Path) -> Path:
    """Return `data` with the fictional city written into it."""
    store = open_store(data, create=True)
    try:
        write_demo(store, data)
    finally:
        store.close()
    return data
