"""A hall that is kept in memory is always the one of its revision, whatever became of the transaction that read it."""

import resource
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, update

from config.centers import Hours, Text
from config.documents import Scope
from server.office.requests import TakeTicketCommand
from server.office.settings.change import put_settings
from server.office.take_ticket import take_ticket
from server.rules.day_time import OpenSpan
from server.rules.errors import Refusal
from server.rules.hall.fact import NameRef
from server.rules.open_days import OpenDays
from server.store import tables
from server.store.epoch import renew_epochs
from server.store.halls import Halls
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_store import SqliteStore
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import CITY, MORNING, Office
from tests.server.settings_of import VILLAGE, Settings, pier, rename

THIRD = {
    "id": "hall-3",
    "name": {"zh": "3 号窗口", "en": "Counter 3"},
    "services": ["school"],
    "place": {"zh": "二楼", "en": "Upstairs"},
}


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


REVISION = update(tables.centers).where(tables.centers.c.id == "hall").values(revision=tables.centers.c.revision + 1)
NAME = update(tables.counters).where(tables.counters.c.id == "hall-1").values(name=bindparam("to_name"))


def named(uow: UnitOfWork, number: int) -> Text:
    """Name a counter anew, and return the name that its hall has now."""
    uow.run(REVISION)
    uow.run(NAME, to_name=f'{{"zh":"{number} 号","en":"No. {number}"}}')
    return uow.hall("hall").counters["hall-1"].name


def undone(uow: UnitOfWork) -> None:
    raise KeyError(named(uow, 7).en)


def test_a_work_that_was_undone_leaves_no_hall_behind(store: Store) -> None:
    """It had read what it had changed itself, and the next change has the revision that it would have had."""
    seed(store, CITY, MORNING)
    with pytest.raises(KeyError, match=r"No\. 7"):
        store.write(WHOLE_CITY, undone)
    assert store.write(WHOLE_CITY, lambda uow: named(uow, 8)) == Text("8 号", "No. 8")
    assert store.read(lambda reading: reading.hall("hall").counters["hall-1"].name) == Text("8 号", "No. 8")


def test_a_work_that_was_undone_beside_a_server_leaves_no_hall_behind(embedded: Office, tmp_path: Path) -> None:
    beside = open_store(tmp_path / "embedded", beside=True)
    try:
        with pytest.raises(KeyError, match=r"No\. 7"):
            beside.write(WHOLE_CITY, undone)
        assert beside.write(WHOLE_CITY, lambda uow: named(uow, 8)) == Text("8 号", "No. 8")
    finally:
        beside.close()


def test_a_work_that_is_done_again_reads_its_hall_again(embedded: Office) -> None:
    """A work that fails with a change behind it is done once more, with a savepoint; it may do something else then."""
    tries: list[Text] = []

    def work(uow: UnitOfWork) -> None:
        tries.append(named(uow, len(tries) + 7))
        if len(tries) == 1:
            raise KeyError("the first time")

    embedded.store.write(WHOLE_CITY, work)
    assert tries == [Text("7 号", "No. 7"), Text("8 号", "No. 8")]


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


def test_a_hall_is_read_once_a_revision_and_an_unknown_one_never(store: Store) -> None:
    seed(store, CITY, MORNING)
    halls = Halls()
    first = store.read(lambda reading: halls.hall(reading, "hall", (0, 1)))
    assert store.read(lambda reading: halls.hall(reading, "hall", (0, 1))) is first
    assert store.read(lambda reading: halls.hall(reading, "hall", (0, 2))) is not first
    # The same revision comes once more after a backup was put back, in another journal.
    assert store.read(lambda reading: halls.hall(reading, "hall", (1, 2))) is not first
    with pytest.raises(LookupError, match="moon"):
        store.read(lambda reading: halls.hall(reading, "moon", (0, 1)))


def test_after_a_restored_backup_a_revision_that_comes_again_is_read_again(store: Store) -> None:
    """The server that goes on meanwhile knows what that revision was before the backup was put back."""
    seed(store, CITY, MORNING)
    before = store.read(lambda reading: reading.hall("hall"))
    assert store.write("hall", lambda uow: uow.own_hall()) is before
    renew_epochs(store, MORNING + 1)
    assert store.read(lambda reading: reading.hall("hall")) is not before
    assert store.write("hall", lambda uow: uow.own_hall()) is not before


def test_a_counter_that_was_taken_away_belongs_to_no_hall(store: Store) -> None:
    seed(store, CITY, MORNING)
    boss = Settings(store, MORNING)
    boss.edit(lambda document: document["counters"].pop())
    hall = store.read(lambda reading: reading.hall("hall"))
    assert list(hall.counters) == ["hall-1", "hall-2"]
    assert hall.served == {"social", "idcard"}
    boss.edit(lambda document: document["counters"].append(THIRD))
    hall = store.read(lambda reading: reading.hall("hall"))
    assert list(hall.counters) == ["hall-1", "hall-2", "hall-3"]
    assert (hall.counters["hall-3"].services, hall.counters["hall-3"].place) == (("school",), Text("二楼", "Upstairs"))
    assert hall.counter("hall-3") == NameRef("hall-3", Text("3 号窗口", "Counter 3"))
    assert hall.service("school") == NameRef("school", Text("入学", "School"))


