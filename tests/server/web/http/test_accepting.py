"""Taking connections in: a system without a descriptor for another one is told of once, and not asked all the time."""

import errno
import socket

import structlog

from server.web.http.limits import Limits
from tests.server.web.http.serving_raw import GET, raw


class _Full:
    """A listening socket whose system has no descriptor for another connection, until `full` is False."""

    def __init__(self, real: socket.socket) -> None:
        self.real = real
        self.full = True
        self.tried = 0

    def accept(self) -> tuple[socket.socket, object]:
        if self.full:
            self.tried += 1
            raise OSError(errno.EMFILE, "Too many open files")
        return self.real.accept()

    def fileno(self) -> int:
        return self.real.fileno()

    def close(self) -> None:
        self.real.close()


def test_too_few_descriptors_are_told_once_and_cost_nothing() -> None:
    """Asked again and again, the system would be told of 2,000 times a second, each time with a traceback."""
    with raw(Limits()) as server, structlog.testing.capture_logs() as told:
        full = _Full(server.loop._accepting._listening)
        server.loop._accepting._listening = full  # type: ignore[assignment]
        waiting = [server.client().send(GET % b"a") for _ in range(20)]
        while full.tried < 3:
            server.thread.join(0.05)
        full.full = False
        assert [each.answer()[0] for each in waiting] == [200] * 20
    assert [each["event"] for each in told] == [
        "too few descriptors for another connection",
        "connections are taken again",
    ]
