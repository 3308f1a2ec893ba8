"""Priority is given on a ground that staff saw, moves a ticket by its credit, is taken back without a trace."""

import json

import pytest
from sqlalchemy import select

from server.office.board import board_of
from server.office.estimates import Estimates
from server.rules.hall.line import MINUTE
from server.store import tables
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import MORNING, Office, city_with, refused
from tests.server.office.test_bound import choosing_city

_j, _t = tables.journal.c, tables.tickets.c


def private_of(office: Office) -> list[dict[str, object]]:
    rows = office.store.read(
        lambda reading: reading.rows(select(_j.private).where(_j.private.is_not(None), _j.ticket.is_not(None)))
    )
    return [json.loads(row[0]) for row in rows]


def order_at(office: Office, counter: str = "hall-2") -> list[str]:
    office.at(counter, "open")
    called = []
    while (waiting := office.at(counter, "open")).waiting:
        assert waiting.next is not None
        called.append(waiting.next.number)
        office.at(counter, "call_next")
        office.at(counter, "start")
        office.at(counter, "finish")
    return called


def test_whoever_is_given_priority_goes_before_those_within_the_credit_alone(office: Office) -> None:
    long_ago = office.take()
    office.now += 26 * MINUTE
    first, old = office.take(), office.take()
    assert office.look(old.id).ahead == 2
    office.give_priority("hall-2", old.id)
    seen = office.look(old.id)
    assert (seen.ahead, seen.priority, seen.state) == (1, "priority", "waiting")
    assert order_at(office) == [long_ago.number, old.number, first.number]


def test_the_ground_is_for_the_office_alone(office: Office) -> None:
    ticket = office.take()
    office.give_priority("hall-1", ticket.id, "pregnant")
    assert private_of(office) == [{"priority": "priority", "ground": "pregnant", "seen": True, "before": "normal"}]
    assert "pregnant" not in str(office.journal())
    office.at("hall-2", "open")
    called = office.at("hall-2", "call_next")
    assert called.claim is not None
    assert (called.claim.ground, called.claim.seen) == ("pregnant", True)
    office.at("hall-2", "start")
    office.at("hall-2", "finish")
    kept = office.store.read(lambda reading: reading.row(select(_t.ground, _t.priority)))
    assert kept == (None, "priority")


def test_what_was_claimed_is_confirmed_or_taken_back(office: Office) -> None:
    walks, claims = office.take(), office.take(priority="priority", ground="elderly")
    assert claims.ahead == 0
    assert private_of(office) == [{"priority": "priority", "ground": "elderly"}]
    office.at("hall-2", "open")
    called = office.at("hall-2", "call_next")
    assert called.ticket is not None
    assert called.claim is not None
    assert (called.ticket.number, called.claim.seen) == (claims.number, False)
    taken = office.take_priority("hall-2", claims.id)
    assert taken.ticket is None, "back into line: it was not their turn"
    back = office.look(claims.id)
    assert (back.state, back.priority, back.ahead) == ("waiting", "normal", 1)
    assert office.at("hall-2", "undo").ticket is not None, "a slip of the finger"
    confirmed = office.give_priority("hall-2", claims.id, "elderly")
    assert confirmed.claim is not None
    assert confirmed.claim.seen
    board = office.store.read(lambda reading: board_of(reading, "hall"))
    assert [(call.ticket.number, call.state) for call in board.calls] == [(claims.number, "called")]
    assert refused("priority_already", office.give_priority, "hall-2", claims.id)
    assert office.look(walks.id).ahead == 0


@pytest.mark.parametrize("before", ["normal", "appointment"])
def test_taken_back_everybody_stands_where_they_stood(office: Office, before: str) -> None:
    tickets = [office.take(priority=each) for each in ("normal", before, "priority", "normal")]
    ahead = [office.look(each.id).ahead for each in tickets]
    office.give_priority("hall-2", tickets[1].id, "urgent")
    office.take_priority("hall-2", tickets[1].id)
    assert [office.look(each.id).ahead for each in tickets] == ahead
    assert office.look(tickets[1].id).priority == before


def test_priority_is_no_move_out_of_service_or_of_another_hand(office: Office) -> None:
    ticket = office.take(priority="priority", ground="soldier")
    office.at("hall-2", "open")
    office.at("hall-2", "call_next")
    refused("ticket_state", office.take_priority, "hall-1", ticket.id)
    office.at("hall-2", "start")
    assert office.take_priority("hall-2", ticket.id).ticket is not None
    refused("priority_none", office.take_priority, "hall-2", ticket.id)
    office.at("hall-2", "finish")
    refused("ticket_state", office.give_priority, "hall-2", ticket.id)


def test_first_come_first_served_knows_no_credit(store: Store) -> None:
    seed(store, city_with(policy="fifo"), MORNING)
    office = Office(store)
    first, second = office.take(), office.take(priority="priority")
    assert second.ahead == 1
    office.give_priority("hall-2", first.id)
    assert (office.look(first.id).ahead, office.look(second.id).ahead) == (0, 1)


def test_an_estimate_follows_a_change_of_class(embedded: Office) -> None:
    estimates = Estimates()
    office = embedded
    office.at("hall-2", "open")
    for _ in range(3):
        office.serve("hall-2", until="start") if office.take() else None
        office.now += 5 * MINUTE
        office.at("hall-2", "finish")
    waiting = [office.take() for _ in range(4)]

    def told(ticket: str) -> object:
        return office.store.read(lambda reading: estimates.of_ticket(reading, ticket, office.now)).outcome

    first = told(waiting[0].id)
    assert told(waiting[3].id) != first
    office.give_priority("hall-2", waiting[3].id)
    assert told(waiting[3].id) == first


def test_a_call_that_is_taken_back_leaves_the_class_that_was_given_meanwhile(office: Office) -> None:
    office.at("hall-2", "open")
    first, _ = office.take(), office.take()
    office.at("hall-2", "call_next")
    office.give_priority("hall-2", first.id, "pregnant")
    assert office.at("hall-2", "undo").ticket is None
    kept = office.store.read(
        lambda reading: reading.row(
            select(_t.priority, _t.ground, _t.proven, _t.ready_at - _t.key, _t.state).order_by(_t.number)
        )
    )
    assert kept == ("priority", "pregnant", 1, 25 * MINUTE, "waiting")
    office.at("hall-2", "call_next")
    office.at("hall-2", "start")
    office.take_priority("hall-2", first.id)
    office.at("hall-2", "undo")
    assert office.look(first.id).priority == "normal"


def test_sent_back_for_want_of_a_ground_is_not_taken_back_once_a_ground_was_seen(office: Office) -> None:
    office.at("hall-2", "open")
    claimed = office.take(priority="priority")
    office.at("hall-2", "call_next")
    office.take_priority("hall-2", claimed.id)
    office.give_priority("hall-1", claimed.id, "soldier")
    refused("undo_overtaken", office.at, "hall-2", "undo")
    assert office.look(claimed.id).state == "waiting"


def test_a_ground_does_not_come_back_with_whoever_had_gone(store: Store) -> None:
    seed(store, choosing_city(), MORNING)
    office = Office(store)
    gone = office.take()
    office.at("hall-1", "open")
    office.serve("hall-1", until="finish")
    office.choose("hall-1", gone.id)
    office.give_priority("hall-1", gone.id, "pregnant")
    office.at("hall-1", "undo")
    kept = office.store.read(lambda reading: reading.row(select(_t.state, _t.ground)))
    assert kept == ("finished", None)
