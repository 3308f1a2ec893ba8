"""Wrong codes: a slip of the finger is forgiven, a machine is stopped, and others are not."""

import pytest

from server.office.access.tries import MOST, WITHIN_MS, Tries
from server.rules.errors import Refusal

NOW = 1_764_036_000_000


def wrong(tries: Tries, who: str, times: int, at: int = NOW) -> None:
    for _ in range(times):
        tries.admit(who, at)
        tries.count(who, at)


def test_after_the_last_try_one_waits() -> None:
    tries = Tries()
    wrong(tries, "kiosk", MOST)
    with pytest.raises(Refusal) as refused:
        tries.admit("kiosk", NOW)
    assert (refused.value.code, refused.value.values["seconds"]) == ("consultation_tries", WITHIN_MS // 1000)


def test_others_are_not_held_up() -> None:
    tries = Tries()
    wrong(tries, "machine", MOST)
    tries.admit("kiosk", NOW)


def test_tries_are_forgotten_one_by_one() -> None:
    tries = Tries()
    wrong(tries, "kiosk", 1)
    wrong(tries, "kiosk", MOST - 1, NOW + 1000)
    with pytest.raises(Refusal) as refused:
        tries.admit("kiosk", NOW + WITHIN_MS - 1)
    assert refused.value.values["seconds"] == 1
    tries.admit("kiosk", NOW + WITHIN_MS)
    tries.count("kiosk", NOW + WITHIN_MS)
    with pytest.raises(Refusal):
        tries.admit("kiosk", NOW + WITHIN_MS)


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.office.access.tries.REMEMBERED", 2)
    tries = Tries()
    for who in ("a", "b", "c"):
        wrong(tries, who, MOST)
    tries.admit("a", NOW)
    for who in ("b", "c"):
        with pytest.raises(Refusal):
            tries.admit(who, NOW)
