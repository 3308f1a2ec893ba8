"""Which test runs which line: so that a mutant meets only the tests that can see it."""

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path, PurePosixPath
from types import CodeType, FrameType
from typing import Any

import msgspec
import pytest


class Seen(msgspec.Struct):
    """What a run without a mutant saw: test -> its seconds, those of the processor, and file -> line -> tests there.

    A module's own lines run when it is loaded, before any test; they belong to no test.
    """

    seconds: dict[str, float] = {}
    worked: dict[str, float] = {}
    lines: dict[str, dict[int, list[str]]] = {}
    failed: list[str] = []

    def tests_of(self, file: str, first: int, last: int, most: float) -> list[str]:
        """Return the quickest tests that ran a line of `file` from `first` to `last`, `most` seconds of work in all.

        So many seconds of the tests that mirror the module come on top: of a line that hundreds of tests run, they are
        the ones that are about it. The processor's seconds count: a busy machine asks no fewer tests than a quiet one.

        Lines that no test ran, such as those that run when the module is loaded, belong to every test of the module;
        a module that only declares belongs to every test there is.
        """
        known = self.lines.get(file, {})
        found = {test for line in range(first, last + 1) for test in known.get(line, ())}
        if not found:
            found = {test for tests in known.values() for test in tests} or set(self.seconds)
        module = PurePosixPath(file)
        mirrored = f"{PurePosixPath('tests') / module.with_name(f'test_{module.name}')}::"
        own = {test for test in found if test.startswith(mirrored)}
        return self._by_work([*self._quickest(own, most), *self._quickest(found - own, most)])

    def _by_work(self, tests: Iterable[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.worked.get(test, 0.0), test))

    def _quickest(self, tests: Iterable[str], most: float) -> list[str]:
        ordered = self._by_work(tests)
        until = accumulate(self.worked.get(test, 0.0) for test in ordered)
        return [test for test, seconds in zip(ordered, until, strict=True) if seconds <= most or test == ordered[0]]


class Watch:
    """A pytest plugin that fills `seen` with what tests do in `files`, and writes it to `told` at the end."""

    def __init__(self, files: list[Path], told: Path) -> None:
        self.seen = Seen()
        self._files = {os.path.realpath(file): str(file) for file in files}
        self._told = told
        self._test = ""
        self._codes: dict[CodeType, str | None] = {}
        self._lines: dict[tuple[str, int], set[str]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test with its fixtures, whatever thread works for it."""
        self._test = item.nodeid
        began, worked = time.perf_counter(), time.process_time()
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self.seen.seconds[item.nodeid] = time.perf_counter() - began
            self.seen.worked[item.nodeid] = time.process_time() - worked

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what fails without any mutant."""
        if report.failed:
            self.seen.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write what was seen."""
        for (file, line), tests in self._lines.items():
            self.seen.lines.setdefault(file, {})[line] = sorted(tests)
        self._told.write_text(json.dumps(msgspec.to_builtins(self.seen)), encoding="utf-8")

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code not in self._codes:
            self._codes[code] = self._files.get(os.path.realpath(code.co_filename))
        file = self._codes[code]
        if file is None or code.co_name == "<module>":
            return None

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                self._lines.setdefault((file, frame.f_lineno), set()).add(self._test)
            return line

        self._lines.setdefault((file, frame.f_lineno), set()).add(self._test)
        return line
