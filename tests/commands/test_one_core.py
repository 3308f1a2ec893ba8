"""A server keeps to one core, whichever the machine allows, and starts where it may not choose."""

import os
import subprocess
import sys
from collections.abc import Collection

import pytest

from commands.one_core import keep_to_one_core

SHOWN = """
import os, threading
from commands.one_core import keep_to_one_core
core = keep_to_one_core()
seen = []
late = threading.Thread(target=lambda: seen.append(os.sched_getaffinity(0)))
late.start()
late.join()
print(core, *sorted(seen[0]))
"""


def kept(allowed: set[int], process: int) -> tuple[int | None, list[set[int]]]:
    told: list[set[int]] = []
    core = keep_to_one_core(lambda _: allowed, lambda _, cores: told.append(set(cores)), process)
    return core, told


@pytest.mark.parametrize(("process", "core"), [(100, 5), (101, 7), (102, 2), (103, 5)])
def test_processes_are_spread_over_the_cores_they_may_use(process: int, core: int) -> None:
    assert kept({7, 2, 5}, process) == (core, [{core}])


def test_with_one_core_there_is_nothing_to_choose() -> None:
    assert kept({3}, 4) == (None, [])


def test_where_nobody_may_choose_the_system_does() -> None:
    def forbidden(_: int, cores: Collection[int]) -> None:
        raise PermissionError(1, "not permitted")

    assert keep_to_one_core(lambda _: {0, 1}, forbidden, 1) is None
    assert keep_to_one_core(None, None) is None


def test_threads_that_come_later_stay_there_too() -> None:
    core, *seen = subprocess.run(
        [sys.executable, "-P", "-c", SHOWN], check=True, capture_output=True, text=True
    ).stdout.split()
    assert seen == ([core] if len(os.sched_getaffinity(0)) > 1 else ["0"])
