"""A keeper goes on over whatever fails, and says each trouble once."""

import threading
from collections.abc import Callable

from structlog.testing import capture_logs

from server.office.keeper import Keeper
from server.rules.errors import Refusal


class Trying(Keeper):
    """Does one thing after the other, and says when all are done."""

    def __init__(self, *works: Callable[[], object]) -> None:
        super().__init__("trying", 0.001, "not done")
        self.left = list(works)
        self.done = threading.Event()

    def look(self) -> None:
        if self.left:
            self.attempt(self.left.pop(0), hall="one")
        else:
            self.done.set()


def raising(error: Exception) -> Callable[[], object]:
    def work() -> None:
        raise error

    return work


def test_nothing_that_fails_ends_it_and_each_trouble_is_said_once() -> None:
    away, broken = raising(Refusal("store_unavailable")), raising(KeyError("mine"))
    keeper = Trying(away, away, lambda: None, broken, broken, lambda: None, away)
    with capture_logs() as logs:
        keeper.start()
        assert keeper.done.wait(20)
        keeper.stop()
    assert [(each["event"], each["log_level"], each["hall"]) for each in logs] == [
        ("not done", "warning", "one"),
        ("not done", "error", "one"),
        ("not done", "warning", "one"),
    ]


def test_it_ends_with_its_owner() -> None:
    keeper = Trying()
    keeper.start()
    keeper.stop()
    assert "trying" not in [thread.name for thread in threading.enumerate()]
