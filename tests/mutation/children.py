"""One pytest per child process, forked from a parent that has loaded the libraries: a module of ours is another there.

The parent loads no module of ours, so every child reads them anew, the changed one as it was changed.
"""

import ast
import contextlib
import importlib
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

LIBRARIES = (
    "alembic.command",
    "flask",
    "httptools",
    "hypothesis",
    "jsonschema",
    "msgspec",
    "PIL.ImageFont",
    "playwright.sync_api",
    "psycopg",
    "pydantic_settings",
    "pysqlite3",
    "pytest",
    "segno",
    "serial",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "websockets.sync.client",
    "yaml",
)
SLOW_START = 20.0
"""Seconds that a child may take on a busy machine beyond what its tests take."""
SLOWER = 3.0
"""How many times longer than without a mutant its tests may take."""


class Changed(NamedTuple):
    """A module of ours as a child shall have it: its file, and what is compiled in place of it."""

    file: Path
    tree: ast.Module | str


class Job(NamedTuple):
    """Tests to run with a changed module; `seconds` is how long they take without a change."""

    changed: Changed | None
    tests: Sequence[str]
    seconds: float


class Ended(NamedTuple):
    """How a job ended: pytest's exit code, or None when it ran out of time."""

    job: Job
    code: int | None
    seconds: float


def load_libraries() -> None:
    """Load what every child would load, once."""
    for name in LIBRARIES:
        importlib.import_module(name)


def run_all(jobs: Sequence[Job], at_once: int, child: Callable[[Job], int], log: str = os.devnull) -> Iterator[Ended]:
    """Run each job in a forked child by `child`, `at_once` together; yield each as it ends.

    What children say is added to the file `log`.
    """
    left = list(reversed(jobs))
    running: dict[int, tuple[Job, int, float, float]] = {}
    while left or running:
        while left and len(running) < at_once:
            job = left.pop()
            process = os.fork()
            if process == 0:
                _in_child(job, child, log)
            handle = os.pidfd_open(process)
            now = time.monotonic()
            running[process] = (job, handle, now, now + SLOW_START + job.seconds * SLOWER)
        first = min(end for _, _, _, end in running.values())
        select.select([handle for _, handle, _, _ in running.values()], [], [], max(first - time.monotonic(), 0))
        for process, (job, handle, began, end) in list(running.items()):
            done, status = os.waitpid(process, os.WNOHANG)
            late = not done and time.monotonic() >= end
            if late:
                _end(process)
            if done or late:
                os.close(handle)
                del running[process]
                # What a test started and a failure left behind ends with it.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
                yield Ended(job, None if late else os.waitstatus_to_exitcode(status), time.monotonic() - began)


def _end(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _in_child(job: Job, child: Callable[[Job], int], log: str) -> None:
    code = 3
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(said, stream)
        if job.changed is not None:
            change(job.changed)
        code = child(job)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def change(changed: Changed) -> None:
    """From now on read the module in `changed.file` as it was changed, never from its cache."""
    real = SourceFileLoader.get_code
    file = str(changed.file.resolve())

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        if os.path.realpath(path) != file:
            return real(self, fullname)
        made: CodeType = compile(changed.tree, path, "exec")
        return made

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def pytest_main(tests: Sequence[str], plugins: Sequence[Any] = (), *more: str) -> int:
    """Run `tests`, in the order given, and return pytest's exit code."""
    import pytest

    arguments = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--assert=plain",
        "--hypothesis-seed=0",
        *more,
        *tests,
    ]
    return int(pytest.main(arguments, list(plugins)))
