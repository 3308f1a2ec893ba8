"""Ready or not is told within a second: by the last probe, or because one hangs."""

import threading

import pytest
from structlog.testing import capture_logs

from server.rules.errors import Refusal
from server.store import readiness as under_test
from server.store.readiness import GOOD_SECONDS, Readiness
from tests.server.conftest import refused


class Probe:
    """Counts how often it was asked, and does what `outcome` says."""

    def __init__(self) -> None:
        self.asked = 0
        self.outcome: Exception | None = None
        self.hang = threading.Event()
        self.hang.set()

    def __call__(self) -> None:
        self.asked += 1
        self.hang.wait(20)
        if self.outcome is not None:
            raise self.outcome


class Steady:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_good_for_a_second() -> None:
    probe, steady = Probe(), Steady()
    readiness = Readiness(probe, steady)
    readiness.look()
    readiness.look()
    assert probe.asked == 1
    steady.now += GOOD_SECONDS
    readiness.look()
    assert probe.asked == 2


@pytest.mark.parametrize(
    ("outcome", "code"), [(Refusal("disk_full"), "disk_full"), (KeyError("mine"), "store_unavailable")]
)
def test_what_is_wrong_is_said_once_to_the_log_and_to_whoever_asks(outcome: Exception, code: str) -> None:
    probe, steady = Probe(), Steady()
    readiness = Readiness(probe, steady)
    with capture_logs() as logs:
        for told in (outcome, outcome, None, None):
            probe.outcome = told
            if told is None:
                readiness.look()
            else:
                refused(code, readiness.look)
            steady.now += GOOD_SECONDS
    said = [each["event"] for each in logs if each["event"] != "worker failed"]
    assert said == ["not ready", "ready again"]


def test_a_probe_that_hangs_is_no_answer_and_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "WAIT_SECONDS", 0.01)
    probe = Probe()
    probe.hang.clear()
    readiness = Readiness(probe)
    refused("store_unavailable", readiness.look)
    refused("store_unavailable", readiness.look)
    assert probe.asked == 1
    probe.hang.set()
    monkeypatch.setattr(under_test, "WAIT_SECONDS", 20)
    readiness.look()
    assert probe.asked == 1


def test_the_second_is_over_at_its_end_and_not_before() -> None:
    probe, steady = Probe(), Steady()
    readiness = Readiness(probe, steady)
    asked = []
    for now in (100.0, 100.999, 101.0, 101.999, 102.0):
        steady.now = now
        readiness.look()
        asked.append(probe.asked)
    assert asked == [1, 1, 2, 2, 3]


def test_a_probe_that_breaks_is_told_by_its_name_with_what_is_wrong() -> None:
    probe, steady = Probe(), Steady()
    names: list[str] = []

    def probing() -> None:
        names.append(threading.current_thread().name)
        probe()

    readiness = Readiness(probing, steady)
    with capture_logs() as logs:
        for outcome in (KeyError("mine"), Refusal("disk_full"), Refusal("disk_full"), None):
            probe.outcome = outcome
            if outcome is None:
                readiness.look()
            else:
                with pytest.raises(Refusal):
                    readiness.look()
            steady.now += 1
    assert names == ["readiness"] * 4
    assert [each["worker"] for each in logs if each["event"] == "worker failed"] == ["readiness"]
    said = [(each["event"], each["code"]) for each in logs if each["event"] != "worker failed"]
    assert said == [("not ready", "store_unavailable"), ("not ready", "disk_full"), ("ready again", None)]


def test_a_moment_without_threads_does_not_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """A probe that could not begin is not waited for: who looks next begins another one."""
    probe = Probe()
    readiness = Readiness(probe, Steady())

    def lacking(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", lacking)
        refused("store_unavailable", readiness.look)
    readiness.look()
    assert probe.asked == 1
