"""What a ticket is for afterwards: changed by its counter, left out by its holder, never lost on the way."""

from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import select

from server.rules.hall.fact import Place
from server.store import tables
from tests.server.conftest import Office, refused


@pytest.fixture
def hall(office: Office) -> Office:
    """Return the hall with all its counters open: 1 does social and identity cards, 2 the first alone, 3 schools."""
    for counter in ("hall-1", "hall-2", "hall-3"):
        office.at(counter, "open")
    return office


def test_a_clerk_adds_leaves_out_and_reorders_what_comes_afterwards(hall: Office) -> None:
    ticket = hall.take("social", "idcard", "school")
    hall.serve("hall-2")
    moved = hall.reroute("hall-2", "school", "idcard").ticket
    assert moved is not None
    assert (moved.services, moved.step, moved.state) == (("social", "school", "idcard"), 0, "serving")
    hall.reroute("hall-2", "idcard")
    assert hall.look(ticket.id).services == ("social", "idcard")
    hall.reroute("hall-2", "idcard", "school")
    told = [fact for fact in hall.journal() if fact.kind == "ticket.rerouted"]
    assert [(each.came_from, each.went_to, each.counter) for each in told] == [
        (Place("serving", "social"), Place("serving", "social"), None)
    ] * 3
    on = hall.at("hall-2", "finish").ticket
    assert on is not None
    assert (on.service, on.step, on.state) == ("idcard", 1, "waiting")


def test_the_journal_keeps_for_the_office_what_the_steps_were(hall: Office) -> None:
    hall.take("social", "idcard")
    hall.serve("hall-2")
    hall.reroute("hall-2")
    column = tables.journal.c.private
    kept = hall.store.read(lambda reading: reading.value(select(column).where(column.is_not(None))))
    told = {"before": ["social", "idcard"], "services": ["social"], "step": 0}
    assert msgspec.json.decode(kept) == told


def test_the_same_steps_once_more_are_no_fact(hall: Office) -> None:
    hall.take("social", "idcard")
    hall.serve("hall-2")
    before = hall.journal()
    assert hall.reroute("hall-2", "idcard").ticket is not None
    assert hall.journal() == before


@pytest.mark.parametrize(
    ("code", "onward"),
    [
        ("service_unknown", ("tax",)),
        ("service_unserved", ("idcard", "rare")),
        ("step_twice", ("idcard", "social")),
        ("step_twice", ("idcard", "school", "school")),
    ],
)
def test_what_cannot_be_a_step_becomes_none(hall: Office, code: str, onward: tuple[str, ...]) -> None:
    hall.take("social", "idcard")
    hall.serve("hall-2")
    before = hall.journal()
    refused(code, hall.reroute, "hall-2", *onward)
    assert hall.journal() == before


def test_what_is_seen_on_an_old_screen_changes_nothing(hall: Office) -> None:
    ticket = hall.take("social", "idcard", "school")
    hall.serve("hall-2")
    hall.drop_step(ticket.id, 1)
    refused("steps_changed", hall.reroute, "hall-2", "school", "idcard", instead_of=("idcard", "school"))
    refused("steps_changed", hall.reroute, "hall-2", ticket="another")
    refused("steps_changed", hall.drop_step, ticket.id, 1, "idcard")
    refused("steps_changed", hall.drop_step, ticket.id, 7)
    assert hall.look(ticket.id).services == ("social", "school")


def test_changed_steps_are_taken_back_with_one_key_and_nobody_is_called_again(hall: Office) -> None:
    ticket = hall.take("social", "idcard")
    hall.at("hall-2", "call_next")
    before = hall.store.read(lambda reading: reading.rows(select(tables.intervals)))
    hall.reroute("hall-2", "school", "idcard")
    undone = hall.at("hall-2", "undo").ticket
    assert undone is not None
    assert (undone.services, undone.state) == (("social", "idcard"), "called")
    fact = hall.journal()[-1]
    assert (fact.kind, fact.undone, fact.counter) == ("ticket.undone", "ticket.rerouted", None)
    assert hall.store.read(lambda reading: reading.rows(select(tables.intervals))) == before
    refused("undo_nothing", hall.at, "hall-2", "undo")
    assert hall.look(ticket.id).state == "called"


def test_what_the_holder_left_out_meanwhile_no_undo_brings_back(hall: Office) -> None:
    ticket = hall.take("social", "idcard", "school")
    hall.serve("hall-2", until="finish")
    hall.drop_step(ticket.id, 2)
    refused("undo_overtaken", hall.at, "hall-2", "undo")
    assert hall.look(ticket.id).services == ("social", "idcard")


def test_the_holder_leaves_out_a_later_step_and_keeps_the_place_in_line(hall: Office) -> None:
    first = hall.take("social", "idcard")
    hall.take("social")
    assert hall.drop_step(first.id, 1).services == ("social",)
    looked = hall.look(first.id)
    assert (looked.ahead, looked.way) == (0, ())
    assert hall.at("hall-2", "call_next").ticket is not None
    assert hall.look(first.id).state == "called"


