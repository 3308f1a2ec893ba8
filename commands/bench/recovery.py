"""`banshi bench recovery`: how long after a trouble of the database ends tickets are issued and heard of again.

Each trouble lasts `seconds`; meanwhile threads take tickets, and one follows the journal. What was acknowledged is
looked for in the journal afterwards.
"""

import asyncio
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager
from pathlib import Path

import psycopg
import structlog

from commands.bench.database import Database, Line
from commands.bench.report import Figure, Noise, at_most, plain
from commands.demo.hall import CENTER
from commands.seeding import now, write_demo
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.views import center_ids, journal_page
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.store import Store

THREADS = 4
TAKES_EVERY = 0.2
"""Seconds between two people of a thread: numbers of a day are few, and six troubles share them."""
GOAL_SECONDS = 10
BEGINS_WITHIN = 60
SERVICES = ("social", "medical", "employment", "school", "general", "hukou")


class _Load:
    """Threads that take tickets at `center`, and a follower: when each was served or heard last, and what waited."""

    def __init__(self, store: Store, center: str) -> None:
        self.store = store
        self.center = center
        self.numbers: list[tuple[int, str]] = []
        self.heard: dict[int, float] = {}
        self.taken: list[float] = []
        self.longest = 0.0
        self.refused = ""
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._take, args=(each,), daemon=True) for each in range(THREADS)]
        self._threads.append(threading.Thread(target=lambda: asyncio.run(self._follow()), daemon=True))
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop, and wait for everybody."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _take(self, number: int) -> None:
        turn = number
        while not self._ended.is_set():
            began = time.monotonic()
            command = TakeTicketCommand((SERVICES[turn % len(SERVICES)],), "bench")
            try:
                ticket = self.store.write(self.center, lambda uow, command=command: take_ticket(uow, command, now()))  # type: ignore[misc]
            except Refusal as refusal:
                self.refused = refusal.code
                self._ended.wait(0.05)
            else:
                self.taken.append(time.monotonic())
                self.numbers.append((turn, ticket.id))
                self._ended.wait(TAKES_EVERY)
            self.longest = max(self.longest, time.monotonic() - began)
            turn += 1

    async def _follow(self) -> None:
        hearing = asyncio.create_task(self._hear())
        await asyncio.to_thread(self._ended.wait)
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)

    async def _hear(self) -> None:
        async with aclosing(self.store.tail().follow({self.center: 0}).facts()) as batches:
            async for facts in batches:
                self.heard.update(dict.fromkeys((fact.seq for fact in facts), time.monotonic()))


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return seconds from the end of each trouble until tickets are issued and heard of again."""
    # What the store says meanwhile is no part of the report.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        (place / "database").mkdir()
        database = Database(place / "database")
        database.start()
        line = Line(database.socket)
        (place / "standby").mkdir()
        standby = Database(place / "standby", follows=database)
        standby.start()
        try:
            store = open_store(None, database.url(), create=True)
            write_demo(store, place)
            store.close()
            for name, trouble in _troubles(database, standby, line):
                far = f"postgresql://postgres@127.0.0.1:{line.port}/postgres"
                figures += _figures(name, open_store(None, far), trouble, seconds)
                noise.sample()
        finally:
            line.close()
            standby.stop()
            database.stop()
        store = open_store(place / "embedded", create=True)
        write_demo(store, place / "embedded")
        figures += _figures("disk full", store, _full_disk, seconds)
    return figures


Trouble = Callable[[], AbstractContextManager[None]]


def _troubles(database: Database, standby: Database, line: Line) -> Iterator[tuple[str, Trouble]]:
    @contextmanager
    def silent() -> Iterator[None]:
        line.fall_silent()
        yield

    @contextmanager
    def restarted() -> Iterator[None]:
        database.stop()
        yield
        database.start()

    @contextmanager
    def locked() -> Iterator[None]:
        with psycopg.connect(database.url()) as other:
            other.execute("SELECT * FROM centers WHERE id = %s FOR UPDATE", (CENTER,))
            yield

    @contextmanager
    def failed_over() -> Iterator[None]:
        wait_for_copies(database)
        database.stop()
        yield
        standby.take_over()
        line.lead_to(standby.socket)

    yield "frozen", database.frozen
    yield "silent", silent
    yield "restarted", restarted
    yield "row locked", locked
    yield "failed over", failed_over


def wait_for_copies(database: Database) -> None:
    """Let nothing be acknowledged any more that only one of two servers has."""
    with psycopg.connect(database.url(), autocommit=True) as other:
        other.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        other.execute("SELECT pg_reload_conf()")
        while not other.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone():
            time.sleep(0.01)


@contextmanager
def _full_disk() -> Iterator[None]:
    # The bound on the size of files stands for the disk: SQLite meets it in the middle of a commit.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _figures(name: str, store: Store, trouble: Trouble, seconds: float) -> list[Figure]:
    other = next(each for each in store.read(center_ids) if each != CENTER)
    load, beside = _Load(store, CENTER), _Load(store, other)
    try:
        begun = time.monotonic()
        while not (load.taken and load.heard):
            if time.monotonic() - begun > BEGINS_WITHIN:
                raise RuntimeError(f"{name}: no ticket is taken and heard of before it begins: {load.refused}")
            time.sleep(0.01)
        with trouble():
            time.sleep(seconds)
        ended = time.monotonic()
        # Heard of again: something that was told after the end.
        until = ended + 6 * GOAL_SECONDS
        while (not load.taken or load.taken[-1] < ended) and time.monotonic() < until:
            time.sleep(0.01)
        issued = time.monotonic() - ended
        while max(load.heard.values(), default=0.0) < ended and time.monotonic() < until:
            time.sleep(0.01)
        heard = time.monotonic() - ended
    finally:
        load.end()
        beside.end()
    kept: set[str] = set()
    after = 0
    while page := store.read(lambda reading, after=after: journal_page(reading, CENTER, after, 1000)):  # type: ignore[misc]
        kept |= {fact.ticket.id for fact in page if fact.ticket}
        after = page[-1].seq
    lost = sum(ticket not in kept for _, ticket in load.numbers)
    store.close()
    return [
        at_most(f"{name}: tickets again", issued, "s", GOAL_SECONDS),
        at_most(f"{name}: heard again", heard, "s", GOAL_SECONDS),
        at_most(f"{name}: acknowledged and lost", lost, "tickets", 0),
        plain(f"{name}: longest wait for an answer", load.longest, "s", absolute=True),
        plain(f"{name}: longest wait at another center", beside.longest, "s", absolute=True),
    ]
