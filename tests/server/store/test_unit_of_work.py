"""Works that share a commit: what one leaves is what the next one finds, also when the whole city comes between."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from server.rules.errors import Refusal
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_store import SqliteStore
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import CITY, MORNING, Office

Work = Callable[[UnitOfWork], Any]
c = tables.centers.c
SEQ = select(c.seq).where(c.id == "hall")
REVISION = update(tables.centers).where(c.id == "hall").values(revision=c.revision + 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = open_store(tmp_path, create=True)
    assert isinstance(made, SqliteStore)
    seed(made, CITY, MORNING)
    yield made
    made.close()


def together(store: SqliteStore, *works: tuple[str, Work]) -> list[Future[Any]]:
    """Run `works` of (center, work) in one commit, in their order."""
    entered, gate = threading.Event(), threading.Event()

    def first(uow: UnitOfWork) -> None:
        entered.set()
        gate.wait(10)

    with ThreadPoolExecutor(len(works) + 1) as pool:
        blocked = pool.submit(store.write, "village", first)
        entered.wait(10)
        asked = []
        for number, (center, work) in enumerate(works):
            asked.append(pool.submit(store.write, center, work))
            while store.waiting <= number:
                pass
        gate.set()
        blocked.result(10)
        return asked


def notice(uow: UnitOfWork) -> int:
    return uow.tell(MORNING, "notice.posted", "clerk").seq


def test_works_of_one_commit_count_on(store: SqliteStore) -> None:
    asked = together(store, ("hall", notice), ("village", notice), ("hall", notice), ("village", notice))
    assert [each.result(10) for each in asked] == [1, 1, 2, 2]
    assert [fact.seq for fact in Office(store).journal()] == [1, 2]
    assert notice_later(store) == 3


def notice_later(store: SqliteStore) -> int:
    found: int = store.write("hall", notice)
    return found


def test_a_work_of_the_whole_city_sees_what_those_before_it_told(store: SqliteStore) -> None:
    asked = together(store, ("hall", notice), (WHOLE_CITY, lambda uow: uow.value(SEQ)), ("hall", notice))
    assert [each.result(10) for each in asked] == [1, 1, 2]
    assert notice_later(store) == 3


def test_what_the_whole_city_changed_is_found_by_those_after_it(store: SqliteStore) -> None:
    """A center that was configured anew in the middle of a commit is not served by its old configuration."""

    def move(uow: UnitOfWork) -> None:
        uow.run(update(tables.centers).where(c.id == "hall").values(level="town", revision=c.revision + 1))

    def level(uow: UnitOfWork) -> str:
        notice(uow)
        return uow.own_hall().level

    asked = together(store, ("hall", level), (WHOLE_CITY, move), ("hall", level))
    assert [each.result(10) for each in (asked[0], asked[2])] == ["city", "town"]
    assert [fact.seq for fact in Office(store).journal()] == [1, 2]


def test_a_refusal_among_them_takes_nothing_along(store: SqliteStore) -> None:
    def refuse(uow: UnitOfWork) -> None:
        notice(uow)
        raise Refusal("busy")

    asked = together(store, ("hall", notice), ("hall", refuse), ("hall", notice), (WHOLE_CITY, refuse_quietly))
    assert [each.result(10) for each in (asked[0], asked[2])] == [1, 2]
    assert isinstance(asked[1].exception(10), Refusal)
    assert isinstance(asked[3].exception(10), Refusal)
    assert [fact.seq for fact in Office(store).journal()] == [1, 2]
    assert notice_later(store) == 3


def refuse_quietly(uow: UnitOfWork) -> None:
    raise Refusal("busy")


def test_a_work_that_tells_nothing_moves_nothing(store: SqliteStore) -> None:
    asked = together(store, ("hall", lambda uow: uow.next_seq), ("hall", notice), ("hall", lambda uow: uow.next_seq))
    assert [each.result(10) for each in asked] == [1, 1, 2]
    assert store.read(lambda reading: reading.value(SEQ)) == 1
