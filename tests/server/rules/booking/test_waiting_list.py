"""A place that comes free goes to who has waited for its day the longest."""

from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from config.bookings import Bookings
from server.rules.booking.slots import MINUTE
from server.rules.booking.waiting_list import next_for
from tests.server.rules.booking.test_release import SLOT

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = Bookings((), lead_minutes=30)
NOW = SLOT.begins_at - 60 * MINUTE


class Entry(msgspec.Struct, frozen=True):
    day: str
    made_at: int
    id: str


ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(["2025-12-02", "2025-12-03"]), st.integers(0, 5), st.text("abc", min_size=1)),
    max_size=8,
)


@given(ENTRIES)
def test_first_come_first_served_among_those_of_its_day(entries: list[Entry]) -> None:
    found = next_for(SLOT, entries, RULES, SHANGHAI, NOW)
    same = [entry for entry in entries if entry.day == SLOT.day]
    assert (found is None) == (not same)
    if found is not None:
        assert found.day == SLOT.day
        assert all(found.made_at <= entry.made_at for entry in same)


def test_a_place_that_comes_free_too_late_to_come_for_it_is_given_to_nobody() -> None:
    entry = Entry(SLOT.day, 0, "a")
    assert next_for(SLOT, [entry], RULES, SHANGHAI, SLOT.begins_at - 30 * MINUTE) == entry
    assert next_for(SLOT, [entry], RULES, SHANGHAI, SLOT.begins_at - 29 * MINUTE) is None
