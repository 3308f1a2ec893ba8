"""Somebody fetches what is lacking while the counter calls others; then their matter goes on."""

import pytest
from sqlalchemy import select

from server.rules.hall.fact import Place
from server.store import tables
from tests.server.conftest import Office, refused


def test_a_held_ticket_frees_the_counter_and_goes_on_there(office: Office) -> None:
    office.at("hall-2", "open")
    first, second = office.take(), office.take()
    office.serve("hall-2")
    held = office.at("hall-2", "hold")
    assert (held.ticket and held.ticket.id, held.ticket and held.ticket.state) == (first.id, "held")
    assert (held.waiting, held.next and held.next.number) == (1, second.number)
    assert office.serve("hall-2").id == second.id
    refusal = refused("counter_busy", office.about, "hall-2", "resume", first.id)
    assert refusal.values["number"] == second.number
    office.at("hall-2", "finish")
    resumed = office.about("hall-2", "resume", first.id).ticket
    assert resumed is not None
    assert (resumed.state, resumed.counter, resumed.calls, resumed.number) == ("serving", "hall-2", 1, first.number)
    assert office.at("hall-2", "finish").ticket is not None
    told = [
        (fact.kind, fact.came_from, fact.went_to)
        for fact in office.journal()
        if fact.kind.endswith(("held", "resumed"))
    ]
    assert told == [
        ("ticket.held", Place("serving", "social"), Place("held", "social")),
        ("ticket.resumed", Place("held", "social"), Place("serving", "social")),
    ]


def test_another_counter_may_go_on_with_it(office: Office) -> None:
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    first = office.take()
    office.serve("hall-2")
    office.at("hall-2", "hold")
    resumed = office.about("hall-1", "resume", first.id)
    assert resumed.ticket is not None
    assert (resumed.counter, resumed.ticket.counter) == ("hall-1", "hall-1")
    refused("ticket_state", office.about, "hall-2", "resume", first.id)


def test_the_way_of_a_held_ticket_has_no_gap(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2")
    office.at("hall-2", "hold")
    office.about("hall-2", "resume", ticket.id)
    office.at("hall-2", "finish")
    i = tables.intervals.c
    rows = office.store.read(
        lambda reading: reading.rows(
            select(i.state, i.began_at, i.ended_at).where(i.ticket == ticket.id).order_by(i.seq)
        )
    )
    assert [row[0] for row in rows] == ["waiting", "called", "serving", "held", "serving"]
    assert [row[2] for row in rows[:-1]] == [row[1] for row in rows[1:]]


def test_only_who_is_served_is_held_and_only_who_is_held_goes_on(office: Office) -> None:
    ticket = office.take()
    refused("counter_idle", office.at, "hall-2", "hold")
    refused("counter_closed", office.about, "hall-2", "resume", ticket.id)
    office.at("hall-2", "open")
    refused("ticket_state", office.about, "hall-2", "resume", ticket.id)
    refused("ticket_unknown", office.about, "hall-2", "resume", "nobody")
    office.at("hall-2", "call_next")
    refused("ticket_state", office.at, "hall-2", "hold")
    before = office.journal()
    refused("counter_unknown", office.about, "village-1", "resume", ticket.id)
    assert office.journal() == before


def test_a_ticket_of_another_center_is_not_known_here(office: Office) -> None:
    office.center = "village"
    there = office.take()
    office.at("village-1", "open")
    office.serve("village-1")
    office.at("village-1", "hold")
    office.center = "hall"
    office.at("hall-2", "open")
    refused("ticket_unknown", office.about, "hall-2", "resume", there.id)
    refused("ticket_unknown", office.about, "hall-2", "back_in_line", there.id)
    refused("ticket_unknown", office.come_back, there.id)


@pytest.mark.parametrize("end", ["cancel", "day"])
def test_a_held_ticket_can_end(office: Office, end: str) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2")
    office.at("hall-2", "hold")
    if end == "cancel":
        assert office.cancel(ticket.id).state == "cancelled"
    else:
        office.now += 24 * 3600 * 1000
        office.take()
        expired = [fact.came_from for fact in office.journal() if fact.kind == "ticket.expired"]
        assert expired == [Place("held", "social")]
    office.at("hall-2", "open")
    refused("ticket_state", office.about, "hall-2", "resume", ticket.id)
    refused("ticket_state", office.about, "hall-2", "back_in_line", ticket.id)
