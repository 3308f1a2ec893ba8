"""Booking credit: misses, the warning before, the block, and the appeal."""

from hypothesis import given
from hypothesis import strategies as st

from config.bookings import Bookings
from server.rules.booking.booking_credit import DAY, Standing, standing

RULES = Bookings((), misses=3, misses_days=90, blocked_days=30)
NOW = 20_000 * DAY


def test_one_miss_more_blocks_after_the_warning() -> None:
    assert standing([], None, RULES, NOW) == Standing(0, 3, None)
    warned = standing([NOW - 5 * DAY, NOW - 80 * DAY], None, RULES, NOW)
    assert (warned.misses, warned.warned, warned.blocked_until) == (2, True, None)
    blocked = standing([NOW, NOW - 5 * DAY, NOW - 80 * DAY], None, RULES, NOW)
    assert (blocked.left, blocked.blocked_until) == (0, NOW + 30 * DAY)


def test_misses_that_lie_too_far_apart_block_nobody() -> None:
    assert standing([NOW, NOW - 45 * DAY, NOW - 90 * DAY], None, RULES, NOW).blocked_until is None


def test_an_appeal_makes_good_what_was_before_it() -> None:
    missed = [NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY]
    assert standing(missed, None, RULES, NOW).blocked_until == NOW + 29 * DAY
    assert standing(missed, NOW - DAY, RULES, NOW) == Standing(0, 3, None)


def test_a_block_ends_by_itself_and_where_nobody_is_blocked_nobody_is_warned() -> None:
    missed = [NOW - 3 * DAY, NOW - 2 * DAY, NOW - DAY]
    assert standing(missed, None, RULES, NOW + 29 * DAY).blocked_until is None
    assert standing(missed, None, Bookings((), misses=0), NOW) == Standing(3, None, None)


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 400), st.integers(1, 5))
def test_who_misses_more_never_stands_better(missed: list[int], more: int, limit: int) -> None:
    rules = Bookings((), misses=limit)
    before = standing([NOW - day * DAY for day in missed], None, rules, NOW)
    after = standing([NOW - day * DAY for day in [*missed, more]], None, rules, NOW)
    assert (after.blocked_until or 0) >= (before.blocked_until or 0)
    assert after.misses >= before.misses
