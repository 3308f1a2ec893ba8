"""The demo ends with all its parts when it is told to, whatever it is doing, and nothing of it is left."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from commands.demo.processes import Xvfb, banshi_command
from tests.tries import one_in

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]

SIGNS = [signal.SIGINT, signal.SIGTERM]


@contextmanager
def demo(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run the demo as a terminal does, with everything temporary in `folder`."""
    started = subprocess.Popen(
        banshi_command("demo"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "SDL_AUDIODRIVER": "dummy", **environment},
        start_new_session=True,
    )
    try:
        yield started
    finally:
        for pid in left(folder):
            os.kill(pid, signal.SIGKILL)
        started.kill()
        started.communicate()


def left(folder: Path) -> list[int]:
    """Return the processes that were started with `folder` as the place for what is temporary."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                variables = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if f"TMPDIR={folder}".encode() in variables:
                found.append(int(entry.name))
    return found


def said_until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return
    pytest.fail("".join(lines))


def ends(process: subprocess.Popen[str], sign: signal.Signals) -> str:
    """Send what Ctrl-C or a service manager sends, to all who share the terminal; return the last words."""
    os.killpg(process.pid, sign)
    said, _ = process.communicate(timeout=60)
    return said


@pytest.mark.parametrize(("sign", "screen"), [(signal.SIGINT, True), (signal.SIGTERM, False)], ids=["a screen", "none"])
def test_all_parts_end_and_nothing_is_left(tmp_path: Path, sign: signal.Signals, screen: bool) -> None:
    with ExitStack() as stack:
        display = stack.enter_context(Xvfb(1280, 1024)).display if screen else ""
        process = stack.enter_context(demo(tmp_path, DISPLAY=display))
        said_until(process, "openapi.json")
        assert len(left(tmp_path)) >= (3 if screen else 4), "the demo, its server, its kiosk, and a screen of its own"
        assert "All parts have ended." in ends(process, sign)
        assert process.returncode == 0
        assert left(tmp_path) == []
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", one_in(2, SIGNS))
def test_a_demo_that_is_still_starting_ends_too(tmp_path: Path, sign: signal.Signals) -> None:
    with demo(tmp_path, DISPLAY="") as process:
        while len(left(tmp_path)) < 2 and process.poll() is None:
            os.sched_yield()
        assert "Traceback" not in ends(process, sign)
        assert process.returncode == 0
        assert left(tmp_path) == []
        assert list(tmp_path.iterdir()) == []


def test_who_asks_twice_does_not_disturb_the_ending(tmp_path: Path) -> None:
    with demo(tmp_path, DISPLAY="") as process:
        said_until(process, "openapi.json")
        os.killpg(process.pid, signal.SIGINT)
        os.killpg(process.pid, signal.SIGINT)
        assert "Traceback" not in ends(process, signal.SIGTERM)
        assert left(tmp_path) == []
        assert list(tmp_path.iterdir()) == []
