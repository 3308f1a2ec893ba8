"""What was ordered is had once it is done, refused when its turn does not come, and never lost when it has begun."""

import threading
from concurrent.futures import Future

import pytest

from server.rules.errors import Refusal
from server.store import ordered
from server.store.ordered import Ordered, done


def test_what_is_done_is_had_at_once_and_told_at_once() -> None:
    told: list[int] = []
    made = done(7)
    made.when_done(lambda: told.append(1))
    assert (made.done, made.result(), told) == (True, 7, [1])


def test_whoever_waits_is_told_when_it_is_done() -> None:
    answer: Future[int] = Future()
    told = threading.Event()
    made = Ordered(answer)
    made.when_done(told.set)
    assert not made.done
    assert not told.is_set()
    answer.set_result(7)
    assert told.is_set()
    assert made.result() == 7


def test_what_it_raised_is_raised() -> None:
    answer: Future[int] = Future()
    answer.set_exception(TimeoutError("its own"))
    with pytest.raises(TimeoutError, match="its own"):
        Ordered(answer).result()


def test_what_is_given_up_before_its_turn_is_busy_and_told() -> None:
    told = threading.Event()
    made = Ordered(Future[int]())
    made.when_done(told.set)
    made.give_up()
    assert told.is_set()
    with pytest.raises(Refusal) as refusal:
        made.result()
    assert refusal.value.code == "busy"


def test_what_has_its_turn_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "TURN_SECONDS", 0.0)
    answer: Future[int] = Future()
    assert answer.set_running_or_notify_cancel()
    made = Ordered(answer)
    made.give_up()
    threading.Timer(0.05, answer.set_result, (7,)).start()
    assert made.result() == 7


def test_whose_turn_does_not_come_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "TURN_SECONDS", 0.0)
    answer: Future[int] = Future()
    with pytest.raises(Refusal) as refusal:
        Ordered(answer).result()
    assert refusal.value.code == "busy"
    assert answer.cancelled()
