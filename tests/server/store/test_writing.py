"""Durable or refused: what happens to commands together, under failure, and after the failure is over."""

import resource
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from server.rules.errors import Refusal
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_store import SqliteStore
from server.store.unit_of_work import CITY as NO_CENTER
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import CITY, MORNING, Office


def refused(code: str, work, *arguments: object) -> None:
    with pytest.raises(Refusal) as caught:
        work(*arguments)
    assert caught.value.code == code


def test_a_refusal_undoes_its_own_work_only(office: Office) -> None:
    def half(uow) -> None:
        uow.tell(office.now, "counter.opened", "clerk")
        uow.run(tables.counters.update().values(state="open"))
        raise Refusal("busy")

    office.take()
    refused("busy", office.write, half)
    office.take()
    assert [(fact.seq, fact.kind) for fact in office.journal()] == [(1, "ticket.issued"), (2, "ticket.issued")]
    states = office.store.read(lambda reading: reading.rows(select(tables.counters.c.state)))
    assert {row[0] for row in states} == {"closed"}


def test_any_error_of_a_work_is_raised_to_whoever_asked(office: Office) -> None:
    def wrong(uow) -> None:
        uow.tell(office.now, "counter.opened", "clerk")
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        office.write(wrong)
    assert office.journal() == []


def test_a_statement_that_breaks_a_constraint_keeps_nothing(office: Office) -> None:
    office.take()

    def twice(uow) -> None:
        uow.tell(office.now, "counter.opened", "clerk")
        uow.run(tables.numbers.insert(), center="hall", prefix="D", day="2025-11-25", last=9)

    with pytest.raises(Exception, match=r"UNIQUE|duplicate key"):
        office.write(twice)
    assert len(office.journal()) == 1
    assert office.take().number == "D002"


def test_a_work_of_the_city_tells_every_center_in_its_own_journal(office: Office) -> None:
    heard: list[str] = []

    def everywhere(uow: UnitOfWork) -> None:
        for center in ("hall", "village"):
            heard.append(f"{center} {uow.beside(center).tell(office.now, 'notice.posted', 'clerk').seq}")
            uow.beside(center).tell(office.now, "notice.posted", "clerk")

    def fails(uow: UnitOfWork) -> None:
        everywhere(uow)
        raise Refusal("busy")

    office.take()
    office.store.write(WHOLE_CITY, everywhere)
    refused("busy", office.store.write, WHOLE_CITY, fails)
    office.store.write(WHOLE_CITY, everywhere)
    office.take()
    assert office.kinds() == ["ticket.issued", *["notice.posted"] * 4, "ticket.issued"]
    assert Office(office.store, "village").kinds() == ["notice.posted"] * 4
    assert [each for each in heard if each.startswith("village")][-1] == "village 3"
    with pytest.raises(ValueError, match="hall"):
        office.write(lambda uow: uow.beside("village"))


def test_a_work_of_the_city_sees_and_keeps_what_was_told_before_it_in_its_batch(tmp_path: Path) -> None:
    """One transaction carries tickets, a work of the city over the same center, a failing one, and tickets again."""
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    entered, gate = threading.Event(), threading.Event()

    def first(uow: UnitOfWork) -> None:
        entered.set()
        gate.wait(10)

    def told(uow: UnitOfWork) -> int:
        return uow.tell(MORNING, "notice.posted", "clerk").seq

    def city(uow: UnitOfWork) -> int:
        return uow.beside("hall").tell(MORNING, "counter.opened", "clerk").seq

    def fails(uow: UnitOfWork) -> None:
        city(uow)
        raise Refusal("busy")

    assert isinstance(store, SqliteStore)
    works = (("hall", told), (WHOLE_CITY, fails), ("hall", told), (WHOLE_CITY, city), ("hall", told))
    with ThreadPoolExecutor(8) as pool:
        blocked = pool.submit(store.write, "hall", first)
        entered.wait(10)
        asked = []
        for number, (center, work) in enumerate(works):
            asked.append(pool.submit(store.write, center, work))
            while store.waiting <= number:
                pass
        gate.set()
        blocked.result(10)
        assert isinstance(asked[1].exception(10), Refusal)
        assert [asked[number].result(10) for number in (0, 2, 3, 4)] == [1, 2, 3, 4]
    assert [fact.seq for fact in Office(store).journal()] == [1, 2, 3, 4]
    store.close()


