"""Finishing, and calling the next in the same key."""

import pytest

from config.documents import RulesGiven
from tests.server.conftest import Office, refused
from tests.server.office.test_elastic import decide


def test_one_key_finishes_and_calls(office: Office) -> None:
    office.at("hall-2", "open")
    first, second = office.take(), office.take()
    office.serve("hall-2")
    called = office.at("hall-2", "finish_and_call")
    assert called.ticket is not None
    assert (called.ticket.id, called.ticket.state, called.waiting) == (second.id, "called", 0)
    assert [(fact.kind, fact.ticket and fact.ticket.id) for fact in office.journal()][-2:] == [
        ("ticket.finished", first.id),
        ("ticket.called", second.id),
    ]


@pytest.mark.parametrize("why", ["nobody waits", "paused"])
def test_where_nobody_is_called_it_only_finishes(office: Office, why: str) -> None:
    office.at("hall-2", "open")
    first = office.take()
    office.serve("hall-2")
    if why == "paused":
        office.take()
        office.at("hall-2", "pause")
    done = office.at("hall-2", "finish_and_call")
    assert done.ticket is not None
    assert (done.ticket.id, done.ticket.state) == (first.id, "finished")


def test_who_was_only_called_is_not_finished_and_nobody_is_called(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.take()
    office.at("hall-2", "call_next")
    before = office.journal()
    refused("ticket_state", office.at, "hall-2", "finish_and_call")
    assert office.journal() == before


def test_an_empty_desk_finishes_and_calls_nobody_where_desks_are_staffed(office: Office) -> None:
    office.at("hall-2", "open")
    first = office.take()
    office.take()
    office.serve("hall-2")
    decide(office, rules=RulesGiven(desks_staffed=True))
    done = office.at("hall-2", "finish_and_call")
    assert done.ticket is not None
    assert (done.ticket.id, done.ticket.state, done.waiting) == (first.id, "finished", 1)
