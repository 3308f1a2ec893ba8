"""Threads go on whatever a job does, and one that is gone comes back."""

import threading

import pytest
import structlog

from server.web.http.lanes import Lane


def test_a_job_that_fails_ends_nothing_and_is_told() -> None:
    done = threading.Event()

    def work(job: str) -> None:
        if job == "bad":
            raise ValueError(job)
        done.set()

    lane = Lane("tried", 1, work)
    with structlog.testing.capture_logs() as told:
        lane.start()
        lane.put("bad")
        lane.put("good")
        assert done.wait(10)
        lane.stop(10)
    assert [each["event"] for each in told] == ["job failed"]


def test_a_thread_that_ended_is_begun_anew() -> None:
    done = threading.Event()
    lane: Lane[str] = Lane("tried", 1, lambda _: done.set())
    lane.start()
    lane._jobs.put(None)
    (thread,) = lane._threads
    assert thread is not None
    thread.join(10)
    with structlog.testing.capture_logs() as told:
        lane.mend()
        lane.mend()
    assert [each["event"] for each in told] == ["thread ended and is begun anew"]
    lane.put("go on")
    assert done.wait(10)
    lane.stop(10)


def test_a_thread_that_the_system_lacks_is_begun_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks after the lanes looks after everything else too: a moment without threads must not end it."""
    done = threading.Event()
    lane: Lane[str] = Lane("tried", 1, lambda _: done.set())
    lane.start()
    lane._jobs.put(None)
    (thread,) = lane._threads
    assert thread is not None
    thread.join(10)

    def lacking(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with structlog.testing.capture_logs() as told:
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", lacking)
            lane.mend()
            lane.mend()
        lane.mend()
    assert [each["event"] for each in told] == [
        "thread ended and cannot be begun anew",
        "thread ended and is begun anew",
    ]
    lane.put("go on")
    assert done.wait(10)
    lane.stop(10)