def test_works_that_wait_together_are_committed_together_in_their_order(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    entered, gate, order = threading.Event(), threading.Event(), []

    def first(uow) -> None:
        entered.set()
        gate.wait(10)

    def turn(number: int):
        def work(uow) -> int:
            order.append(number)
            uow.tell(MORNING, "notice.posted", "clerk")
            if number % 3 == 0:
                raise Refusal("busy")
            return number

        return work

    assert isinstance(store, SqliteStore)
    with ThreadPoolExecutor(32) as pool:
        blocked = pool.submit(store.write, "hall", first)
        entered.wait(10)
        asked = []
        for number in range(30):
            asked.append(pool.submit(store.write, "hall", turn(number)))
            while store.waiting <= number:
                pass
        gate.set()
        blocked.result(10)
        for number, future in enumerate(asked):
            assert (future.exception(10) is not None) == (number % 3 == 0)
    # A work that fails with a change behind it makes the batch begin anew, each work in its place.
    assert order[-30:] == list(range(30))
    assert len(Office(store).journal()) == 20
    store.close()


def test_a_full_disk_is_told_and_gone_without_a_restart(tmp_path: Path) -> None:
    """The limit on file size stands for the disk; SQLite meets it in the middle of a commit."""
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    office = Office(store, "village")
    before = [office.take().number for _ in range(5)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        for _ in range(3):
            refused("store_unavailable", office.take)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    after = [office.take().number for _ in range(5)]
    assert before + after == [f"D{number:03d}" for number in range(1, 11)]
    assert [fact.seq for fact in office.journal()] == list(range(1, 11))
    store.close()


@pytest.mark.slow
def test_a_full_database_is_told_as_a_full_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    office = Office(store, "village")
    office.write(lambda uow: uow.rows(text("PRAGMA max_page_count = 1")))
    told = []
    while "disk_full" not in told:
        try:
            office.take()
        except Refusal as refusal:
            told.append(refusal.code)
    assert told == ["disk_full"]
    issued = len(office.journal())
    assert office.take().number == f"D{issued + 1:03d}"
    store.close()


LOAD = """
import sys, threading
from pathlib import Path
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store.opening import open_store
store = open_store(Path(sys.argv[1]))
def load():
    while True:
        command = TakeTicketCommand(("social",), "kiosk")
        ticket = store.write("village", lambda uow: take_ticket(uow, command, 1764036000000))
        print(ticket.number, flush=True)
for _ in range(4):
    threading.Thread(target=load).start()
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 40, 150])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, after: int) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    store.close()
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    child = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(after)]
    child.send_signal(signal.SIGKILL)
    told += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    assert [line[0] for line in told[:after]] == ["D"] * after
    store = open_store(tmp_path)
    facts = Office(store, "village").journal()
    kept = [fact.ticket.number for fact in facts if fact.ticket]
    assert {line.strip() for line in told if line.endswith("\n")} <= set(kept)
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert len(set(kept)) == len(kept)
    store.close()


def test_a_closed_store_refuses(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    store.close()
    refused("store_unavailable", Office(store).take)
    refused("store_unavailable", Office(store).journal)
    store.close()


def test_a_database_that_goes_away_is_told_and_comes_back(postgresql, postgres_url: str) -> None:
    store = open_store(None, postgres_url)
    seed(store, CITY, MORNING)
    office = Office(store)
    office.take()
    postgresql.stop("fast")
    try:
        refused("store_unavailable", office.take)
        refused("store_unavailable", office.journal)
    finally:
        postgresql.start()
    assert office.take().number == "D002"
    assert len(office.journal()) == 2
    postgresql.stop("fast")
    postgresql.start()
    assert office.take().number == "D003"
    store.write(NO_CENTER, lambda uow: uow.row(select(1)))
    store.close()
