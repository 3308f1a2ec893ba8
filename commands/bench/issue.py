"""`banshi bench issue`: durable tickets over HTTP against the same server's empty request."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from commands.bench import load
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain
from commands.demo.hall import Hall
from commands.demo.processes import Processes

CLIENTS = 16


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about four times `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start()
        return _figures(hall, access.kiosk_token, seconds, noise)


def _figures(hall: Hall, token: str, seconds: float, noise: Noise) -> list[Figure]:
    path = f"/api/v1/centers/{hall.center}/tickets"
    # Services of their own numbers in turn, so that no prefix runs out of numbers however long the run is.
    services = [service.encode() for service in ("social", "medical", "employment", "school", "general", "hukou")]

    def ticket(run: str) -> Callable[[int], bytes]:
        return lambda n: load.post(
            path, token, f"bench-{run}-{n}", b'{"services":["%s"]}' % services[n % len(services)]
        )

    def empty(_: int) -> bytes:
        return load.get("/healthz")

    load.run(hall.http_port, CLIENTS, 0.5, empty)
    noise.sample()
    rates: list[tuple[float, float]] = []
    issued: list[load.Answer] = []
    for turn in range(2):
        answers, taken = load.run(hall.http_port, CLIENTS, seconds / 2, empty)
        empties = len(answers) / taken
        answers, taken = load.run(hall.http_port, CLIENTS, seconds / 2, ticket(f"full-{turn}"))
        issued += answers
        rates.append((len(answers) / taken, empties))
        noise.sample()
    gentle, _ = load.run(hall.http_port, CLIENTS, seconds, ticket("gentle"), rate=100)
    numbers = Counter(json.loads(answer.body)["number"] for answer in issued + gentle if answer.status == 201)
    rate = sum(full for full, _ in rates) / len(rates)
    share = sum(full / empty for full, empty in rates) / len(rates)
    return [
        at_least("tickets per second, durable, 16 clients", rate, "1/s", 1000),
        plain("empty requests per second", sum(empty for _, empty in rates) / len(rates), "1/s"),
        at_least("tickets against empty requests", share, "ratio", 0.6),
        at_most("p99 at 100 tickets per second", percentile([a.seconds for a in gentle], 0.99) * 1000, "ms", 50),
        plain("p99 at full speed", percentile([a.seconds for a in issued], 0.99) * 1000, "ms"),
        at_most("duplicate numbers", sum(count - 1 for count in numbers.values()), "", 0),
        at_most("refused", sum(a.status != 201 for a in issued + gentle), "", 0),
    ]
