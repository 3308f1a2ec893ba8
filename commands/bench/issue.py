"""`banshi bench issue`: what a durable ticket costs over HTTP, in process, and as its bare statements."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from commands.bench import load
from commands.bench.processor import cpu_seconds, part_id
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain
from commands.bench.verb_alone import BareStatements, in_process, seeded
from commands.demo.hall import CENTER, Hall
from commands.demo.processes import Processes

CLIENTS = 16
TURNS = 3
BARE_TICKETS = 1600
SERVICES = ("social", "medical", "employment", "school", "general", "hukou")
"""Services of their own numbers in turn, so that no prefix runs out of numbers however long the run is."""


class _Spent:
    """CPU seconds and how often the thing was done, over several turns."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.times = 0

    def add(self, seconds: float, times: int) -> None:
        self.seconds += seconds
        self.times += times

    @property
    def micros(self) -> float:
        return self.seconds / max(self.times, 1) * 1e6


class _Load:
    """The 16 clients of a running hall, and what its server spends on them."""

    def __init__(self, hall: Hall, token: str) -> None:
        self.hall = hall
        self.token = token
        self.server = part_id(hall.parts, "server")
        self.answers: list[load.Answer] = []

    def empty(self, _: int) -> bytes:
        return load.get("/healthz")

    def ticket(self, run: str) -> Callable[[int], bytes]:
        path = f"/api/v1/centers/{self.hall.center}/tickets"
        return lambda n: load.post(
            path,
            self.token,
            f"bench-{run}-{n}",
            b'{"services":["%s"]}' % SERVICES[n % len(SERVICES)].encode(),
        )

    def run(self, seconds: float, request: Callable[[int], bytes], spent: _Spent) -> float:
        """Ask for `seconds`; return answers per second."""
        before = cpu_seconds(self.server)
        answers, taken = load.run(self.hall.http_port, CLIENTS, seconds, request)
        spent.add(cpu_seconds(self.server) - before, len(answers))
        self.answers += answers if request != self.empty else []
        return len(answers) / taken


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about five times `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start(tickets_per_minute="0")
        alone = seeded(Path(folder) / "alone")
        return _figures(_Load(hall, access.kiosk_token), alone, seconds, noise)


def _figures(clients: _Load, alone: Path, seconds: float, noise: Noise) -> list[Figure]:
    statements = BareStatements(alone, CENTER, SERVICES, BARE_TICKETS)
    load.run(clients.hall.http_port, CLIENTS, 0.5, clients.empty)
    load.run(clients.hall.http_port, CLIENTS, 0.5, clients.ticket("warm"))
    noise.sample()
    empty, issued, called, bare = _Spent(), _Spent(), _Spent(), _Spent()
    rates: list[float] = []
    for turn in range(TURNS):
        clients.run(seconds / TURNS, clients.empty, empty)
        rates.append(clients.run(seconds / TURNS, clients.ticket(f"full-{turn}"), issued))
        called.add(*in_process(alone, CENTER, SERVICES, seconds / TURNS))
        bare.add(statements.run(), statements.tickets)
        noise.sample()
    gentle, _ = load.run(clients.hall.http_port, CLIENTS, seconds, clients.ticket("gentle"), rate=100)
    noise.sample()
    every = clients.answers + gentle
    numbers = Counter(json.loads(answer.body)["number"] for answer in every if answer.status == 201)
    gentle_p99 = percentile([each.seconds for each in gentle], 0.99) * 1000
    full_p99 = percentile([each.seconds for each in clients.answers], 0.99) * 1000
    return [
        plain("CPU of the server per ticket, 16 clients", issued.micros, "us"),
        plain("CPU of the server per empty request", empty.micros, "us"),
        plain("CPU per ticket in process, 16 threads", called.micros, "us"),
        plain("CPU per ticket as bare statements", bare.micros, "us"),
        at_most("over HTTP against in process", issued.micros / called.micros, "x CPU", 2.2),
        at_most("in process against bare statements", called.micros / bare.micros, "x CPU", 3),
        at_most("duplicate numbers", sum(count - 1 for count in numbers.values()), "", 0),
        at_most("refused", sum(each.status != 201 for each in every), "", 0),
        at_least("tickets per second, durable, 16 clients", percentile(rates, 0.5), "1/s", 2000, absolute=True),
        at_most("p99 at 100 tickets per second", gentle_p99, "ms", 50, absolute=True),
        plain("p99 at full speed", full_p99, "ms", absolute=True),
    ]
