"""Somebody without a ticket is served at once under the next number, and told like anybody else."""

import pytest
from sqlalchemy import select

from server.rules.hall.fact import Place
from server.store import tables
from tests.server.conftest import Office, refused


def test_they_get_the_next_number_and_are_in_service(office: Office) -> None:
    office.at("hall-1", "open")
    waiting = office.take()
    served = office.serve_at_once("hall-1", "social")
    assert served.ticket is not None
    assert (served.ticket.number, served.ticket.state, served.ticket.counter, served.ticket.calls) == (
        "D002",
        "serving",
        "hall-1",
        1,
    )
    assert served.ticket.secret is None
    assert (served.waiting, served.next and served.next.number) == (1, waiting.number)
    assert office.take().number == "D003"
    office.at("hall-1", "finish")
    told = [
        (fact.kind, fact.came_from, fact.went_to, fact.reason)
        for fact in office.journal()
        if fact.ticket and fact.ticket.number == "D002"
    ]
    assert told == [
        ("ticket.issued", None, Place("waiting", "social"), None),
        ("ticket.called", Place("waiting", "social"), Place("called", "social"), "at_counter"),
        ("ticket.started", Place("called", "social"), Place("serving", "social"), None),
        ("ticket.finished", Place("serving", "social"), Place("finished", "social"), None),
    ]


def test_every_state_has_its_interval(office: Office) -> None:
    office.at("hall-2", "open")
    served = office.serve_at_once("hall-2", "social").ticket
    assert served is not None
    i = tables.intervals.c
    query = select(i.state, i.began_at, i.ended_at).where(i.ticket == served.id).order_by(i.seq)
    rows = [tuple(row) for row in office.store.read(lambda reading: reading.rows(query))]
    assert rows == [
        ("waiting", office.now, office.now),
        ("called", office.now, office.now),
        ("serving", office.now, None),
    ]


def test_a_counter_that_works_late_serves_them_all_the_same(office: Office) -> None:
    office.at("hall-2", "open")
    office.now += 8 * 3_600_000
    refused("center_closed", office.take)
    assert office.serve_at_once("hall-2", "social").ticket is not None


@pytest.mark.parametrize(
    ("code", "service"), [("service_unknown", "tax"), ("counter_serves_not", "school"), ("counter_serves_not", "rare")]
)
def test_only_for_what_the_counter_serves(office: Office, code: str, service: str) -> None:
    office.at("hall-2", "open")
    told = office.journal()
    refused(code, office.serve_at_once, "hall-2", service)
    assert office.journal() == told


def test_only_where_the_counter_is_open_and_free(office: Office) -> None:
    refused("counter_unknown", office.serve_at_once, "hall-9", "social")
    refused("counter_closed", office.serve_at_once, "hall-2", "social")
    office.at("hall-2", "open")
    office.at("hall-2", "pause")
    refused("counter_paused", office.serve_at_once, "hall-2", "social")
    office.at("hall-2", "open")
    office.serve_at_once("hall-2", "social")
    refused("counter_busy", office.serve_at_once, "hall-2", "social")
    assert office.take().number == "D002"