@pytest.mark.parametrize(
    ("clock", "is_open", "opens"),
    [
        ("2025-11-25T08:59", False, "2025-11-25T09:00"),
        ("2025-11-25T09:00", True, "2025-11-26T09:00"),
        ("2025-11-25T16:59", True, "2025-11-26T09:00"),
        ("2025-11-25T17:00", False, "2025-11-26T09:00"),
        ("2025-11-28T17:00", False, "2025-12-01T09:00"),
        ("2025-11-29T12:00", False, "2025-12-01T09:00"),
    ],
)
def test_a_hall_is_open_from_the_first_minute_and_not_at_the_last(
    store: Store, clock: str, is_open: bool, opens: str
) -> None:
    seed(store, CITY, MORNING)
    hall = store.read(lambda reading: reading.hall("hall"))

    def moment(written: str) -> int:
        return round(datetime.fromisoformat(f"{written}+08:00").timestamp() * 1000)

    assert hall.is_open(moment(clock)) is is_open
    assert hall.opens_at(moment(clock)) == moment(opens)
    assert hall.day(moment("2025-11-25T00:00")) == "2025-11-25"
    assert hall.day(moment("2025-11-25T00:00") - 1) == "2025-11-24"
    assert replace(hall, open_days=OpenDays(())).opens_at(moment(clock)) is None
    weekly = replace(hall, open_days=OpenDays((Hours((2,), "09:00", "17:00"),)))
    assert weekly.opens_at(moment("2025-11-25T09:00")) == moment("2025-12-02T09:00")


def test_services_and_counters_stand_in_the_order_of_their_document(embedded: Office) -> None:
    boss = Settings(embedded.store, MORNING)

    def turn_round(hall: dict[str, Any]) -> None:
        hall["counters"].reverse()
        hall["services"].reverse()
        hall["counters"][2]["services"] = ["idcard", "social"]

    boss.edit(turn_round)
    hall = embedded.store.read(lambda reading: reading.hall("hall"))
    assert list(hall.counters) == ["hall-3", "hall-2", "hall-1"]
    assert [each.services for each in hall.counters.values()] == [("school",), ("social",), ("idcard", "social")]
    assert list(hall.services) == ["rare", "school", "idcard", "social"]
    assert hall.served == {"school", "social", "idcard"}
    village = embedded.store.read(lambda reading: reading.hall("village"))
    assert (list(village.counters), list(village.services)) == (["village-1"], ["social"])
    assert village.served == {"social"}


def test_a_hall_names_the_counters_that_were_taken_away_from_it_and_no_others(embedded: Office) -> None:
    boss = Settings(embedded.store, MORNING)

    def former(center: str) -> dict[str, Text]:
        return dict(embedded.store.read(lambda reading: reading.hall(center)).former)

    assert (former("hall"), former("village")) == ({}, {})
    boss.edit(lambda hall: hall["counters"].pop(1))
    assert (former("hall"), former("village")) == ({"hall-2": Text("2 号窗口", "Counter 2")}, {})
    boss.edit(lambda village: village.update(counters=[]), VILLAGE)
    assert former("hall") == {"hall-2": Text("2 号窗口", "Counter 2")}
    assert former("village") == {"village-1": Text("1 号窗口", "Counter 1")}
    hall = embedded.store.read(lambda reading: reading.hall("hall"))
    assert hall.counter("hall-2") == NameRef("hall-2", Text("2 号窗口", "Counter 2"))
    with pytest.raises(KeyError, match="village-1"):
        hall.counter("village-1")


def test_a_hall_knows_its_holidays_make_up_workdays_and_special_days(store: Store) -> None:
    """What the center says of a day wins over the city's word; the table that is nearest holds as a whole."""
    seed(store, CITY, MORNING)
    boss = Settings(store, MORNING)
    holiday = {"first": "2025-11-25", "last": "2025-11-26", "name": {"zh": "节", "en": "Feast"}}
    city_days = [{"date": "2025-11-27"}, {"date": "2025-11-28"}]

    def of_city(document: dict[str, Any]) -> None:
        document["calendar"] = {"holidays": [holiday], "workdays": [{"date": "2025-11-29", "like": 5}]}
        document["special_days"] = city_days

    boss.edit(of_city, Scope("city"))
    opens = [{"opens": "10:00", "closes": "11:00"}]
    boss.edit(lambda document: document.update(special_days=[{"date": "2025-11-27", "hours": opens}]))
    hall = store.read(lambda reading: reading.hall("hall"))
    spans = {day: hall.open_days.spans(date(2025, 11, day)) for day in range(24, 31)}
    whole = [OpenSpan(540, 1020)]
    assert {day: list(each) for day, each in spans.items()} == {
        24: whole,
        25: [],
        26: [],
        27: [OpenSpan(600, 660)],
        28: [],
        29: whole,
        30: [],
    }
    boss.edit(lambda document: document.update(calendar={"holidays": [], "workdays": []}))
    hall = store.read(lambda reading: reading.hall("hall"))
    assert list(hall.open_days.spans(date(2025, 11, 25))) == whole
    assert list(hall.open_days.spans(date(2025, 11, 29))) == []
