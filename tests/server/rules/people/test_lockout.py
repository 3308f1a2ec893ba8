"""Wrong tries lock: for longer each time, never for ever, and never whoever is wrong now and then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.errors import Refusal
from server.rules.people.lockout import FIRST_LOCK_MS, LONGEST_LOCK_MS, MOST, WITHIN_MS, Wrong, wrong_again


def tries(many: int, now: int, before: Wrong | None = None) -> Wrong:
    wrong = before or Wrong()
    for _ in range(many):
        wrong = wrong_again(wrong, now)
    return wrong


def test_the_fifth_locks_for_ten_minutes() -> None:
    tries(MOST - 1, 1000).admit(1000)
    locked = tries(MOST, 1000)
    with pytest.raises(Refusal) as refused:
        locked.admit(1000 + FIRST_LOCK_MS - 1)
    assert (refused.value.code, refused.value.values) == ("sign_in_locked", {"seconds": 1, "minutes": 1})
    locked.admit(1000 + FIRST_LOCK_MS)


def test_each_lock_is_twice_as_long_a_day_at_most() -> None:
    wrong, now, lasted = Wrong(), 0, []
    for _ in range(10):
        wrong = tries(MOST, now, wrong)
        lasted.append(wrong.until - now)
        now = wrong.until
    assert lasted[:4] == [FIRST_LOCK_MS * factor for factor in (1, 2, 4, 8)]
    assert lasted[-1] == LONGEST_LOCK_MS


def test_who_is_wrong_now_and_then_is_never_locked() -> None:
    wrong = Wrong()
    for number in range(100):
        wrong = wrong_again(wrong, number * WITHIN_MS // 3)
        wrong.admit(number * WITHIN_MS // 3)


def test_a_quiet_day_forgets_the_locks() -> None:
    once = tries(MOST, 0)
    again = tries(MOST, once.until + LONGEST_LOCK_MS + 1, once)
    assert again.locks == 1


@given(st.lists(st.integers(0, WITHIN_MS), max_size=60))
def test_a_machine_has_few_tries_a_day(pauses: list[int]) -> None:
    """However they are spread, in any 15 minutes there are five tries at most before a lock."""
    wrong, now, tried = Wrong(), 10**9, list[int]()
    for pause in pauses:
        now = max(now + pause, wrong.until)
        wrong = wrong_again(wrong, now)
        tried.append(now)
    for first, last in zip(tried, tried[MOST:], strict=False):
        assert last - first >= min(WITHIN_MS, FIRST_LOCK_MS)
