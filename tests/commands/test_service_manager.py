"""systemd is told that a server is ready and lives, and only as long as it answers."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from commands.demo.processes import free_port
from commands.service_manager import answers, tell, tell_every


@pytest.fixture
def manager(tmp_path: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(tmp_path / "notify"))
    listening.settimeout(60)
    return listening


def test_what_is_told_arrives_and_nothing_is_told_to_nobody(manager: socket.socket, tmp_path: Path) -> None:
    with manager:
        assert tell("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "notify")})
        assert manager.recv(100) == b"READY=1"
    assert not tell("READY=1", {})
    assert not tell("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as named:
        named.bind(f"\0banshi-{os.getpid()}")
        assert tell("WATCHDOG=1", {"NOTIFY_SOCKET": f"@banshi-{os.getpid()}"})


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 10),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 10),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
    ],
)
def test_how_often_is_said_by_whoever_watches(environment: dict[str, str], seconds: float | None) -> None:
    assert tell_every(environment) == seconds


def test_nobody_answers_where_nobody_listens() -> None:
    assert not answers(("127.0.0.1", free_port()))


def test_a_server_tells_of_its_whole_life(manager: socket.socket, tmp_path: Path) -> None:
    banshi = [sys.executable, "-P", "-m", "banshi"]
    data = ["--data", str(tmp_path / "hall")]
    subprocess.run([*banshi, "seed", *data], check=True, stdout=subprocess.DEVNULL)
    environment = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
    log = tmp_path / "log" / "banshi.log"
    server = subprocess.Popen(
        [*banshi, "serve", *data, "--http", f"0.0.0.0:{free_port()}", "--live", f"127.0.0.1:{free_port()}"],
        env={**environment, "BANSHI_LOG_FILE": str(log)},
        stdout=subprocess.DEVNULL,
    )
    with manager, server:
        assert [manager.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
        # A server that stands still tells nothing.
        server.send_signal(signal.SIGSTOP)
        manager.settimeout(1)
        with suppress(TimeoutError):
            # What was told before it stood still, and no more.
            assert [manager.recv(100) for _ in range(20)] == []
        server.send_signal(signal.SIGCONT)
        manager.settimeout(60)
        server.terminate()
        while manager.recv(100) != b"STOPPING=1":
            pass
        assert server.wait(60) == 0
    assert '"event": "ready"' in log.read_text(encoding="utf-8")
