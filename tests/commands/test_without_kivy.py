"""A server needs no Kivy: it serves where Kivy cannot be imported, and the kiosk says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

from commands.demo.processes import Processes, free_port
from commands.seeding import now
from server.store.opening import open_store
from server.store.seeding import seed
from tests.journeys.hall_server import wait_until
from tests.server.conftest import CITY

ROOT = Path(__file__).parents[2]
BLOCKED = "import sys; sys.modules['kivy'] = None; sys.argv = ['banshi', *sys.argv[1:]]; import banshi; banshi.main()"


def without_kivy(*words: str) -> list[str]:
    return [sys.executable, "-P", "-c", BLOCKED, *words]


def test_the_server_serves_without_kivy(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data", create=True)
    seed(store, CITY, now())
    store.close()
    port = free_port()
    with Processes(tmp_path / "logs") as parts:
        places = ["--http", f"127.0.0.1:{port}", "--live", f"127.0.0.1:{free_port()}"]
        command = without_kivy("serve", "--data", str(tmp_path / "data"), *places)
        parts.start("server", command, {"PYTHONPATH": str(ROOT)})
        wait_until(parts, "server", port)


def test_the_kiosk_says_what_it_needs(tmp_path: Path) -> None:
    ended = subprocess.run(
        without_kivy("kiosk", "--center", "hall"),
        capture_output=True, text=True, timeout=60, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BANSHI_TOKEN": "t~k", "LANG": "C"},
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    assert "banshi[kiosk]" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
