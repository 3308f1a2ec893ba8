"""Whoever asks for time keeps their age, is called by nobody meanwhile, and comes back on the same day."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from server.office.board import board_of
from server.office.coming_back import come_back, rejoin
from server.office.postponing import AT_ONCE, BY_TIME, bring_back_due, centers_due
from server.office.requests import HolderCommand
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Place
from server.store import tables
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import milliseconds
from tests.server.conftest import MORNING, Office, city_with, refused

MINUTE = 60_000


def bring_back(office: Office) -> int:
    return office.write(lambda uow: bring_back_due(uow, office.now))


def called(office: Office, counter: str, count: int) -> list[str]:
    return [office.serve(counter, until="finish").number for _ in range(count)]


def test_whoever_is_away_is_called_by_nobody_and_comes_back_in_the_place_of_their_age(office: Office) -> None:
    office.at("hall-2", "open")
    first, second, third = (office.take() for _ in range(3))
    away = office.postpone(first.id)
    assert (away.state, away.number, away.ahead, away.counter) == ("postponed", first.number, 1, None)
    assert milliseconds(away.back_at or "") == office.now + 10 * MINUTE
    assert called(office, "hall-2", 1) == [second.number]
    fourth = office.take()
    office.now = milliseconds(away.back_at or "") - 1001
    assert bring_back(office) == 0
    office.now += 1
    assert bring_back(office) == 1
    back = office.look(first.id)
    assert (back.state, back.ahead, back.back_at, back.issued_at) == ("waiting", 1, None, first.issued_at)
    assert called(office, "hall-2", 3) == [third.number, first.number, fourth.number]


def test_it_is_told_like_every_move(office: Office) -> None:
    ticket = office.take()
    office.postpone(ticket.id)
    office.now += 10 * MINUTE
    bring_back(office)
    told = [(fact.kind, fact.came_from, fact.went_to, fact.counter, fact.reason) for fact in office.journal()[1:]]
    waiting, away = Place("waiting", "social"), Place("postponed", "social")
    assert told == [
        ("ticket.postponed", waiting, away, None, None),
        ("ticket.rejoined", away, waiting, None, "time_over"),
    ]
    i = tables.intervals.c
    rows = office.store.read(
        lambda reading: reading.rows(
            select(i.state, i.began_at, i.ended_at).where(i.ticket == ticket.id).order_by(i.seq)
        )
    )
    assert [row[0] for row in rows] == ["waiting", "postponed", "waiting"]
    assert [row[2] for row in rows] == [*(row[1] for row in rows[1:]), None]


def test_whoever_is_here_sooner_comes_back_by_themselves_or_at_a_counter(office: Office) -> None:
    first, second = office.take(), office.take()
    office.postpone(first.id)
    office.postpone(second.id)
    assert office.come_back(first.id).ahead == 0
    answer = office.about("hall-2", "back_in_line", second.id)
    assert (answer.waiting, answer.next and answer.next.number) == (2, first.number)
    office.now += 20 * MINUTE
    assert bring_back(office) == 0


def test_those_who_come_back_together_keep_their_order_behind_whoever_is_next(office: Office) -> None:
    office.at("hall-2", "open")
    away = [office.take() for _ in range(3)]
    following, last = office.take(), office.take()
    for ticket in reversed(away):
        office.postpone(ticket.id)
    office.now += 11 * MINUTE
    assert bring_back(office) == 3
    assert called(office, "hall-2", 5) == [following.number, *(ticket.number for ticket in away), last.number]


def test_those_behind_learn_how_many_may_come_back_before_them(office: Office) -> None:
    first, second, third = (office.take() for _ in range(3))
    assert (office.look(third.id).ahead, office.look(third.id).returning) == (2, 0)
    office.postpone(first.id)
    assert (office.look(third.id).ahead, office.look(third.id).returning) == (1, 1)
    # Whoever is next stays it.
    assert (office.look(second.id).ahead, office.look(second.id).returning) == (0, 0)
    office.come_back(first.id)
    assert (office.look(second.id).ahead, office.look(third.id).ahead) == (0, 2)
    assert office.look(first.id).ahead == 1


def test_a_holder_asks_twice_and_not_a_third_time(office: Office) -> None:
    ticket = office.take()
    for left in (10, 10, None):
        assert office.look(ticket.id).postpone_min == left
        if left:
            office.postpone(ticket.id)
            refused("ticket_state", office.postpone, ticket.id)
            office.come_back(ticket.id)
    before = office.journal()
    refused("postpone_often", office.postpone, ticket.id)
    assert office.journal() == before


@pytest.mark.parametrize(("most", "minutes"), [(0, 5), (1, 25)])
def test_the_center_says_how_often_and_how_long(store: Store, most: int, minutes: int) -> None:
    seed(store, city_with(postpone_at_most=most, postpone_minutes=minutes), MORNING)
    office = Office(store)
    ticket = office.take()
    for _ in range(most):
        away = office.postpone(ticket.id)
        assert milliseconds(away.back_at or "") == office.now + minutes * MINUTE
        office.come_back(ticket.id)
    refused("postpone_often", office.postpone, ticket.id)
    assert office.look(ticket.id).postpone_min is None


def test_only_who_waits_is_put_off(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take("social", "school")
    office.at("hall-2", "call_next")
    for verb in ("start", "hold", "finish"):
        refused("ticket_state", office.postpone, ticket.id)
        if verb == "finish":
            office.about("hall-2", "resume", ticket.id)
        office.at("hall-2", verb)
    # The next step is waited for as well.
    assert office.postpone(ticket.id).service == "school"
    assert office.cancel(ticket.id).state == "cancelled"
    refused("ticket_state", office.postpone, ticket.id)
    refused("ticket_unknown", office.postpone, "nobody")
    office.center = "village"
    refused("ticket_unknown", office.postpone, ticket.id)


def test_nobody_is_away_when_the_hall_closes(office: Office) -> None:
    """The hall closes at 17:00: whoever asks shortly before is back then, and in the last minute nobody goes."""
    closing = MORNING + 7 * 60 * MINUTE
    first, second = office.take(), office.take()
    office.now = closing - 4 * MINUTE
    assert milliseconds(office.postpone(first.id).back_at or "") == closing
    office.now = closing - 59_000
    before = office.journal()
    refusal = refused("postpone_late", office.postpone, second.id)
    assert refusal.values["number"] == second.number
    assert office.journal() == before


def test_after_closing_time_the_day_is_the_bound(office: Office) -> None:
    midnight = MORNING + 14 * 60 * MINUTE
    first, second = office.take(), office.take()
    office.now = midnight - 5 * MINUTE
    assert milliseconds(office.postpone(first.id).back_at or "") == midnight
    office.now = midnight - 30_000
    refused("postpone_late", office.postpone, second.id)
    office.now = midnight + 1000
    assert bring_back(office) == 0
    assert [office.look(each.id).state for each in (first, second)] == ["expired", "expired"]
    assert office.store.read(lambda reading: centers_due(reading, midnight * 2)) == []


def test_who_comes_back_is_looked_for_center_by_center(office: Office) -> None:
    office.postpone(office.take().id)
    village = Office(office.store, "village", office.now)
    village.postpone(village.take().id)
    due = office.now + 10 * MINUTE
    assert office.store.read(lambda reading: centers_due(reading, due - 1)) == []
    assert office.store.read(lambda reading: centers_due(reading, due)) == ["hall"]
    assert office.store.read(lambda reading: centers_due(reading, due + MINUTE)) == ["hall", "village"]


def test_one_transaction_brings_back_no_more_than_others_wait_for(embedded: Office) -> None:
    tickets = [embedded.take() for _ in range(AT_ONCE + 3)]
    for ticket in tickets:
        embedded.postpone(ticket.id)
    embedded.now += 30 * MINUTE
    assert [bring_back(embedded) for _ in range(3)] == [AT_ONCE, 3, 0]


def test_the_board_counts_only_who_is_in_line(office: Office) -> None:
    office.at("hall-2", "open")
    first, second = office.take(), office.take()
    office.postpone(first.id)
    office.postpone(second.id)
    office.come_back(second.id)
    board = Board("hall", 0)
    for fact in office.journal():
        board = fold(board, fact)
    read = office.store.read(lambda reading: board_of(reading, "hall"))
    assert (board.waiting, board.calls) == (read.waiting, read.calls) == ({"social": 1}, ())


def met(works: list[Callable[[], object]]) -> list[str]:
    """Do all `works` at once; return the codes of those that were refused."""
    codes: list[str] = []

    def attempt(work: Callable[[], object]) -> None:
        try:
            work()
        except Refusal as refusal:
            codes.append(refusal.code)

    threads = [threading.Thread(target=attempt, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def test_six_keepers_and_the_holder_at_once_bring_a_ticket_back_once(office: Office) -> None:
    ticket = office.take()
    office.postpone(ticket.id)
    office.now += 11 * MINUTE
    together = threading.Barrier(7)

    def at_once(work: Callable[[UnitOfWork], object]) -> Callable[[], object]:
        return lambda: (together.wait(), office.store.write("hall", work))

    keepers = [at_once(lambda uow: bring_back_due(uow, office.now))] * 6
    holder = at_once(lambda uow: come_back(uow, HolderCommand(ticket.id, "holder"), office.now))
    assert met([*keepers, holder]) in ([], ["ticket_state"])
    assert office.kinds().count("ticket.rejoined") == 1
    assert office.store.read(lambda reading: board_of(reading, "hall")).waiting == {"social": 1}


def test_keepers_that_looked_before_the_lock_meet_each_other(office: Office) -> None:
    """The negative control: whoever reads first and writes later finds the ticket gone, in all cases but one."""
    ticket = office.take()
    office.postpone(ticket.id)
    office.now += 11 * MINUTE
    together = threading.Barrier(6)

    def keeper() -> None:
        seen = office.store.read(lambda reading: ticket_of(reading, ticket.id))
        together.wait()
        office.store.write("hall", lambda uow: rejoin(uow, seen, office.now, BY_TIME))

    assert met([keeper] * 6) == ["ticket_state"] * 5
    assert office.kinds().count("ticket.rejoined") == 1


def test_whoever_is_away_is_told_the_people_that_they_come_back_behind(office: Office) -> None:
    tickets = []
    for _ in range(3):
        tickets.append(office.take())
        office.now -= 1000
    for late in tickets[1:]:
        away = office.postpone(late.id)
        assert away.ahead == 2
        assert office.come_back(late.id).ahead == away.ahead