def test_whoever_leaves_out_what_they_wait_for_waits_for_the_next_with_their_age(hall: Office) -> None:
    ticket = hall.take("social", "school")
    other = hall.take("school")
    dropped = hall.drop_step(ticket.id, 0)
    assert (dropped.services, dropped.step, dropped.service, dropped.ahead) == (("school",), 0, "school", 0)
    assert hall.look(other.id).ahead == 1
    assert hall.serve("hall-3").id == ticket.id


@pytest.mark.parametrize("state", ["postponed", "missed"])
def test_whoever_stands_aside_may_leave_out_what_they_stood_for(hall: Office, state: str) -> None:
    ticket = hall.take("social", "school")
    if state == "postponed":
        hall.postpone(ticket.id)
    else:
        hall.miss("hall-2")
    assert hall.drop_step(ticket.id, 0).state == state
    back = hall.come_back(ticket.id)
    assert (back.state, back.service) == ("waiting", "school")


def test_nobody_leaves_out_the_last_matter_or_one_at_a_counter(hall: Office) -> None:
    ticket = hall.take("social", "idcard")
    hall.at("hall-2", "call_next")
    refused("ticket_state", hall.drop_step, ticket.id, 0)
    hall.drop_step(ticket.id, 1)
    refused("step_last", hall.drop_step, ticket.id, 0)
    hall.at("hall-2", "start")
    hall.at("hall-2", "finish")
    refused("ticket_state", hall.drop_step, ticket.id, 0)


def test_a_way_back_to_a_counter_is_for_the_next_step_only(hall: Office) -> None:
    ticket = hall.take("idcard", "school")
    hall.at("hall-1", "call_next")
    hall.transfer("hall-1", "social", back=True)
    hall.at("hall-2", "call_next")
    hall.reroute("hall-2", "school", "idcard")
    hall.at("hall-2", "start")
    hall.at("hall-2", "finish")
    assert (hall.look(ticket.id).bound, hall.look(ticket.id).service) == (None, "school")


def test_whoever_leaves_out_the_errand_between_is_back_at_once(hall: Office) -> None:
    ticket = hall.take("social")
    hall.serve("hall-2")
    hall.transfer("hall-2", "school", back=True)
    dropped = hall.drop_step(ticket.id, 0)
    assert (dropped.services, dropped.service, dropped.bound) == (("social",), "social", "hall-2")


def test_the_way_says_what_is_done_and_which_counters_do_the_rest(hall: Office) -> None:
    ticket = hall.take("social", "idcard", "school")
    hall.serve("hall-2", until="finish")
    hall.at("hall-3", "close")
    shown = [(each.service, each.stands, each.counters, each.counters_open) for each in hall.look(ticket.id).way]
    assert shown == [
        ("social", "done", ("hall-1", "hall-2"), 2),
        ("idcard", "here", ("hall-1",), 1),
        ("school", "later", ("hall-3",), 0),
    ]
    assert hall.look(hall.take("social").id).way == ()


MIDDLE: dict[str, Callable[[Office], object]] = {
    "missed": lambda hall: hall.miss("hall-2"),
    "held": lambda hall: (hall.serve("hall-2"), hall.at("hall-2", "hold")),
    "taken back": lambda hall: (hall.serve("hall-2", until="finish"), hall.at("hall-2", "undo")),
}


@pytest.mark.parametrize("what", MIDDLE)
def test_whatever_happens_to_a_middle_step_the_later_ones_stay(hall: Office, what: str) -> None:
    ticket = hall.take("idcard", "social", "school")
    hall.serve("hall-1", until="finish")
    MIDDLE[what](hall)
    looked = hall.look(ticket.id)
    assert (looked.services, looked.step) == (("idcard", "social", "school"), 1)


def test_a_wrong_service_is_put_right_without_losing_age_or_the_other_steps(hall: Office) -> None:
    """Whoever chose the wrong line at the kiosk is sent on: their number and age stay, and what comes afterwards."""
    ticket = hall.take("social", "idcard")
    other = hall.take("school")
    hall.at("hall-2", "call_next")
    moved = hall.transfer("hall-2", "school").ticket
    assert moved is not None
    assert (moved.number, moved.services, moved.step, moved.ahead) == (ticket.number, ("school", "idcard"), 0, 0)
    assert hall.look(other.id).ahead == 1


def test_when_the_day_ends_no_later_step_is_waited_for(hall: Office) -> None:
    ticket = hall.take("social", "school")
    hall.serve("hall-2", until="finish")
    hall.now += 24 * 60 * 60_000
    hall.at("hall-2", "open")
    assert hall.look(ticket.id).state == "expired"
    assert [each.stands for each in hall.look(ticket.id).way] == ["done", "here"]
