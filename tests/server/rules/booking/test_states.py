"""The moves of a booking."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.booking.states import ALLOWED, HAS_PLACE, LIVE, STATE_NAMES, State, Verb, after
from server.rules.errors import Refusal

STATES: tuple[State, ...] = get_args(State)
VERBS: tuple[Verb, ...] = get_args(Verb)


@given(st.sampled_from(STATES), st.lists(st.sampled_from(VERBS), max_size=12))
def test_a_booking_is_used_or_given_back_and_never_both(state: State, verbs: list[Verb]) -> None:
    ends: set[State] = set()
    for verb in verbs:
        if (state, verb) not in ALLOWED:
            with pytest.raises(Refusal) as caught:
                after(state, verb)
            assert caught.value.code == "booking_state"
            continue
        state = after(state, verb)
        if state not in LIVE:
            ends.add(state)
    assert len(ends) <= 1


def test_every_state_has_a_name_and_what_is_over_stays_over() -> None:
    assert set(STATE_NAMES) == set(STATES)
    assert {state for state, _ in ALLOWED} == LIVE | {"missed"}
    assert {state for state in HAS_PLACE if state not in LIVE} == {"used"}


def test_who_has_checked_in_cannot_cancel_the_booking_too() -> None:
    for verb in ("cancel", "move", "free", "miss", "check_in"):
        with pytest.raises(Refusal):
            after("checked_in", verb)
