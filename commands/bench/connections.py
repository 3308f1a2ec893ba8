"""`banshi bench connections`: 10,000 connections, of them 1,000 hostile, and 1,330 honest clients in one run."""

import os
import sys
import tempfile
import time
from pathlib import Path

from commands.bench import load
from commands.bench.crowd import HOSTILE, raise_descriptors
from commands.bench.honest import Honest, run
from commands.bench.issue import SERVICES
from commands.bench.processor import cpu_seconds, part_id, resident
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain, say_failures
from commands.demo.hall import Access, Hall
from commands.demo.processes import Processes
from commands.failing import CannotRun

OPEN = 10_000
MALICIOUS = 1_000
KIOSKS, CONSOLES = 730, 600
TICKETS = 20
"""Of the kiosks, those whose citizens take tickets now: each every two seconds, ten a second in all."""
EVERY = 30.0
"""Seconds between two requests of a kiosk or a console that nobody touches."""


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about 20 s more than five times `seconds`."""
    raise_descriptors()
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start(tickets_per_minute="0", connections_per_address="512")
        return _figures(hall, access, seconds * 5, noise)


def _clients(hall: Hall, access: Access) -> dict[str, list[Honest]]:
    path = f"/api/v1/centers/{hall.center}/tickets"

    def ticket(number: int) -> Honest:
        def request(asked: int) -> bytes:
            service = SERVICES[(number + asked) % len(SERVICES)]
            return load.post(
                path, access.kiosk_token, f"crowd-{number}-{asked}", b'{"services":["%s"]}' % service.encode()
            )

        return Honest(hall.http_port, 2.0, request, number / TICKETS * 2)

    board = load.get(f"/api/v1/centers/{hall.center}/board", access.kiosk_token)
    desk = access.counters[0]
    counter = load.get(f"/api/v1/counters/{desk.id}", desk.token)
    return {
        "tickets": [ticket(number) for number in range(TICKETS)],
        "kiosks": [
            Honest(hall.http_port, EVERY, lambda _: board, number / KIOSKS * EVERY)
            for number in range(KIOSKS - TICKETS)
        ],
        "consoles": [
            Honest(hall.http_port, EVERY, lambda _: counter, number / CONSOLES * EVERY) for number in range(CONSOLES)
        ],
        "healthz": [Honest(hall.http_port, 0.5, lambda _: load.get("/healthz"), 0.1)],
        "readyz": [Honest(hall.http_port, 0.5, lambda _: load.get("/readyz"), 0.3)],
    }


def _figures(hall: Hall, access: Access, seconds: float, noise: Noise) -> list[Figure]:
    server = part_id(hall.parts, "server")
    clients = _clients(hall, access)
    honest = [each for some in clients.values() for each in some]
    noise.sample()
    each = MALICIOUS // len(HOSTILE)
    others = _open_at(server)
    manners = [f"idle={OPEN - MALICIOUS}", *(f"{manner}={each}" for manner in HOSTILE)]
    command = [sys.executable, "-P", "-m", "commands.bench.crowd", str(hall.http_port), *manners]
    hall.parts.start("crowd", command)
    # Those that the system holds for the server are not open there yet.
    while _open_at(server) - others < OPEN - MALICIOUS // 2:
        if hall.parts.ended() is not None:
            raise CannotRun("part_ended", "{name} ended: {said}", name="crowd", said=hall.parts.log("crowd"))
        time.sleep(0.5)
    before = cpu_seconds(server)
    run(honest, seconds)
    spent = cpu_seconds(server) - before
    there, ended = _open_at(server) - others, _crowd(hall)[1]
    noise.sample()
    waits = {name: [wait for each in some for wait in each.waits] for name, some in clients.items()}
    failed = [f"{name} {why}" for name, some in clients.items() for each in some for why in each.failed]
    say_failures(failed)
    said = hall.parts.log("server")
    return [
        at_least("connections open at once, at the server", there, "connections", OPEN),
        plain("of them hostile, opened again when ended", MALICIOUS, "connections"),
        plain("honest clients beside them", len(honest), "clients"),
        plain("connections that the server ended", ended, "connections"),
        plain("honest requests over a new connection", sum(each.reopened for each in honest), "requests"),
        at_least("honest requests answered", sum(len(each) for each in waits.values()), "requests", 1),
        at_most("honest requests that failed", len(failed), "requests", 0),
        at_most("p99 of a ticket", percentile(waits["tickets"], 0.99), "s", 1, absolute=True),
        at_most("worst of a ticket", max(waits["tickets"], default=0), "s", 5, absolute=True),
        at_most("worst of /healthz", max(waits["healthz"], default=60), "s", 1, absolute=True),
        at_most("worst of /readyz", max(waits["readyz"], default=60), "s", 1, absolute=True),
        at_most(
            "p99 of kiosks and consoles", percentile(waits["kiosks"] + waits["consoles"], 0.99), "s", 1, absolute=True
        ),
        plain("CPU of the server, a second", spent / (seconds or 1), "s"),
        plain("memory of the server", resident(server), "MiB"),
        at_most("tracebacks in its log", said.count("Traceback"), "lines", 0),
    ]


def _crowd(hall: Hall) -> tuple[int, int]:
    """Return how many of the crowd are open now, and how many the server has ended."""
    lines = hall.parts.log("crowd").splitlines()
    open_, ended = (int(each) for each in lines[-1].split()) if lines else (0, 0)
    return open_, ended


def _open_at(process: int) -> int:
    """Return how many descriptors `process` has open."""
    return len(os.listdir(f"/proc/{process}/fd"))
