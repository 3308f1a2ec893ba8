"""The board is a fold of facts: counted by where tickets come from and go to, never twice, and by no list of kinds."""

from typing import Any

import pytest

from config.centers import Text
from server.rules.hall.board import RECENT_CALLS, Board, fold
from server.rules.hall.fact import Fact, Kind, NameRef, Place, TicketRef

SOCIAL = NameRef("social", Text("社保", "Social insurance"))
SCHOOL = NameRef("school", Text("入学", "School"))
COUNTER = NameRef("hall-1", Text("1 号窗口", "Counter 1"))
WAITING, CALLED, SERVING = Place("waiting", "social"), Place("called", "social"), Place("serving", "social")
MISSED, CANCELLED, EXPIRED = Place("missed", "social"), Place("cancelled", "social"), Place("expired", "social")


class Day:
    """Facts about one ticket after the other."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def tell(self, kind: Kind, came: Place | None, went: Place | None, ticket: str = "D001", **more: Any) -> "Day":
        values: dict[str, Any] = {"service": SOCIAL, "ticket": TicketRef(ticket, ticket), **more}
        seq = len(self.facts) + 1
        self.facts.append(
            Fact(center="hall", seq=seq, at=seq, kind=kind, came_from=came, went_to=went, epoch=9, **values)
        )
        return self

    def issue(self, ticket: str = "D001") -> "Day":
        return self.tell("ticket.issued", None, WAITING, ticket)

    def call(self, ticket: str = "D001") -> "Day":
        return self.tell("ticket.called", WAITING, CALLED, ticket, counter=COUNTER, calls=1)

    @property
    def board(self) -> Board:
        board = Board("hall", 0)
        for fact in self.facts:
            board = fold(board, fact)
        return board


def test_who_waits_is_counted_by_from_and_to() -> None:
    day = Day().issue("D001").issue("D002")
    assert day.board.waiting == {"social": 2}
    assert day.call("D001").board.waiting == {"social": 1}
    onward = day.tell("ticket.finished", SERVING, Place("waiting", "school"), "D001", counter=COUNTER)
    assert onward.board.waiting == {"social": 1, "school": 1}
    assert onward.call("D002").board.waiting == {"school": 1}


def test_who_is_bound_to_a_counter_stands_in_no_line() -> None:
    day = Day().issue("D001").issue("D002").call("D001")
    bound = Place("waiting", "social", "hall-2")
    day.tell("ticket.transferred", CALLED, bound, "D001", counter=COUNTER)
    assert day.board.waiting == {"social": 1}
    assert day.board.calls == ()
    day.tell("ticket.transferred", bound, WAITING, "D001", counter=COUNTER, reason="counter_closed")
    assert day.board.waiting == {"social": 2}
    day.tell("ticket.called", bound, CALLED, "D003", counter=COUNTER, calls=1)
    assert day.board.waiting == {"social": 2}


def test_a_fact_told_twice_changes_nothing() -> None:
    day = Day().issue().issue("D002").call()
    board = day.board
    for fact in day.facts:
        assert fold(board, fact) is board


@pytest.mark.parametrize("end", [("ticket.cancelled", CANCELLED), ("ticket.expired", EXPIRED)])
def test_a_missed_ticket_that_ends_leaves_no_line_a_second_time(end: tuple[Kind, Place]) -> None:
    day = Day().issue("D002").issue("D001").call("D001")
    day.tell("ticket.missed", CALLED, MISSED, counter=COUNTER, calls=1)
    assert day.tell(end[0], MISSED, end[1], counter=COUNTER, calls=1).board.waiting == {"social": 1}


@pytest.mark.parametrize("end", [("ticket.cancelled", CANCELLED), ("ticket.expired", EXPIRED)])
def test_a_waiting_ticket_that_ends_leaves_its_line_once(end: tuple[Kind, Place]) -> None:
    assert Day().issue("D001").issue("D002").tell(end[0], WAITING, end[1]).board.waiting == {"social": 1}


def test_a_line_that_lost_more_than_it_had_is_seen() -> None:
    """Nothing hides a journal that counts wrong."""
    assert Day().call().board.waiting == {"social": -1}


def test_a_call_shows_how_it_goes_on() -> None:
    day = Day().issue().call()
    assert [call.state for call in day.board.calls] == ["called"]
    day.tell("ticket.recalled", CALLED, CALLED, counter=COUNTER, calls=2)
    assert [(call.state, call.calls, call.at) for call in day.board.calls] == [("called", 2, 3)]
    day.tell("ticket.started", CALLED, SERVING, counter=COUNTER, calls=2)
    assert [call.state for call in day.board.calls] == ["serving"]
    day.tell("ticket.finished", SERVING, Place("waiting", "school"), counter=COUNTER, calls=2)
    assert [call.state for call in day.board.calls] == ["finished"]
    gone = day.tell("ticket.cancelled", Place("waiting", "school"), CANCELLED)
    assert [call.state for call in gone.board.calls] == ["finished"], "what happens away from a counter is no call"


def test_a_call_that_is_over_otherwise_is_taken_away() -> None:
    day = Day().issue().call()
    day.tell("ticket.missed", CALLED, MISSED, counter=COUNTER, calls=1)
    assert day.tell("ticket.cancelled", MISSED, CANCELLED, counter=COUNTER).board.calls == ()


def test_the_newest_calls_are_kept_newest_first() -> None:
    day = Day()
    for number in range(RECENT_CALLS + 2):
        day.issue(f"D{number:03}").call(f"D{number:03}")
    shown = [call.ticket.number for call in day.board.calls]
    assert shown == [f"D{number:03}" for number in range(RECENT_CALLS + 1, 1, -1)]


def test_a_new_day_begins_with_an_empty_board() -> None:
    day = Day().issue().call().tell("ticket.expired", CALLED, EXPIRED, counter=COUNTER)
    day.tell("counter.closed", None, None, ticket="", counter=COUNTER)
    day.tell("day.closed", None, None, ticket="")
    assert (day.board.calls, day.board.waiting, day.board.counters) == ((), {}, {"hall-1": "closed"})
    assert day.board.epoch == 9


def test_counters_are_as_last_told() -> None:
    day = Day().tell("counter.opened", None, None, counter=COUNTER)
    assert day.board.counters == {"hall-1": "open"}
    assert day.tell("counter.paused", None, None, counter=COUNTER).board.counters == {"hall-1": "paused"}
    assert day.tell("counter.closed", None, None, counter=COUNTER).board.counters == {"hall-1": "closed"}
