"""Sending somebody on to another center: both in one transaction, whoever sends to whom at the same moment."""

import threading
from collections.abc import Callable

import pytest

from server.office.ticket import ticket_of
from server.office.views import counter_view
from server.rules.errors import Refusal
from server.store import tables
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, Ticket
from tests.server.conftest import MORNING, Office, city_with, refused

MINUTE = 60_000


@pytest.fixture
def halls(store: Store) -> tuple[Office, Office]:
    """Return the offices of hall and village, each with somebody in hand."""
    seed(store, city_with(miss_after_calls=1), MORNING)
    hall, village = Office(store), Office(store, "village")
    hall.at("hall-2", "open")
    village.at("village-1", "open")
    return hall, village


def in_hand(office: Office, counter: str) -> Ticket:
    office.take()
    return office.serve(counter)


def test_it_ends_here_and_waits_there_outside_the_line_with_its_age_and_a_note(halls: tuple[Office, Office]) -> None:
    hall, village = halls
    ticket = in_hand(village, "village-1")
    village.now += 10 * MINUTE
    answer = village.send_on("village-1", "hall", "social", "  house book is missing ")
    ended = answer.ticket
    assert ended is not None
    assert ended.onward is not None
    assert (ended.state, ended.onward.center, ended.onward.number) == ("finished", "hall", "D001")
    assert village.look(ticket.id).onward == ended.onward
    last = village.journal()[-1]
    assert (last.kind, last.reason) == ("ticket.finished", "sent_on")
    follows = ended.onward.ticket
    rows = hall.store.read(lambda reading: [ticket_of(reading, each) for each in (ticket.id, follows)])
    assert rows[0].visit == rows[1].visit
    assert rows[0].secret_hash == rows[1].secret_hash
    assert rows[0].ready_at == rows[1].ready_at
    hall.now = village.now
    other = hall.take()
    arrived = hall.check_in(ended.onward.ticket)
    assert (arrived.state, arrived.ahead) == ("waiting", 0)
    called = hall.at("hall-2", "call_next")
    assert called.ticket is not None
    assert (called.ticket.number, called.note) == ("D001", "house book is missing")
    assert other.number == "D002"


def test_what_was_sent_on_is_neither_taken_back_nor_called_again_here(halls: tuple[Office, Office]) -> None:
    _, village = halls
    ticket = in_hand(village, "village-1")
    assert village.store.read(lambda reading: counter_view(reading, "village-1")).undo is not None
    assert village.send_on("village-1", "hall").undo is None
    before = village.journal()
    refused("undo_nothing", village.at, "village-1", "undo")
    refused("ticket_state", village.about, "village-1", "back_in_line", ticket.id)
    assert village.journal() == before


def test_a_failure_leaves_it_where_it_is_in_both_centers(halls: tuple[Office, Office]) -> None:
    hall, village = halls
    ticket = in_hand(village, "village-1")
    before = village.journal(), hall.journal()
    refused("send_here", village.send_on, "village-1", "village")
    refused("center_unknown", village.send_on, "village-1", "nowhere")
    refused("service_unknown", village.send_on, "village-1", "hall", "nothing")
    refused("service_unserved", village.send_on, "village-1", "hall", "rare")
    last = tables.numbers.insert()
    hall.write(lambda uow: uow.run(last, center="hall", prefix="D", day="2025-11-25", last=9999))
    refused("numbers_used_up", village.send_on, "village-1", "hall")
    assert (village.journal(), hall.journal()) == before
    assert village.look(ticket.id).state == "serving"


def test_matters_that_are_left_go_along_where_they_are_done(store: Store) -> None:
    seed(store, city_with(miss_after_calls=1), MORNING)
    hall, village = Office(store), Office(store, "village")
    hall.at("hall-1", "open")
    hall.take("social", "idcard")
    hall.serve("hall-1")
    refused("send_steps", hall.send_on, "hall-1", "village", "social")
    hall.at("hall-1", "finish")
    hall.at("hall-1", "call_next")
    sent = hall.send_on("hall-1", "village", "social").ticket
    assert sent is not None
    assert sent.onward is not None
    assert village.look(sent.onward.ticket).services == ("social",)


def test_whoever_has_a_number_on_its_way_already_is_not_sent_on_with_another(halls: tuple[Office, Office]) -> None:
    hall, village = halls
    ticket = in_hand(village, "village-1")
    hall.take_remote(visit=hall.store.read(lambda reading: ticket_of(reading, ticket.id)).visit)
    refused("remote_twice", village.send_on, "village-1", "hall")


def clash(halls: tuple[Office, Office], send: Callable[[Office, str, str], object], turns: int) -> list[str]:
    """Let both centers send somebody to the other at the same moment, `turns` times; return what went wrong."""
    wrong: list[str] = []
    start = threading.Barrier(2)

    def go(office: Office, counter: str, to: str) -> None:
        for _ in range(turns):
            office.take()
            office.serve(counter)
            start.wait(30)
            try:
                send(office, counter, to)
            except Refusal as refusal:
                wrong.append(refusal.code)
                office.at(counter, "finish")

    threads = [
        threading.Thread(target=go, args=args)
        for args in ((halls[0], "hall-2", "village"), (halls[1], "village-1", "hall"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_two_centers_that_send_to_each_other_never_wait_for_one_another(halls: tuple[Office, Office]) -> None:
    sent: list[CounterAnswer] = []
    assert clash(halls, lambda office, counter, to: sent.append(office.send_on(counter, to)), 8) == []
    assert len(sent) == 16
    for office in halls:
        assert [fact.seq for fact in office.journal()] == list(range(1, len(office.journal()) + 1))


@pytest.fixture
def both_first() -> Callable[[Office, str, str], object]:
    """Return a way of sending that takes the sender's own lock first, and the other one when both have theirs."""
    met = threading.Barrier(2)

    def send(office: Office, counter: str, to: str) -> object:
        def work(uow: UnitOfWork) -> None:
            uow.beside(office.center)
            met.wait(30)
            uow.beside(to)

        return office.store.write("", work)

    return send


def test_with_its_own_lock_first_they_would(
    halls: tuple[Office, Office], both_first: Callable[[Office, str, str], object]
) -> None:
    """The negative control of the test above: the database itself says that they wait for each other."""
    if halls[0].store.dialect == "sqlite":
        pytest.skip("one writer does one after the other")
    assert clash(halls, both_first, 1) != []
