"""No center takes the whole database: a few of its works are inside, some wait, the rest is told to come again."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from server.rules.errors import Refusal
from server.store import doors as under_test
from server.store.doors import INSIDE, QUEUED, Doors, LockNotHad
from tests.server.conftest import refused


def through(doors: Doors, center: str, work: Callable[[], object] = lambda: None) -> None:
    with doors.through(center) as had:
        had()
        work()


def raising(error: Exception) -> Callable[[], object]:
    def work() -> None:
        raise error

    return work


class Crowd:
    """Works of one center that stay inside until `go`."""

    def __init__(self, doors: Doors, center: str, pool: ThreadPoolExecutor) -> None:
        self.doors, self.center, self.pool = doors, center, pool
        self.entered = threading.Semaphore(0)
        self.go = threading.Event()

    def stay(self) -> None:
        self.entered.release()
        self.go.wait(20)

    def come(self, many: int) -> list[object]:
        return [self.pool.submit(through, self.doors, self.center, self.stay) for _ in range(many)]


def test_a_few_are_inside_some_wait_the_rest_is_refused_and_other_centers_go_on() -> None:
    doors = Doors()
    with ThreadPoolExecutor(INSIDE + QUEUED + 1) as pool:
        crowd = Crowd(doors, "hall", pool)
        crowd.come(INSIDE)
        for _ in range(INSIDE):
            assert crowd.entered.acquire(timeout=20)
        crowd.come(QUEUED)
        while doors._doors["hall"].queued < QUEUED:
            pass
        refused("busy", through, doors, "hall")
        assert not crowd.entered.acquire(blocking=False)
        through(doors, "village")
        crowd.go.set()
    through(doors, "hall")
    assert doors._doors == {}


def test_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "WAIT_SECONDS", 0.01)
    doors = Doors()
    with ThreadPoolExecutor(INSIDE) as pool:
        crowd = Crowd(doors, "hall", pool)
        crowd.come(INSIDE)
        for _ in range(INSIDE):
            assert crowd.entered.acquire(timeout=20)
        refused("busy", through, doors, "hall")
        crowd.go.set()


def test_at_a_center_whose_lock_is_held_one_tries_at_a_time() -> None:
    doors = Doors()
    with pytest.raises(LockNotHad), doors.through("hall"):
        raise LockNotHad
    with suppress(LockNotHad), doors.through("hall"):
        refused("busy", through, doors, "hall")
        raise LockNotHad
    through(doors, "hall")
    with doors.through("hall"):
        through(doors, "hall")
    assert doors._doors == {}


def test_whoever_had_the_lock_shows_that_it_is_free_also_when_refused_then() -> None:
    """At night every wish is refused: none of them succeeds, and all of them have had the lock."""
    doors = Doors()
    with pytest.raises(LockNotHad), doors.through("hall"):
        raise LockNotHad
    with pytest.raises(Refusal):
        through(doors, "hall", raising(Refusal("not_found")))
    with doors.through("hall"):
        through(doors, "hall")
    assert doors._doors == {}


def test_who_waited_in_vain_while_others_had_the_lock_bars_nobody() -> None:
    doors = Doors()
    with doors.through("hall"):
        with suppress(LockNotHad), doors.through("hall"):
            through(doors, "hall")
            raise LockNotHad
        through(doors, "hall")
    assert doors._doors == {}


def test_names_of_centers_that_do_not_exist_are_not_kept() -> None:
    doors = Doors()
    for number in range(100):
        with pytest.raises(Refusal):
            through(doors, f"nowhere-{number}", raising(Refusal("center_unknown", center="nowhere")))
    assert doors._doors == {}
