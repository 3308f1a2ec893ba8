"""Two centers serve the same matter: whatever is asked at one, the people of the other are not in the answer.

A statement that forgets its center is right in every test with one center.
"""

import pytest

from server.office.board import board_of
from server.office.views import center_view, counter_view, ticket_view
from server.rules.errors import Refusal
from tests.server.conftest import Office


@pytest.fixture
def village(office: Office) -> Office:
    """Return the village beside the hall, an hour ahead of it in everything it does."""
    return Office(office.store, "village", office.now - 3_600_000)


def test_nobody_is_called_from_another_center(office: Office, village: Office) -> None:
    theirs = village.take("social")
    office.at("hall-1", "open")
    with pytest.raises(Refusal, match="Nobody is waiting"):
        office.at("hall-1", "call_next")
    ours = office.take("social")
    assert office.at("hall-1", "call_next").ticket == _called(office, ours.id)
    assert village.store.read(lambda reading: ticket_view(reading, theirs.id)).state == "waiting"


def _called(office: Office, ticket: str) -> object:
    return office.store.read(lambda reading: ticket_view(reading, ticket))


def test_the_counter_hears_of_its_own_people_only(office: Office, village: Office) -> None:
    village.take("social")
    village.take("social")
    opened = office.at("hall-1", "open")
    assert (opened.waiting, opened.next) == (0, None)
    ours = office.take("social")
    seen = office.store.read(lambda reading: counter_view(reading, "hall-1"))
    assert seen.waiting == 1
    assert seen.next is not None
    # The village waits longer, and not here.
    assert (seen.next.number, seen.next.since, seen.next.longest_since) == (
        ours.number,
        ours.issued_at,
        ours.issued_at,
    )
    assert village.store.read(lambda reading: counter_view(reading, "village-1")).waiting == 2


def test_people_ahead_are_those_of_the_center(office: Office, village: Office) -> None:
    for _ in range(3):
        village.take("social")
    first = office.take("social")
    second = office.take("social")
    assert (first.ahead, second.ahead) == (0, 1)
    assert office.store.read(lambda reading: ticket_view(reading, second.id)).ahead == 1
    fourth = village.take("social")
    assert fourth.ahead == 3
    assert village.store.read(lambda reading: ticket_view(reading, fourth.id)).ahead == 3


def test_somebody_of_another_center_behind_changes_no_place(office: Office, village: Office) -> None:
    """Those behind are counted, too: a center forgotten there would make a place better than it is."""
    office.take("social")
    village.now = office.now + 3_600_000
    village.take("social")
    assert office.take("social").ahead == 1


def test_lines_boards_and_numbers_are_each_centers_own(office: Office, village: Office) -> None:
    village.take("social")
    village.take("social")
    office.take("social")
    village.at("village-1", "open")
    village.at("village-1", "call_next")
    ours = office.store.read(lambda reading: board_of(reading, "hall"))
    theirs = office.store.read(lambda reading: board_of(reading, "village"))
    assert (ours.waiting, ours.calls) == ({"social": 1}, ())
    assert theirs.waiting == {"social": 1}
    assert [call.ticket.number for call in theirs.calls] == ["D001"]
    assert set(ours.counters) == {"hall-1", "hall-2", "hall-3"}
    assert set(theirs.counters) == {"village-1"}
    hall = office.store.read(lambda reading: center_view(reading, "hall", office.now))
    assert {service.id: service.waiting for service in hall.services}["social"] == 1
    assert {counter.id for counter in hall.counters} == {"hall-1", "hall-2", "hall-3"}
    assert office.take("social").number == "D002"


def test_journals_are_counted_apart(office: Office, village: Office) -> None:
    village.take("social")
    office.take("social")
    village.take("social")
    assert [fact.seq for fact in office.journal()] == [1]
    assert [fact.seq for fact in village.journal()] == [1, 2]
    assert {fact.center for fact in village.journal()} == {"village"}


@pytest.mark.parametrize("verb", ["open", "pause", "close", "call_next", "recall", "start", "finish", "miss"])
def test_a_counter_of_another_center_is_unknown_here(office: Office, village: Office, verb: str) -> None:
    office.take("social")
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    with pytest.raises(Refusal) as refusal:
        village.at("hall-1", verb)
    assert refusal.value.code == "counter_unknown"
    assert village.journal() == []


def test_a_day_that_ends_in_one_center_forgets_no_press_of_another(office: Office, village: Office) -> None:
    village.take("social")
    village.at("village-1", "open")
    village.at("village-1", "call_next")
    office.take("social")
    office.now += 24 * 3_600_000
    office.at("hall-1", "open")
    assert "day.closed" in office.kinds()
    village.at("village-1", "undo")
    assert village.kinds()[-1] == "ticket.undone"
