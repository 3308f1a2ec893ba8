"""A counter keeps those who are bound to it while it is open, and for a while of its pause."""

import pytest

from config.centers import CounterState, LineRules
from server.rules.hall.binding import keeps
from server.rules.hall.line import MINUTE


@pytest.mark.parametrize(
    ("state", "paused_at", "now", "minutes", "kept"),
    [
        ("open", None, 0, 10, True),
        ("open", 0, 99 * MINUTE, 10, True),
        ("closed", None, 0, 10, False),
        ("closed", 0, 1, 10, False),
        ("paused", 5, 5, 10, True),
        ("paused", 5, 5 + 10 * MINUTE - 1, 10, True),
        ("paused", 5, 5 + 10 * MINUTE, 10, False),
        ("paused", 5, 5, 0, False),
        ("paused", None, 5, 10, False),
    ],
)
def test_who_keeps_them(state: CounterState, paused_at: int | None, now: int, minutes: int, kept: bool) -> None:
    assert keeps(state, paused_at, now, LineRules(hand_over_minutes=minutes)) is kept
