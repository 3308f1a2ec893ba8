"""Works that share a commit: what one leaves is what the next one finds, also when the whole city comes between."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from config.centers import Text
from server.rules.errors import Refusal
from server.rules.hall.fact import Fact, NameRef, Place, TicketRef
from server.store import tables, unit_of_work
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_store import SqliteStore
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork, facts_after, heads_of
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


def test_a_fact_is_written_as_it_is_told_and_read_as_it_was_written(store: SqliteStore) -> None:
    def tell(uow: UnitOfWork) -> Fact:
        return uow.tell(
            MORNING,
            "ticket.called",
            "token-1",
            ticket=TicketRef("t1", "D001"),
            counter=NameRef("hall-1", Text("1 号窗口", "Counter 1")),
            service=NameRef("social", Text("社保", "Social insurance")),
            calls=2,
            came_from=Place("waiting", "social"),
            went_to=Place("called", "social"),
            reason="day_closed",
            person="chen",
            visit="v1",
            private='{"a":1}',
        )

    told = store.write("hall", tell)
    plain = store.write("hall", lambda uow: uow.tell(MORNING - 5, "notice.posted", "day"))
    # No fact is told before the one before it.
    assert (plain.seq, plain.at, plain.epoch) == (2, MORNING, MORNING)
    assert Office(store).journal() == [told, plain]
    j = tables.journal.c
    query = select(j.actor, j.person, j.visit, j.private, j.counter, j.ticket).order_by(j.seq)
    assert [tuple(row) for row in store.read(lambda reading: reading.rows(query))] == [
        ("token-1", "chen", "v1", '{"a":1}', "hall-1", "t1"),
        ("day", None, None, None, None, None),
    ]


def test_a_row_that_cannot_be_read_is_told_once_and_holds_up_no_other(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What others have told in this process is forgotten.
    monkeypatch.setattr(unit_of_work, "_unreadable", OrderedDict())
    for _ in range(3):
        store.write("hall", notice)
    j = tables.journal.c
    store.write(WHOLE_CITY, lambda uow: uow.run(update(tables.journal).where(j.seq == 2).values(payload="{")))
    with capture_logs() as logs:
        for _ in range(2):
            assert [fact.seq for fact in Office(store).journal()] == [1, 2, 3]
    assert [(each["event"], each["center"], each["seq"]) for each in logs] == [
        ("journal row cannot be read", "hall", 2)
    ]


def test_only_a_work_of_the_whole_city_reaches_other_centers(store: SqliteStore) -> None:
    with pytest.raises(ValueError, match="hall"):
        store.write("hall", lambda uow: uow.beside("village"))
    with pytest.raises(Refusal) as caught:
        store.write(WHOLE_CITY, lambda uow: uow.beside("moon"))
    assert (caught.value.code, caught.value.values) == ("center_unknown", {"center": "moon"})
    with pytest.raises(Refusal) as caught:
        store.read(lambda reading: reading.hall("moon"))
    assert (caught.value.code, caught.value.values) == ("center_unknown", {"center": "moon"})

    def both(uow: UnitOfWork) -> list[int]:
        return [uow.beside(each).tell(MORNING, "notice.posted", "x").seq for each in ("hall", "village", "hall")]

    assert store.write(WHOLE_CITY, both) == [1, 1, 2]
    assert store.read(heads_of) == {"hall": (MORNING, 2), "village": (MORNING, 1)}
    assert [fact.seq for fact in store.read(lambda reading: facts_after(reading, "hall", 0, 1))] == [1]
    assert [fact.seq for fact in store.read(lambda reading: facts_after(reading, "hall", 1))] == [2]


def test_a_day_that_begins_belongs_to_its_center(store: SqliteStore) -> None:
    store.write("hall", notice)
    store.write("hall", lambda uow: uow.begin_day("2025-11-26"))
    rows = store.read(lambda reading: reading.rows(select(c.id, c.seq, c.day, c.day_seq, c.told_at).order_by(c.id)))
    assert [tuple(row) for row in rows] == [("hall", 1, "2025-11-26", 1, MORNING), ("village", 0, None, 0, 0)]
