"""What `banshi serve` says when it cannot take another connection: once."""

import asyncio
import errno
import gc

import structlog

from commands.serving import COLLECT_AFTER, FullOnce, collect_seldom


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


def test_what_is_there_for_good_is_not_looked_through_again_and_again() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.get_threshold() == COLLECT_AFTER
        assert gc.get_freeze_count() > 10_000
        # What is left for the oldest: next to nothing, whatever was imported.
        assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
