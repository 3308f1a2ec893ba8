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


def refused_for(tries: Tries, who: str, at: int) -> int:
    with pytest.raises(Refusal) as refused:
        tries.admit(who, at)
    seconds = refused.value.values["seconds"]
    assert isinstance(seconds, int)
    return seconds


def test_ten_wrong_codes_in_ten_minutes_are_too_many_and_nine_are_not() -> None:
    tries = Tries()
    wrong(tries, "kiosk", 9)
    tries.admit("kiosk", NOW)
    tries.count("kiosk", NOW)
    assert [refused_for(tries, "kiosk", NOW + late) for late in (0, 1, 999, 1000, 1001, 598_999, 599_999)] == [
        600,
        600,
        600,
        599,
        599,
        2,
        1,
    ]
    tries.admit("kiosk", NOW + 600_000)


def test_who_goes_on_waits_for_the_tenth_last_of_their_tries() -> None:
    tries = Tries()
    for second in range(12):
        tries.count("kiosk", NOW + second * 1000)
    assert refused_for(tries, "kiosk", NOW + 11_000) == 591


def test_a_code_that_was_right_stays_theirs_alone() -> None:
    tries = Tries()
    wrong(tries, "address", 10)
    tries.remember("address", "RIGHT")
    tries.admit("address", NOW, "RIGHT")
    assert refused_for(tries, "address", NOW) == 600
    with pytest.raises(Refusal):
        tries.admit("address", NOW, "OTHER")
    wrong(tries, "elsewhere", 10)
    with pytest.raises(Refusal):
        tries.admit("elsewhere", NOW, "RIGHT")


def test_ten_thousand_are_remembered_and_the_oldest_make_room() -> None:
    tries = Tries()
    for number in range(10_000):
        tries.remember("address", str(number))
    wrong(tries, "address", 10)
    tries.admit("address", NOW, "0")
    # What is right once more is young again.
    tries.remember("address", "0")
    tries.remember("address", "new")
    tries.admit("address", NOW, "0")
    tries.admit("address", NOW, "new")
    with pytest.raises(Refusal):
        tries.admit("address", NOW, "1")
    tries.admit("address", NOW, "2")


def test_wrong_codes_of_ten_thousand_are_remembered() -> None:
    tries = Tries()
    wrong(tries, "first", 10)
    wrong(tries, "second", 10)
    for number in range(9_998):
        tries.count(str(number), NOW)
    refused_for(tries, "first", NOW)
    tries.count("first", NOW)
    tries.count("new", NOW)
    refused_for(tries, "first", NOW)
    tries.admit("second", NOW)
