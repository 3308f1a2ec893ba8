"""A token is a copy when it comes back from another address within a minute, and not when a device moves."""

from server.office.access.clones import WITHIN_MS, Clones


def test_two_addresses_in_turn_within_a_minute_are_two_devices() -> None:
    clones = Clones()
    assert [clones.shown("t", place, at * 10_000) for at, place in enumerate("AAB")] == [None] * 3
    assert clones.shown("t", "A", 30_000) == ("B", "A")
    assert clones.shown("t", "B", 40_000) is None, "told once a minute"
    assert clones.shown("t", "A", 95_000) is None
    assert clones.shown("t", "B", 96_000) == ("A", "B")


def test_a_device_that_moves_is_one_device() -> None:
    clones = Clones()
    moves = [("A", 0), ("B", 5_000), ("B", 6_000), ("A", WITHIN_MS + 1), ("C", 2 * WITHIN_MS), ("D", 2 * WITHIN_MS + 9)]
    assert [clones.shown("t", place, at) for place, at in moves] == [None] * len(moves)


def test_tokens_are_told_apart() -> None:
    clones = Clones()
    for at in range(6):
        assert clones.shown(f"t{at % 2}", "AB"[at % 2], at * 2000) is None
