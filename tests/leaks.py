"""What a test leaves behind: threads, descriptors, asyncio tasks. Whoever leaves one behind fails.

What a fixture of a module or of the run opens may grow during a test that uses it; it is counted when the module ends.
"""

import asyncio
import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 10.0
"""Seconds that a thread told to end may take on a busy machine."""

HARMLESS = frozenset(
    {
        "new_files_are_copied",
        "addresses_are_compiled_once",
        "postgresql",
        "emptied",
        "tmp_path_factory",
        "module_leaves_nothing",
    }
)
"""Longer-lived fixtures that hold nothing in this process: pytest's own, and a database server of its own."""

KEPT = ("/dev/urandom", "/dev/null", "/dev/dri/")
"""Descriptors that a library opens once for the whole process."""

_DESCRIPTORS = Path("/proc/self/fd")
_unfinished: list[str] = []
_scopes: dict[str, str] = {}


def watch_loops() -> None:
    """From now on remember the tasks that a loop still has when it is closed: `asyncio.run` would hide them."""
    runner_close, loop_close = asyncio.Runner.close, asyncio.BaseEventLoop.close

    def close_runner(self: asyncio.Runner) -> None:
        # A runner that never ran has no loop to ask.
        loop = getattr(self, "_loop", None)
        if loop is not None and not loop.is_closed():
            _remember(loop)
        runner_close(self)

    def close_loop(self: asyncio.BaseEventLoop) -> None:
        if not self.is_closed():
            _remember(self)
        loop_close(self)

    asyncio.Runner.close = close_runner  # type: ignore[method-assign]
    asyncio.BaseEventLoop.close = close_loop  # type: ignore[method-assign]


def _remember(loop: asyncio.AbstractEventLoop) -> None:
    _unfinished.extend(f"task {task.get_name()}: {task.get_coro()}" for task in asyncio.all_tasks(loop))


def _descriptors() -> dict[str, str]:
    """Return every open descriptor with what it points at; empty where the system does not tell."""
    found = {}
    for entry in _DESCRIPTORS.iterdir() if _DESCRIPTORS.is_dir() else ():
        try:
            target = os.readlink(entry)
        except FileNotFoundError:
            continue
        if not target.startswith((*KEPT, "/proc/")):
            found[entry.name] = target
    return found


@contextmanager
def nothing_left(whose: str) -> Iterator[None]:
    """Fail with `pytest.fail` when what runs inside leaves a thread, a descriptor or a task behind."""
    _unfinished.clear()
    threads, opened = set(threading.enumerate()), _descriptors()
    yield
    ended = [thread for thread in threading.enumerate() if thread not in threads]
    for thread in ended:
        thread.join(PATIENCE)
    left = [f"thread {thread.name}" for thread in ended if thread.is_alive()]
    left += _unfinished
    if _new(opened):
        # What only a cycle still holds is not left behind.
        gc.collect()
        left += [f"descriptor {number}: {target}" for number, target in _new(opened)]
    _unfinished.clear()
    if left:
        pytest.fail(f"{whose} leaves behind: {'; '.join(left)}", pytrace=False)


def _new(before: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(_descriptors().items() - before.items())


@pytest.fixture(scope="module", autouse=True)
def module_leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    with nothing_left(request.node.name):
        yield


@pytest.fixture(autouse=True)
def each_leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    if _lives_longer(request):
        yield
        return
    with nothing_left(request.node.name):
        yield


def _lives_longer(request: pytest.FixtureRequest) -> bool:
    """Return whether the test uses a fixture that outlives it and may open things meanwhile."""
    return any(_scopes.get(name, "function") != "function" for name in set(request.fixturenames) - HARMLESS)


def remember_scope(fixture: pytest.FixtureDef[object]) -> None:
    """Note how long a fixture lives that is being set up."""
    _scopes[fixture.argname] = fixture.scope
