"""A worker that fails begins again, is told of, and is well again; nothing but its owner ends it."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from server import watched
from server.watched import WatchedThread, aside, tell, troubles, watched_task


class Failing:
    """Raises `errors` one after the other, then works until it is told to end."""

    def __init__(self, *errors: BaseException) -> None:
        self.left = list(errors)
        self.seen: list[tuple[str, ...]] = []
        self.working = threading.Event()
        self.end = threading.Event()

    def work(self) -> None:
        if self.left:
            raise self.left.pop(0)
        self.seen.append(troubles())
        self.working.set()
        self.end.wait(20)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(watched, "LONGEST_PAUSE", 0.002)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("error", [KeyError("mine"), SystemExit(3), MemoryError()], ids=repr)
def test_a_thread_that_fails_begins_again_and_is_told_of(error: BaseException) -> None:
    failing = Failing(error, error)
    thread = WatchedThread("failing", failing.work)
    with capture_logs() as logs:
        thread.start()
        assert failing.working.wait(20)
    assert [(each["event"], each["worker"]) for each in logs] == [("worker failed", "failing")] * 2
    assert failing.seen == [("failing",)]
    assert troubles() == ("failing",)
    assert thread.alive
    failing.end.set()
    thread.join()
    assert not thread.alive
    assert troubles() == ()


@pytest.mark.usefixtures("at_once")
def test_who_works_for_a_while_is_well_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = Failing(KeyError("mine"))
    thread = WatchedThread("failing", failing.work)
    thread.start()
    assert failing.working.wait(20)
    assert troubles() == ("failing",)
    monkeypatch.setattr(watched, "STEADY_SECONDS", 0.0)
    assert troubles() == ()
    failing.end.set()
    thread.join()


def test_a_thread_that_was_told_to_end_begins_no_more() -> None:
    ended = threading.Event()
    failed = threading.Event()

    def work() -> None:
        failed.set()
        raise KeyError("mine")

    thread = WatchedThread("failing", work, ended)
    thread.start()
    assert failed.wait(20)
    thread.join()
    assert ended.is_set()
    assert not thread.alive


@pytest.mark.usefixtures("at_once")
def test_a_log_that_fails_ends_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def error(self, *_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(watched, "_log", Full())
    failing = Failing(KeyError("mine"))
    thread = WatchedThread("failing", failing.work)
    thread.start()
    assert failing.working.wait(20)
    failing.end.set()
    thread.join()
    tell("failing", KeyError("mine"))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("failure", [KeyError("mine"), None], ids=["raises", "returns"])
def test_a_task_that_ends_begins_again_and_is_told_of(failure: Exception | None) -> None:
    begun = []

    async def story() -> None:
        again = asyncio.Event()

        async def work() -> None:
            begun.append(troubles())
            if len(begun) == 1:
                if failure is not None:
                    raise failure
                return
            again.set()
            await asyncio.Event().wait()

        task = watched_task("follower", work)
        async with asyncio.timeout(20):
            await again.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with capture_logs() as logs:
        asyncio.run(story())
    assert begun == [(), ("follower",)]
    assert [(each["event"], each["worker"]) for each in logs] == [("worker failed", "follower")]
    assert troubles() == ()


def test_one_job_aside_is_told_of_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    done = threading.Event()

    def hear(name: str, error: BaseException) -> None:
        told.append(f"{name}: {error!r}")
        done.set()

    monkeypatch.setattr(watched, "tell", hear)

    def fails() -> None:
        raise KeyError("mine")

    works: list[Callable[[], object]] = [fails]
    aside("look", works[0])
    assert done.wait(20)
    assert told == ["look: KeyError('mine')"]
