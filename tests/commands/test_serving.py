"""What `banshi serve` says when it cannot take another connection: once."""

import asyncio
import errno

import structlog

from commands.serving import FullOnce


def test_a_full_system_is_told_once_and_everything_else_as_ever() -> None:
    loop = asyncio.new_event_loop()
    other: list[object] = []
    loop.default_exception_handler = other.append  # type: ignore[assignment,method-assign]
    handler = FullOnce()
    with structlog.testing.capture_logs() as told:
        for _ in range(1000):
            handler.handle(
                loop, {"message": "socket.accept()", "exception": OSError(errno.EMFILE, "Too many open files")}
            )
        handler.handle(loop, {"message": "else", "exception": ValueError("else")})
    loop.close()
    assert [each["event"] for each in told] == ["too few descriptors for another connection"]
    assert len(other) == 1
