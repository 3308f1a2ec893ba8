"""The server is killed in the middle of its work: whoever holds a ticket still stands in line, and nobody twice.

`BANSHI_KILL_ROUNDS` sets the number of rounds; without it, five.
"""

import os
import signal
import threading
from pathlib import Path

import pytest

from commands.bench.watching import Watcher
from commands.demo.processes import Processes
from server.client.commands import Commands
from server.rules.errors import Refusal
from tests.journeys.hall_server import ServerProcess, prove_order, seeded, whole_journal

ROUNDS = int(os.environ.get("BANSHI_KILL_ROUNDS", "5"))
CLIENTS = 8


class Rush:
    """Kiosks that take tickets until they are told to stop; what each was told, and what it does not know."""

    def __init__(self, url: str, token: str, name: str) -> None:
        self.held: dict[str, str] = {}
        self.open: list[str] = []
        self._stop = threading.Event()
        self._some = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._take, args=(Commands(url, token, timeout=5), f"{name}-{number}"))
            for number in range(CLIENTS)
        ]
        for thread in self._threads:
            thread.start()

    def wait_for(self, tickets: int) -> None:
        for _ in range(tickets):
            assert self._some.acquire(timeout=30)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _take(self, kiosk: Commands, name: str) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            key = f"{name}-{turn}"
            try:
                ticket = kiosk.take_ticket("dj-city", ["hukou"], key=key)
            except Refusal:
                with self._lock:
                    self.open.append(key)
                break
            with self._lock:
                self.held[key] = ticket.id
            self._some.release()
        kiosk.close()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_again_and_again(tmp_path: Path, database: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    data = None if url else tmp_path / "data"
    token = seeded(data, url)["tokens"]["kiosk"]["dj-city"]
    held: dict[str, str] = {}
    rounds = ROUNDS if database == "sqlite" else max(ROUNDS // 3, 1)
    with Processes(tmp_path / "logs") as parts:
        server = ServerProcess(parts, "server", data, url)
        server.start()
        for number in range(rounds):
            rush = Rush(server.url, token, f"round-{number}")
            rush.wait_for(10 + 7 * number % 30)
            server.stop(signal.SIGKILL)
            rush.stop()
            held |= rush.held
            # Who comes back after one kill is the one that the next kill meets.
            server = ServerProcess(parts, f"again-{number}", data, url)
            server.start()
            commands = Commands(server.url, token)
            # What was on its way when the server died is asked again under the same key.
            for key in rush.open:
                held[key] = commands.take_ticket("dj-city", ["hukou"], key=key).id
            for key, ticket in list(rush.held.items())[:5]:
                assert commands.take_ticket("dj-city", ["hukou"], key=key).id == ticket
            events = whole_journal(commands, "dj-city")
            prove_order(events)
            issued = [event.ticket.id for event in events if event.type == "ticket.issued"]
            assert len(held) == len(set(held.values()))
            assert set(issued) == set(held.values())
            commands.close()
        server.stop(signal.SIGTERM)


def test_asked_to_end_it_finishes_what_it_began(tmp_path: Path) -> None:
    report = seeded(tmp_path / "data", None)
    token = report["tokens"]["kiosk"]["dj-city"]
    with Processes(tmp_path / "logs") as parts:
        server = ServerProcess(parts, "server", tmp_path / "data")
        server.start()
        watcher = Watcher(f"ws://127.0.0.1:{server.live}/live", report["tokens"]["display"]["dj-city"], "dj-city")
        rush = Rush(server.url, token, "rush")
        rush.wait_for(40)
        _, process = parts.running[0]
        server.stop(signal.SIGTERM)
        rush.stop()
        assert process.returncode == 0
        watcher.close()
        assert watcher.closed == (1012, "restart")
        again = ServerProcess(parts, "again", tmp_path / "data")
        again.start()
        commands = Commands(again.url, token)
        events = whole_journal(commands, "dj-city")
        commands.close()
    prove_order(events)
    issued = {event.ticket.id for event in events if event.type == "ticket.issued"}
    assert set(rush.held.values()) <= issued
    # At most the requests that were on their way are unknown to those who asked.
    assert len(issued) - len(rush.held) <= CLIENTS
