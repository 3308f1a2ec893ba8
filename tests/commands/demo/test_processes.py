"""Child processes are started, watched and ended; the virtual screen comes up and goes."""

import sys
from pathlib import Path

from commands.demo.processes import Processes, Xvfb, free_port


def test_leaving_ends_every_part(tmp_path: Path) -> None:
    with Processes(tmp_path) as parts:
        parts.start("one", [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"])
        parts.start("two", [sys.executable, "-c", "import signal; signal.pause()"])
        started = [process for _, process in parts.running]
        assert parts.ended() is None
    assert all(process.poll() is not None for process in started)


def test_a_part_that_ends_by_itself_is_named_with_its_code(tmp_path: Path) -> None:
    with Processes(tmp_path) as parts:
        parts.start("short", [sys.executable, "-c", "print('why'); raise SystemExit(3)"])
        parts.running[0][1].wait()
        assert parts.ended() == ("short", 3)
        assert parts.log("short") == "why"


def test_a_virtual_screen_has_a_name() -> None:
    with Xvfb(320, 240) as screen:
        assert screen.display.startswith(":")


def test_free_ports_are_ports() -> None:
    assert 0 < free_port() < 65536
