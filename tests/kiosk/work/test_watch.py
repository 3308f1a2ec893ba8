"""A job that fails is told once and is the end of that job only."""

from functools import partial

import pytest

from kiosk.work.watch import Watch
from server.rules.errors import Refusal


def fails(what: str) -> str:
    raise RuntimeError(what)


def test_a_failure_is_written_down_once_while_it_stays_the_same(caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch("printing")
    for what in ("jammed", "jammed", "torn", "jammed"):
        assert watch.does(partial(fails, what), lambda: "said") == "said"
    assert watch.does(lambda: "done", lambda: "said") == "done"
    assert watch.does(lambda: fails("jammed"), lambda: "said") == "said"
    told = ["jammed", "torn", "jammed", "jammed"]
    assert [record.getMessage() for record in caplog.records] == [f"printing: RuntimeError: {what}" for what in told]


def test_a_refusal_is_an_answer() -> None:
    def refuses() -> str:
        raise Refusal("unreachable")

    with pytest.raises(Refusal):
        Watch("outbox").does(refuses, lambda: "said")
