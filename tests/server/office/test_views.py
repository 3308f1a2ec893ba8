"""What is told without changing anything: bounds of a page are named, and only counters that are open are counted."""

import pytest

from server.office.views import PAGE_AT_MOST, center_ids, journal_page, ticket_view
from server.rules.unreadable import not_whole
from tests.server.conftest import Office, refused


@pytest.mark.parametrize(
    ("after", "limit", "field", "bounds"),
    [(0, 0, "limit", (1, 1000)), (0, 1001, "limit", (1, 1000)), (-1, 1, "after", (0, 1_000_000_000_000_000))],
)
def test_a_page_beyond_its_bounds_is_refused_with_them(
    embedded: Office, after: int, limit: int, field: str, bounds: tuple[int, int]
) -> None:
    refusal = refused("bad_request", embedded.store.read, lambda r: journal_page(r, "hall", after, limit))
    assert refusal.values == not_whole(field, *bounds).values


def test_a_page_of_one_and_of_a_thousand_are_given(embedded: Office) -> None:
    for _ in range(3):
        embedded.take()
    pages = [embedded.store.read(lambda r, n=n: journal_page(r, "hall", 0, n)) for n in (1, 1000)]  # type: ignore[misc]
    assert [[fact.seq for fact in page] for page in pages] == [[1], [1, 2, 3]]
    assert PAGE_AT_MOST == 1000


def test_open_counters_are_counted_for_a_line_and_for_nobody_else(embedded: Office) -> None:
    ticket = embedded.take("social", "school")

    def serving() -> int | None:
        return embedded.store.read(lambda reading: ticket_view(reading, ticket.id)).counters_open

    counted = [serving()]
    for counter, verb in (
        ("hall-3", "open"),
        ("hall-1", "open"),
        ("hall-2", "open"),
        ("hall-1", "pause"),
        ("hall-2", "call_next"),
        ("hall-2", "start"),
        ("hall-2", "finish"),
    ):
        embedded.at(counter, verb)
        counted.append(serving())
    assert counted == [0, 0, 1, 2, 1, None, None, 1]


def test_centers_come_in_their_order(embedded: Office) -> None:
    assert embedded.store.read(center_ids) == ["hall", "village"]
