"""A kiosk that is told to end does so, whatever its printer and its server do."""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from commands.demo.processes import Processes, Xvfb, banshi_command
from commands.demo.touching import Finger
from config.look import KIOSK_CANVAS

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]


@contextmanager
def silent() -> Iterator[int]:
    """Yield the port of somebody who takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("sign", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long)])
def test_it_ends_while_printer_and_server_are_silent(tmp_path: Path, sign: signal.Signals) -> None:
    with ExitStack() as stack:
        server, printer = stack.enter_context(silent()), stack.enter_context(silent())
        display = stack.enter_context(Xvfb(*KIOSK_CANVAS)).display
        parts = stack.enter_context(Processes(tmp_path / "logs"))
        trace = tmp_path / "trace.jsonl"
        asked = ["kiosk", "--server", f"http://127.0.0.1:{server}", "--center", "hall"]
        asked += ["--printer", f"socket://127.0.0.1:{printer}", "--home", str(tmp_path / "home"), "--trace", str(trace)]
        environment = {"BANSHI_TOKEN": "t~key", "DISPLAY": display, "SDL_AUDIODRIVER": "dummy"}
        parts.start("kiosk", banshi_command(*asked), environment)
        Finger(display, trace).wait_for("attract", seconds=60)
        ((_, process),) = parts.running
        process.send_signal(sign)
        assert process.wait(60) == 0, parts.log("kiosk")
        assert "Traceback" not in parts.log("kiosk")
    home = tmp_path / "home"
    modes = {oct(each.stat().st_mode & 0o777) for each in home.rglob("*") if each.is_file()}
    assert (oct(home.stat().st_mode & 0o777), modes) == ("0o700", {"0o600"})
