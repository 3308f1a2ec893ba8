"""Every pair of state and verb either leads where the table says or is refused by name."""

import itertools
from typing import get_args

import pytest

from config.words import both
from server.rules.errors import Refusal
from server.rules.hall.calling import ALLOWED, IN_HAND, IN_LINE, OVER, STATE_NAMES, TOLD_AS, State, Verb, after

STATES = get_args(State)
VERBS = get_args(Verb)


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(STATES, VERBS)))
def test_whatever_is_not_allowed_is_refused(state: State, verb: Verb) -> None:
    if (state, verb) in ALLOWED:
        assert after(state, verb) in STATES
        return
    with pytest.raises(Refusal) as refused:
        after(state, verb, "A012")
    assert refused.value.code == "ticket_state"
    assert refused.value.values == {"number": "A012", "state": both(STATE_NAMES[state])}


def test_an_ended_ticket_never_moves_again_unless_it_was_finished_too_early() -> None:
    again = {move for move in ALLOWED if move[0] in OVER}
    assert again == {("finished", "rejoin"), ("finished", "call_chosen")}


def test_every_state_but_the_first_can_be_reached_and_every_open_one_can_end() -> None:
    assert {"waiting", "remote", *ALLOWED.values()} == set(STATES)
    reached = set(OVER)
    for _ in STATES:
        reached |= {state for (state, _), to in ALLOWED.items() if to in reached}
    assert reached == set(STATES)


def test_a_state_is_in_one_place_and_each_verb_is_told() -> None:
    assert not IN_LINE & IN_HAND
    assert not (IN_LINE | IN_HAND) & OVER
    assert {verb for _, verb in ALLOWED} == set(TOLD_AS) == set(VERBS)
