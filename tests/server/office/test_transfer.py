"""Sent on to another service: same number, same age, and back again where the counter asks for it."""

import pytest

from server.rules.hall.fact import Place, State
from tests.server.conftest import Office, refused


@pytest.fixture
def hall(office: Office) -> Office:
    """Return the hall with all its counters open."""
    for counter in ("hall-1", "hall-2", "hall-3"):
        office.at(counter, "open")
    return office


@pytest.mark.parametrize("verb", ["call_next", "start"])
def test_a_transferred_ticket_keeps_its_number_and_stands_by_its_age(hall: Office, verb: str) -> None:
    ticket = hall.take()
    other = hall.take("school")
    hall.serve("hall-2", until=verb)
    moved = hall.transfer("hall-2", "school").ticket
    assert moved is not None
    assert (moved.number, moved.state, moved.service, moved.services) == (
        ticket.number,
        "waiting",
        "school",
        ("school",),
    )
    assert (moved.ahead, moved.counter, moved.calls, moved.issued_at) == (0, None, 0, ticket.issued_at)
    assert hall.serve("hall-3", until="finish").id == ticket.id
    assert hall.serve("hall-3", until="finish").id == other.id
    was: State = "called" if verb == "call_next" else "serving"
    told = [fact for fact in hall.journal() if fact.kind == "ticket.transferred"]
    assert [(each.came_from, each.went_to) for each in told] == [(Place(was, "social"), Place("waiting", "school"))]
    assert [(each.counter and each.counter.id, each.service and each.service.id) for each in told] == [
        ("hall-2", "social")
    ]


def test_with_back_it_comes_here_again_afterwards(hall: Office) -> None:
    ticket = hall.take("social", "idcard")
    hall.serve("hall-2")
    moved = hall.transfer("hall-2", "school", back=True).ticket
    assert moved is not None
    assert (moved.services, moved.step) == (("school", "social", "idcard"), 0)
    back = hall.serve("hall-3", until="finish")
    assert (back.id, back.state, back.service, back.step) == (ticket.id, "waiting", "social", 1)
    assert hall.serve("hall-2", until="finish").service == "idcard"


def test_a_later_step_for_the_same_service_is_done_first_and_once(hall: Office) -> None:
    hall.take("social", "idcard", "school")
    hall.serve("hall-2")
    moved = hall.transfer("hall-2", "school").ticket
    assert moved is not None
    assert moved.services == ("school", "idcard")


def test_steps_that_are_done_stay_as_they_were(hall: Office) -> None:
    hall.take("idcard", "social")
    hall.serve("hall-1", until="finish")
    hall.serve("hall-2")
    moved = hall.transfer("hall-2", "school").ticket
    assert moved is not None
    assert (moved.services, moved.step) == (("idcard", "school"), 1)


@pytest.mark.parametrize(
    ("code", "service"),
    [("service_unknown", "tax"), ("service_unserved", "rare"), ("transfer_same", "social")],
)
def test_where_nobody_can_go_nobody_is_sent(hall: Office, code: str, service: str) -> None:
    hall.take()
    hall.serve("hall-2")
    before = hall.journal()
    refused(code, hall.transfer, "hall-2", service)
    assert hall.journal() == before
    assert hall.at("hall-2", "finish").ticket is not None


def test_an_idle_counter_sends_nobody(hall: Office) -> None:
    hall.take()
    refused("counter_idle", hall.transfer, "hall-2", "school")
