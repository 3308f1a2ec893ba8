"""A ticket is in one state at every moment of its life: its intervals join, and only the last may be open."""

import pytest
from sqlalchemy import select

from server.store import tables
from tests.server.conftest import Office

i = tables.intervals.c
ENDS = {
    "cancelled while waiting": (("waiting",), "cancel"),
    "cancelled after a miss": (("waiting", "called", "missed"), "cancel"),
    "missed": (("waiting", "called", "missed"), None),
    "finished": (("waiting", "called", "serving"), None),
    "called": (("waiting", "called"), None),
    "waiting": (("waiting",), None),
}
OVER = ("cancelled while waiting", "cancelled after a miss", "finished")


@pytest.mark.parametrize("end", ENDS)
def test_intervals_join_and_end_with_the_ticket(office: Office, end: str) -> None:
    states, last = ENDS[end]
    ticket = office.take()
    office.at("hall-1", "open")
    if "called" in states:
        office.at("hall-1", "call_next")
    if "missed" in states:
        office.at("hall-1", "recall")
        office.now += 60_000
        office.at("hall-1", "miss")
    if "serving" in states:
        office.at("hall-1", "start")
        office.at("hall-1", "finish")
    office.now += 60_000
    if last == "cancel":
        office.cancel(ticket.id)
    query = select(i.state, i.began_at, i.ended_at).where(i.ticket == ticket.id).order_by(i.seq)
    rows = office.store.read(lambda reading: reading.rows(query))
    assert tuple(row[0] for row in rows) == states
    assert [row[2] for row in rows[:-1]] == [row[1] for row in rows[1:]]
    assert all(began < ended for _, began, ended in rows[:-1])
    ended = rows[-1][2]
    if end in OVER:
        assert ended == office.journal()[-1].at
    else:
        assert ended is None


def test_each_begins_with_the_fact_that_tells_it(office: Office) -> None:
    ticket = office.take()
    other = office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    office.cancel(other.id)
    office.at("hall-1", "recall")
    office.now += 60_000
    office.at("hall-1", "miss")
    facts = {(fact.kind, fact.ticket.id): fact for fact in office.journal() if fact.ticket}
    told = {
        ("waiting", ticket.id): facts["ticket.issued", ticket.id],
        ("waiting", other.id): facts["ticket.issued", other.id],
        ("called", ticket.id): facts["ticket.called", ticket.id],
        ("missed", ticket.id): facts["ticket.missed", ticket.id],
    }
    rows = office.store.read(lambda reading: reading.rows(select(i.state, i.ticket, i.seq, i.began_at, i.counter)))
    assert {(row[0], row[1]): (row[2], row[3]) for row in rows} == {
        key: (fact.seq, fact.at) for key, fact in told.items()
    }
    assert {row[0]: row[4] for row in rows if row[1] == ticket.id} == {
        "waiting": None,
        "called": "hall-1",
        "missed": "hall-1",
    }


def test_what_ends_for_one_goes_on_for_all_others(office: Office) -> None:
    first, second = office.take(), office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    query = select(i.ticket, i.state).where(i.ended_at.is_(None)).order_by(i.seq)
    rows = office.store.read(lambda reading: reading.rows(query))
    assert [tuple(row) for row in rows] == [(second.id, "waiting"), (first.id, "called")]
