"""Child processes are started, watched and ended; the virtual screen comes up and goes."""

import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from commands.demo import processes
from commands.demo.processes import Processes, Xvfb, free_port


def test_leaving_ends_every_part(tmp_path: Path) -> None:
    with Processes(tmp_path) as parts:
        parts.start("one", [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"])
        parts.start("two", [sys.executable, "-c", "import signal; signal.pause()"])
        started = [process for _, process in parts.running]
        assert parts.ended() is None
    assert all(process.poll() is not None for process in started)


DEAF = "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
STARTS_ANOTHER = "print(subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']).pid, flush=True); "


def test_parts_that_will_not_end_are_ended_with_what_they_have_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.1)
    with Processes(tmp_path) as parts:
        for name in ("one", "two"):
            parts.start(name, [sys.executable, "-c", f"{DEAF}{STARTS_ANOTHER}signal.pause()"])
        while not all(parts.log(name) for name in ("one", "two")):
            threading.Event().wait(0.02)
        others = [os.pidfd_open(int(parts.log(name))) for name in ("one", "two")]
        started = [process for _, process in parts.running]
    try:
        assert [process.returncode for process in started] == [-signal.SIGKILL] * 2
        assert [bool(select.select([other], [], [], 30)[0]) for other in others] == [True, True]
    finally:
        for other in others:
            os.close(other)


def test_a_part_that_ends_by_itself_is_named_with_its_code(tmp_path: Path) -> None:
    with Processes(tmp_path) as parts:
        parts.start("short", [sys.executable, "-c", "print('why'); raise SystemExit(3)"])
        parts.running[0][1].wait()
        assert parts.ended() == ("short", 3)
        assert parts.log("short") == "why"


HALL = """
import signal, sys, threading
from pathlib import Path
import pytest

from commands.demo import processes
from commands.demo.processes import Processes, Xvfb
with Processes(Path(sys.argv[1])) as parts, Xvfb(320, 240) as screen:
    parts.start("one", [sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"])
    while parts.log("one") != "up":
        threading.Event().wait(0.02)
    print(parts.running[0][1].pid, screen._process.pid, flush=True)
    signal.pause()
"""


def test_no_part_outlives_a_hall_that_was_killed(tmp_path: Path) -> None:
    hall = subprocess.Popen([sys.executable, "-c", HALL, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert hall.stdout is not None
    with hall.stdout:
        parts = [os.pidfd_open(int(pid)) for pid in hall.stdout.readline().split()]
    try:
        hall.send_signal(signal.SIGKILL)
        hall.wait()
        ended = [bool(select.select([part], [], [], 30)[0]) for part in parts]
    finally:
        for part in parts:
            os.close(part)
    assert ended == [True, True]


def test_a_virtual_screen_has_a_name() -> None:
    with Xvfb(320, 240) as screen:
        assert screen.display.startswith(":")


def test_free_ports_are_ports() -> None:
    assert 0 < free_port() < 65536
