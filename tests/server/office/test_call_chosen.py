"""A chosen number is called by a counter that may, with a reason in the journal; others are refused."""

from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest

from server.office.views import counter_view
from server.rules.errors import Refusal
from server.rules.hall.fact import Chosen, Place, State
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import MORNING, Office, refused
from tests.server.office.test_bound import choosing_city


@pytest.fixture
def hall(store: Store) -> Office:
    """Return a hall in which counter 1 may choose, with its counters open."""
    seed(store, choosing_city(miss_after_seconds=0), MORNING)
    office = Office(store)
    for counter in ("hall-1", "hall-2", "hall-3"):
        office.at(counter, "open")
    return office


@pytest.mark.parametrize("reason", get_args(Chosen))
def test_whoever_is_chosen_is_called_past_the_line_and_the_journal_says_why(hall: Office, reason: Chosen) -> None:
    first, chosen = hall.take(), hall.take("school")
    called = hall.choose("hall-1", chosen.id, reason)
    assert called.ticket is not None
    assert (called.ticket.id, called.ticket.state, called.ticket.counter, called.ticket.calls) == (
        chosen.id,
        "called",
        "hall-1",
        1,
    )
    assert (called.waiting, called.next and called.next.number) == (1, first.number)
    told = hall.journal()[-1]
    assert (told.kind, told.reason, told.came_from) == ("ticket.called", reason, Place("waiting", "school"))


@pytest.mark.parametrize(("until", "state"), [("miss", "missed"), ("finish", "finished")])
def test_also_somebody_missed_or_finished_too_early(hall: Office, until: str, state: State) -> None:
    ticket = hall.take()
    if until == "miss":
        hall.miss("hall-2")
    else:
        hall.serve("hall-2", until="finish")
    called = hall.choose("hall-1", ticket.id).ticket
    assert called is not None
    assert (called.id, called.state, called.calls) == (ticket.id, "called", 1)
    assert hall.journal()[-1].came_from == Place(state, "social")
    assert hall.at("hall-1", "start").ticket is not None
    assert hall.at("hall-1", "finish").ticket is not None


def test_a_counter_without_the_right_is_refused_and_knows_it(hall: Office) -> None:
    ticket = hall.take()
    told = hall.journal()
    refusal = refused("choosing_not_allowed", hall.choose, "hall-2", ticket.id)
    assert (refusal.status, str(refusal.values["counter"])) == (403, "Counter 2")
    assert hall.journal() == told
    may = [hall.store.read(lambda r, each=each: counter_view(r, each)).chooses for each in ("hall-1", "hall-2")]  # type: ignore[misc]
    assert may == [True, False]


def test_what_stands_in_the_way_is_said(hall: Office) -> None:
    first, second = hall.take(), hall.take()
    refused("ticket_unknown", hall.choose, "hall-1", "nobody")
    refused("counter_unknown", hall.choose, "hall-9", first.id)
    hall.choose("hall-1", first.id)
    refused("counter_busy", hall.choose, "hall-1", second.id)
    hall.at("hall-1", "start")
    hall.at("hall-1", "finish")
    hall.serve("hall-2")
    refused("ticket_state", hall.choose, "hall-1", second.id)
    hall.at("hall-2", "hold")
    # Whoever is on hold is gone on with, at any counter: nobody need be called past others for it.
    refused("ticket_state", hall.choose, "hall-1", second.id)
    hall.at("hall-1", "pause")
    refused("counter_paused", hall.choose, "hall-1", first.id)
    hall.at("hall-1", "close")
    refused("counter_closed", hall.choose, "hall-1", first.id)
    hall.now += 24 * 3_600_000
    hall.at("hall-1", "open")
    refused("ticket_state", hall.choose, "hall-1", first.id)


def test_a_chosen_one_is_called_once_whoever_else_calls_the_next(hall: Office) -> None:
    with ThreadPoolExecutor(2) as two:
        for _ in range(20):
            ticket = hall.take()
            asked = [two.submit(hall.choose, "hall-1", ticket.id), two.submit(hall.at, "hall-2", "call_next")]
            won = [each.result() for each in asked if each.exception() is None]
            lost = [each.exception() for each in asked if each.exception() is not None]
            assert [each.ticket and each.ticket.id for each in won] == [ticket.id]
            assert [each.code for each in lost if isinstance(each, Refusal)] in (["line_empty"], ["ticket_state"])
            hall.at(won[0].counter, "start")
            hall.at(won[0].counter, "finish")
