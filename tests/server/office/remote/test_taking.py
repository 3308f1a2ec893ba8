"""A number taken elsewhere waits outside the line, joins it in the hall, and is over when nobody comes."""

import threading

import pytest

from config.centers import LineRules
from server.office.board import board_of
from server.office.day import begin_day
from server.office.remote.due import AT_ONCE, centers_due
from server.office.remote.due_keeper import RemoteKeeper
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.rules.hall.fact import Place
from server.store.seeding import seed
from server.store.store import Store
from server.wire.messages import Ticket, milliseconds
from tests.server.conftest import MORNING, Office, city_with, refused
from tests.server.office.test_board import folded

MINUTE = 60_000


def test_whoever_is_on_the_way_stands_in_no_line_and_nobody_calls_them(office: Office) -> None:
    away = office.take_remote(origin="village")
    assert (away.state, away.number, away.ahead, away.secret is None) == ("remote", "D001", 0, False)
    assert milliseconds(away.arrive_by or "") == office.now + 45 * MINUTE
    here = office.take()
    assert (here.number, here.ahead) == ("D002", 0)
    assert office.look(away.id).arrive_by == away.arrive_by
    board = office.store.read(lambda reading: board_of(reading, "hall"))
    assert board.waiting == folded(office).waiting == {"social": 1}
    office.at("hall-2", "open")
    assert office.serve("hall-2", until="finish").number == here.number
    refused("line_empty", office.at, "hall-2", "call_next")
    told = [(fact.kind, fact.came_from, fact.went_to) for fact in office.journal()[:1]]
    assert told == [("ticket.issued", None, Place("remote", "social"))]


def test_checked_in_it_stands_where_the_time_that_counts_puts_it(office: Office) -> None:
    away = office.take_remote()
    early = office.take()
    office.now += 25 * MINUTE
    late = office.take()
    back = office.check_in(away.id)
    assert (back.state, back.ahead, back.arrive_by) == ("waiting", 1, None)
    office.at("hall-2", "open")
    order = [office.serve("hall-2", until="finish").number for _ in range(3)]
    assert order == [early.number, away.number, late.number]
    assert [fact.kind for fact in office.journal() if fact.kind == "ticket.arrived"] == ["ticket.arrived"]
    refused("ticket_state", office.check_in, away.id)


def test_whoever_comes_too_late_takes_a_new_number_and_the_old_one_is_over(office: Office) -> None:
    away = office.take_remote(visit="way")
    office.now = milliseconds(away.arrive_by or "") - 1000
    assert office.expire_due() == 0
    assert office.store.read(lambda reading: centers_due(reading, office.now + 1)) == ["hall"]
    assert "10:45" in str(refused("remote_late", office.check_in, away.id).values)
    assert office.expire_due() == 1
    assert office.look(away.id).state == "expired"
    assert (office.journal()[-1].kind, office.journal()[-1].reason) == ("ticket.expired", "not_arrived")
    assert office.expire_due() == 0
    office.take_remote(visit="way")


def test_its_keeper_ends_it_also_after_the_machine_was_off(office: Office) -> None:
    for _ in range(3):
        office.take_remote()
    office.now += 50 * MINUTE
    keeper = RemoteKeeper(office.store, lambda: office.now)
    keeper.look()
    assert office.kinds().count("ticket.expired") == 3
    assert AT_ONCE > 3


def test_the_day_ends_for_whoever_did_not_come(office: Office) -> None:
    away = office.take_remote()
    office.now += 24 * 60 * MINUTE
    office.write(lambda uow: begin_day(uow, office.now))
    assert office.look(away.id).state == "expired"
    assert office.expire_due() == 0


def test_one_visit_and_one_holder_have_one_number_on_its_way_in_the_whole_city(store: Store) -> None:
    seed(store, city_with(), MORNING)
    hall, village = Office(store), Office(store, "village")
    first = hall.take_remote(visit="way", holder="my telephone")
    for more in ({"visit": "way"}, {"holder": "my telephone"}):
        told = refused("remote_twice", village.take_remote, **more)
        assert "大厅" in str(told.values)
    village.take_remote(holder="another one")
    hall.cancel(first.id)
    again = village.take_remote(holder="my telephone")
    village.check_in(again.id)
    hall.take_remote(holder="my telephone", visit="way")


def test_so_many_are_on_their_way_and_no_more(store: Store) -> None:
    seed(store, city_with(remote_at_most=2), MORNING)
    office = Office(store)
    first = office.take_remote()
    office.take_remote()
    before = office.journal()
    refused("remote_full", office.take_remote)
    assert office.journal() == before
    office.check_in(first.id)
    office.take_remote()


def test_a_hall_may_give_none_out_and_gives_none_where_it_would_take_nobody(store: Store) -> None:
    seed(store, city_with(remote_at_most=0), MORNING)
    office = Office(store)
    refused("remote_off", office.take_remote)
    village = Office(store, "village")
    refused("remote_here", village.take_remote, origin="village")
    refused("service_unknown", village.take_remote, "school")
    assert LineRules().remote_at_most > 0


def test_a_closed_hall_and_an_unserved_line_take_nobody_from_elsewhere(office: Office) -> None:
    refused("service_unserved", office.take_remote, "rare")
    away = office.take_remote()
    office.now += 8 * 60 * MINUTE
    refused("center_closed", office.take_remote)
    refused("remote_late", office.check_in, away.id)


def test_of_halls_that_are_asked_at_once_one_gives_a_number_to_one_holder(store: Store) -> None:
    if store.dialect == "sqlite":
        pytest.skip("one writer does one after the other")
    seed(store, city_with(), MORNING)
    start = threading.Barrier(2)
    given: list[Ticket] = []
    codes: list[str] = []

    def ask(office: Office) -> None:
        for turn in range(10):
            start.wait(30)
            try:
                given.append(office.take_remote(holder=f"telephone {turn}"))
            except Refusal as refusal:
                codes.append(refusal.code)

    threads = [threading.Thread(target=ask, args=(Office(store, center),)) for center in ("hall", "village")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(given), codes) == (10, ["remote_twice"] * 10)


def test_who_speaks_another_language_is_known_to_when_they_come(office: Office) -> None:
    away = office.take_remote(language="en")
    office.check_in(away.id)
    assert office.store.read(lambda reading: ticket_of(reading, away.id)).language == "en"
