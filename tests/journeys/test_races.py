"""32 clients at once: no number twice, none left out, nobody called twice, the journal without a gap."""

import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from commands.demo.processes import Processes, banshi_command, free_port
from server.client.commands import Commands
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store import tables, unit_of_work
from server.store.opening import open_store
from server.store.seeding import seed
from tests.journeys.hall_server import ServerProcess, prove_order, seeded, serve_until_empty, together, whole_journal
from tests.server.conftest import CITY, MORNING

CLIENTS = 32
EACH = 6


def rush(servers: list[ServerProcess], report: dict[str, Any]) -> list[Any]:
    """Let 32 kiosks take tickets while eight counters call, over all `servers`; return the journal."""
    token = report["tokens"]["kiosk"]["dj-city"]
    counters = next(center for center in report["centers"] if center["id"] == "dj-city")["counters"]

    def take(number: int) -> None:
        kiosk = Commands(servers[number % len(servers)].url, token, timeout=30)
        for turn in range(EACH):
            kiosk.take_ticket("dj-city", [("hukou", "social", "school")[(number + turn) % 3]])
        kiosk.close()

    def work(number: int) -> None:
        counter = counters[number]
        serve_until_empty(servers[number % len(servers)].url, counter["id"], counter["token"], [])

    takers = [lambda number=number: take(number) for number in range(CLIENTS)]
    workers = [lambda number=number: work(number) for number in range(8)]
    together([*takers, *workers])
    # Those who found their line empty too early come back for the rest.
    together(workers)
    commands = Commands(servers[0].url, token)
    events = whole_journal(commands, "dj-city")
    commands.close()
    return events


def test_32_clients_on_the_embedded_database(tmp_path: Path) -> None:
    report = seeded(tmp_path / "data", None)
    with Processes(tmp_path / "logs") as parts:
        server = ServerProcess(parts, "server", tmp_path / "data")
        server.start()
        events = rush([server], report)
    prove_order(events)
    assert sum(event.type == "ticket.issued" for event in events) == CLIENTS * EACH
    assert sum(event.type == "ticket.finished" for event in events) == CLIENTS * EACH


@pytest.mark.postgres
def test_32_clients_on_four_processes(tmp_path: Path, postgres_url: str) -> None:
    report = seeded(None, postgres_url)
    with Processes(tmp_path / "logs") as parts:
        servers = [ServerProcess(parts, f"server-{number}", None, postgres_url, "web") for number in range(4)]
        for server in servers:
            server.start()
        events = rush(servers, report)
    prove_order(events)
    assert sum(event.type == "ticket.issued" for event in events) == CLIENTS * EACH
    assert sum(event.type == "ticket.finished" for event in events) == CLIENTS * EACH


@pytest.mark.postgres
def test_without_the_centers_lock_the_race_is_lost(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with the row lock off, the same rush ends in refused rows or a broken count."""
    store = open_store(None, postgres_url)
    seed(store, CITY, MORNING)
    centers = tables.centers.c
    unlocked = select(centers.seq, centers.revision).where(centers.id == bindparam("center"))
    monkeypatch.setattr(unit_of_work, "_LOCK", unlocked)
    numbers: list[str] = []
    troubles: list[Exception] = []
    lock = threading.Lock()

    def take() -> None:
        for _ in range(10):
            try:
                ticket = store.write("hall", lambda uow: take_ticket(uow, TakeTicketCommand(("social",), "k"), MORNING))
                with lock:
                    numbers.append(ticket.number)
            except Exception as trouble:
                with lock:
                    troubles.append(trouble)

    together([take] * 16)
    store.close()
    assert troubles or len(set(numbers)) < len(numbers)


def test_a_second_process_on_the_embedded_database_is_refused(tmp_path: Path) -> None:
    seeded(tmp_path / "data", None)
    web, live = (f"127.0.0.1:{free_port()}" for _ in range(2))
    with Processes(tmp_path / "logs") as parts:
        ServerProcess(parts, "server", tmp_path / "data").start()
        second = subprocess.run(
            banshi_command("serve", "web", "--data", str(tmp_path / "data"), "--http", web, "--live", live),
            capture_output=True,
            text=True,
        )
    assert second.returncode == 2
    assert "Another Banshi process" in second.stderr
