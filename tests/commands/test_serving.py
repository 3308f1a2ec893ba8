"""What `banshi serve` says when it cannot take another connection, once; and what a safe one does not do."""

import asyncio
import errno
import gc
import http.client
import json
import subprocess
import sys
from pathlib import Path

import structlog

from commands.demo.processes import free_port
from commands.serving import COLLECT_AFTER, FullOnce, collect_seldom


def test_a_full_system_is_told_once_and_everything_else_as_ever() -> None:
    loop = asyncio.new_event_loop()
    other: list[object] = []
    loop.default_exception_handler = other.append  # type: ignore[assignment,method-assign]
    handler = FullOnce()
    with structlog.testing.capture_logs() as told:
        for _ in range(1000):
            handler.handle(
                loop, {"message": "socket.accept()", "exception": OSError(errno.EMFILE, "Too many open files")}
            )
        handler.handle(loop, {"message": "else", "exception": ValueError("else")})
    loop.close()
    assert [each["event"] for each in told] == ["too few descriptors for another connection"]
    assert len(other) == 1


def test_what_is_there_for_good_is_not_looked_through_again_and_again() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.get_threshold() == COLLECT_AFTER
        assert gc.get_freeze_count() > 10_000
        # What is left for the oldest: next to nothing, whatever was imported.
        assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_a_safe_server_shows_boards_and_changes_nothing(tmp_path: Path) -> None:
    banshi = [sys.executable, "-P", "-m", "banshi"]
    data = ["--data", str(tmp_path / "hall")]
    seeded = subprocess.run([*banshi, "seed", "--demo", "--json", *data], check=True, capture_output=True)
    token = json.loads(seeded.stdout)["tokens"]["kiosk"]["dj-city"]
    port = free_port()
    places = ["--http", f"127.0.0.1:{port}", "--live", f"127.0.0.1:{free_port()}"]
    server = subprocess.Popen([*banshi, "serve", "--safe", *data, *places], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        ready = next(line for line in server.stdout if '"ready"' in line)
        assert json.loads(ready)["safe"] is True

        said: list[dict[str, object]] = []

        def ask(method: str, path: str, body: str | None = None) -> int:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            shown = {"Authorization": f"Bearer {token}", "Idempotency-Key": path, "Content-Type": "application/json"}
            connection.request(method, path, body, shown)
            answer = connection.getresponse()
            if answer.headers.get_content_type() == "application/problem+json":
                said.append(json.loads(answer.read()))
            connection.close()
            return answer.status

        assert ask("GET", "/healthz") == 200
        assert ask("GET", "/readyz") == 503
        assert ask("GET", "/api/v1/centers/dj-city/board") == 200
        assert ask("POST", "/api/v1/centers/dj-city/tickets", '{"services":["social"]}') == 503
        assert said[-1]["code"] == "safe_mode"
        # Whoever mends it has the database meanwhile.
        done = subprocess.run([*banshi, "restored", *data], check=False)
        assert done.returncode == 0
    finally:
        server.terminate()
        server.communicate(timeout=60)
    assert server.returncode == 0
