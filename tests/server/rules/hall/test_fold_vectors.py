"""The vectors that the pages' fold is held to are those of the rules as they are now, and show every kind of fact."""

from typing import get_args

from server.rules.hall.board import RECENT_CALLS
from server.rules.hall.fact import Kind
from tests.server.rules.hall.fold_vectors import FILE, vectors, written


def test_they_are_current() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "python -m tests.server.rules.hall.fold_vectors"


def test_they_tell_every_kind_and_fill_the_board() -> None:
    steps = [step for day in vectors()["days"] for step in day["steps"]]
    assert {step["event"]["type"] for step in steps} >= set(get_args(Kind))
    boards = [step["board"] for step in steps if "board" in step]
    assert max(len(board["calls"]) for board in boards) == RECENT_CALLS
    assert {call["state"] for board in boards for call in board["calls"]} == {"called", "serving", "missed", "finished"}
