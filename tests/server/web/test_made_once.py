"""One makes it while the others wait; who fails, fails for all of them, and the next one tries again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.web.last_body import LastBody
from server.web.made_once import MadeOnce

MANY = 8


def test_many_who_ask_at_once_get_the_same_made_once() -> None:
    made: list[str] = []
    asked, go_on = threading.Barrier(MANY + 1), threading.Event()

    def make(key: str) -> object:
        made.append(key)
        go_on.wait(20)
        return object()

    of = MadeOnce(make, 2)

    def ask() -> object:
        asked.wait()
        return of("a")

    with ThreadPoolExecutor(MANY) as threads:
        answers = [threads.submit(ask) for _ in range(MANY)]
        asked.wait()
        go_on.set()
        assert len({id(each.result()) for each in answers}) == 1
    assert made == ["a"]


def test_a_failure_is_told_and_not_kept() -> None:
    tries: list[str] = []

    def make(key: str) -> str:
        tries.append(key)
        if len(tries) == 1:
            raise LookupError(key)
        return key.upper()

    of = MadeOnce(make, 2)
    with pytest.raises(LookupError):
        of("a")
    assert of("a") == "A"
    assert of("a") == "A"
    assert tries == ["a", "a"]


def test_only_the_last_ones_are_kept() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    of = MadeOnce(make, 2)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert of(key) == key
    assert made == ["a", "b", "c", "b"]


def test_the_body_of_a_release_is_made_once_for_all_who_come_for_it() -> None:
    made: list[int] = []
    asked, go_on = threading.Barrier(MANY + 1), threading.Event()
    body = LastBody()

    def make() -> bytes:
        made.append(1)
        go_on.wait(20)
        return b"body"

    def ask() -> bytes:
        asked.wait()
        return body.of("tag", make)

    with ThreadPoolExecutor(MANY) as threads:
        answers = [threads.submit(ask) for _ in range(MANY)]
        asked.wait()
        go_on.set()
        assert {each.result() for each in answers} == {b"body"}
    assert made == [1]
