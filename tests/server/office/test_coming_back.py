"""Whoever was missed comes back behind a few people: alone a few times and not too late, at a counter always."""

import pytest
from sqlalchemy import update

from server.office.board import board_of
from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Place
from server.store import tables
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import MORNING, Office, city_with, refused

MINUTE = 60_000


def numbers_called(office: Office, counter: str, count: int) -> list[str]:
    called = []
    for _ in range(count):
        called.append(office.serve(counter, until="finish").number)
    return called


def test_whoever_was_missed_comes_back_behind_three_people(office: Office) -> None:
    office.at("hall-2", "open")
    missed = office.take()
    others = [office.take().number for _ in range(5)]
    office.miss("hall-2")
    back = office.come_back(missed.id)
    assert (back.state, back.number, back.ahead, back.calls, back.counter) == ("waiting", missed.number, 3, 0, None)
    assert numbers_called(office, "hall-2", 6) == [*others[:3], missed.number, *others[3:]]
    told = [
        (fact.came_from, fact.went_to, fact.counter and fact.counter.id)
        for fact in office.journal()
        if fact.kind == "ticket.rejoined"
    ]
    assert told == [(Place("missed", "social"), Place("waiting", "social"), "hall-2")]


def test_in_a_short_line_it_is_the_last(office: Office) -> None:
    office.at("hall-2", "open")
    missed = office.take()
    office.miss("hall-2")
    other = office.take()
    assert office.come_back(missed.id).ahead == 1
    assert numbers_called(office, "hall-2", 2) == [other.number, missed.number]


def test_in_an_empty_line_it_is_the_next(office: Office) -> None:
    office.at("hall-2", "open")
    missed = office.take()
    office.take("idcard")
    office.miss("hall-2")
    assert office.come_back(missed.id).ahead == 0


@pytest.mark.parametrize(("behind", "ahead"), [(0, 0), (1, 1), (2, 2), (50, 4)])
def test_the_center_says_behind_how_many(store: Store, behind: int, ahead: int) -> None:
    seed(store, city_with(rejoin_behind=behind), MORNING)
    office = Office(store)
    office.at("hall-2", "open")
    missed = office.take()
    for _ in range(4):
        office.take()
    office.at("hall-2", "call_next")
    office.at("hall-2", "miss")
    assert office.come_back(missed.id).ahead == ahead


def test_coming_back_overtakes_nobody_who_has_credit(office: Office) -> None:
    """The order stays the one of keys: a class that goes first goes before whoever comes back too."""
    office.at("hall-2", "open")
    missed = office.take()
    office.miss("hall-2")
    first = office.take(priority="priority")
    for _ in range(3):
        office.take()
    office.come_back(missed.id)
    assert numbers_called(office, "hall-2", 4)[0] == first.number
    late = office.take()
    assert late.ahead == 1


def test_by_oneself_one_comes_back_twice_and_not_a_third_time(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    for _ in range(2):
        office.miss("hall-2")
        office.come_back(ticket.id)
    office.miss("hall-2")
    refused("rejoin_often", office.come_back, ticket.id)
    again = office.about("hall-2", "back_in_line", ticket.id)
    assert (again.ticket, again.waiting) == (None, 1)


def test_by_oneself_one_comes_back_within_an_hour_to_the_millisecond(office: Office) -> None:
    office.at("hall-2", "open")
    late, ticket = office.take(), office.take()
    office.miss("hall-2")
    missed_at = office.now
    office.now = missed_at + 60 * MINUTE + 1 - 1000
    refused("rejoin_late", office.come_back, late.id)
    office.at("hall-2", "call_next")
    office.at("hall-2", "recall")
    office.now += 60_000
    office.at("hall-2", "miss")
    office.now += 60 * MINUTE - 1000
    assert office.come_back(ticket.id).state == "waiting"


def test_only_a_missed_ticket_comes_back_by_itself(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    refusal = refused("ticket_state", office.come_back, ticket.id)
    assert refusal.values["number"] == ticket.number
    office.serve("hall-2")
    for verb in ("hold", "finish"):
        refused("ticket_state", office.come_back, ticket.id)
        if verb == "hold":
            office.at("hall-2", "hold")
            refused("ticket_state", office.come_back, ticket.id)
            office.about("hall-2", "resume", ticket.id)
        office.at("hall-2", "finish") if verb == "finish" else None
    refused("ticket_state", office.come_back, ticket.id)


def test_a_counter_brings_back_who_is_on_hold_in_the_place_of_their_age(office: Office) -> None:
    office.at("hall-2", "open")
    held = office.take()
    others = [office.take().number for _ in range(2)]
    office.serve("hall-2")
    office.at("hall-2", "hold")
    office.about("hall-2", "back_in_line", held.id)
    assert numbers_called(office, "hall-2", 3) == [held.number, *others]


def test_a_counter_brings_back_who_was_finished_too_early(office: Office) -> None:
    office.at("hall-2", "open")
    ticket, other = office.take(), office.take()
    office.serve("hall-2", until="finish")
    answer = office.about("hall-2", "back_in_line", ticket.id)
    assert (answer.waiting, answer.next and answer.next.number) == (2, ticket.number)
    assert numbers_called(office, "hall-2", 2) == [ticket.number, other.number]


def test_nobody_comes_back_out_of_another_day(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2", until="finish")
    office.now += 24 * 3600 * 1000
    office.at("hall-2", "open")
    refused("ticket_state", office.about, "hall-2", "back_in_line", ticket.id)
    refused("ticket_state", office.come_back, ticket.id)
    assert office.take().ahead == 0


def test_whoever_waits_or_is_called_is_not_put_back(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    refused("ticket_state", office.about, "hall-2", "back_in_line", ticket.id)
    office.at("hall-2", "call_next")
    refused("ticket_state", office.about, "hall-2", "back_in_line", ticket.id)
    refused("ticket_unknown", office.about, "hall-2", "back_in_line", "nobody")


def test_a_ticket_missed_before_moments_were_kept_counts_from_its_issue(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    office.miss("hall-2")
    office.write(lambda uow: uow.run(update(tables.tickets).values(missed_at=None)))
    office.now += 61 * MINUTE
    refused("rejoin_late", office.come_back, ticket.id)


def test_the_board_that_is_read_is_the_one_that_is_folded(office: Office) -> None:
    office.at("hall-2", "open")
    first, second, third, fourth = (office.take(*services) for services in [("social",)] * 3 + [("social", "school")])
    office.miss("hall-2")
    office.come_back(first.id)
    office.serve("hall-2")
    office.at("hall-2", "hold")
    office.about("hall-2", "resume", second.id)
    office.transfer("hall-2", "idcard")
    office.serve("hall-2", until="finish")
    office.about("hall-2", "back_in_line", third.id)
    office.serve("hall-2", until="finish")
    assert office.serve("hall-2", until="finish").id == fourth.id
    office.cancel(fourth.id)
    board = Board("hall", 0)
    for fact in office.journal():
        board = fold(board, fact)
    read = office.store.read(lambda reading: board_of(reading, "hall"))
    assert ([call.ticket.number for call in read.calls], read.waiting) == (
        [call.ticket.number for call in board.calls],
        board.waiting,
    )
    assert board.waiting == {"social": 1, "idcard": 1}
