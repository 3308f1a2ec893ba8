"""A hall that is kept in memory is always the one of its revision, whatever became of the transaction that read it."""

import resource
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.centers import Text
from config.documents import Scope
from server.office.requests import TakeTicketCommand
from server.office.settings.change import put_settings
from server.office.take_ticket import take_ticket
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_store import SqliteStore
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import CITY, MORNING
from tests.server.settings_of import VILLAGE, Settings, pier, rename


def test_a_change_that_was_undone_leaves_no_hall_behind(tmp_path: Path) -> None:
    """A ticket of the same batch has read the new center; then the disk is full, and it is made anew otherwise."""
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    assert isinstance(store, SqliteStore)
    boss, there = Settings(store, MORNING), Scope("center", "pier")
    document = pier(boss.document(VILLAGE))
    rename(document)
    change = boss.change(document, there)
    entered, gate = threading.Event(), threading.Event()

    def first(uow: UnitOfWork) -> None:
        entered.set()
        gate.wait(10)

    def read(uow: UnitOfWork) -> Text:
        take_ticket(uow, TakeTicketCommand(("social",), "kiosk"), MORNING)
        return uow.own_hall().counters["pier-1"].name

    with ThreadPoolExecutor(4) as pool:
        blocked = pool.submit(store.write, "hall", first)
        entered.wait(10)
        asked = []
        for number, (center, work) in enumerate(
            ((WHOLE_CITY, lambda uow: put_settings(uow, change, MORNING)), ("pier", read))
        ):
            asked.append(pool.submit(store.write, center, work))
            while store.waiting <= number:
                pass
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        try:
            gate.set()
            blocked.result(10)
            for each in asked:
                assert isinstance(each.exception(10), Refusal)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert boss.put(pier(boss.document(VILLAGE)), there) == 1
    assert store.write("pier", read) == Text("1 号窗口", "Counter 1")
    store.close()


def test_every_process_knows_the_hall_of_the_newest_revision(open_again: Callable[[], Store]) -> None:
    store = open_again()
    seed(store, CITY, MORNING)
    boss = Settings(store, MORNING)

    def name(uow: UnitOfWork) -> Text:
        return uow.own_hall().counters["hall-1"].name

    others = [store] if store.dialect == "sqlite" else [store, open_again(), open_again()]
    for each in others:
        assert each.write("hall", name) == Text("1 号窗口", "Counter 1")
    boss.edit(rename)
    for each in others:
        assert each.write("hall", name) == Text("8 号窗口", "Counter 8")
        assert each.read(lambda reading: reading.hall("hall").counters["hall-1"].name) == Text("8 号窗口", "Counter 8")
        with pytest.raises(Refusal):
            each.write("moon", name)
