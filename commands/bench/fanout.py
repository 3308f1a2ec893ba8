"""`banshi bench fanout`: 100 events a second to many screens of one hall; nothing missed, nothing doubled."""

import json
import tempfile
from pathlib import Path

from commands.bench import load
from commands.bench.processor import cpu_seconds, part_id
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.watching import Watcher
from commands.demo.hall import Access, Hall
from commands.demo.processes import Processes

SCREENS = 50
RATE = 100
GOAL_WATCHED = 2


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures of `SCREENS` sockets while `RATE` tickets a second are issued for `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start(tickets_per_minute="0")
        return _figures(hall, access, seconds, noise)


def _figures(hall: Hall, access: Access, seconds: float, noise: Noise) -> list[Figure]:
    server = part_id(hall.parts, "server")
    noise.sample()
    alone, _, _ = _issue(hall, access, server, seconds, "alone")
    screens = [Watcher(hall.live_url, access.display_token, hall.center) for _ in range(SCREENS)]
    noise.sample()
    watched, answers, taken = _issue(hall, access, server, seconds, "watched")
    noise.sample()
    with load.Session(hall.http_port) as session:
        board = json.loads(session.ask(load.get(f"/api/v1/centers/{hall.center}/board", access.display_token)).body)
    last = board["seq"]
    for screen in screens:
        screen.wait_for(last)
    ended = {json.loads(answer.body)["number"]: answer.ended for answer in answers if answer.status == 201}
    late = [
        (screen.arrived[seq] - ended[frame["ticket"]["number"]]) * 1000
        for screen in screens
        for seq, frame in screen.frames.items()
        if frame["type"] == "ticket.issued" and frame["ticket"]["number"] in ended
    ]
    missed = sum(screen.missed(last) for screen in screens)
    doubled = sum(screen.doubled for screen in screens)
    for screen in screens:
        screen.close()
    return [
        plain("screens", SCREENS, ""),
        plain("events per second", len(answers) / taken, "1/s", absolute=True),
        plain("CPU of the server per event, no screen", alone * 1e6, "us"),
        plain("CPU of the server per event, all screens", watched * 1e6, "us"),
        plain("CPU of the server per event and screen", (watched - alone) / SCREENS * 1e6, "us"),
        at_most("all screens against none", watched / alone, "x CPU", GOAL_WATCHED),
        at_most("events missed", missed, "", 0),
        at_most("events doubled", doubled, "", 0),
        plain("answer to socket p50", percentile(late, 0.5), "ms", absolute=True),
        at_most("answer to socket p99", percentile(late, 0.99), "ms", 20, absolute=True),
    ]


def _issue(hall: Hall, access: Access, server: int, seconds: float, run: str) -> tuple[float, list[load.Answer], float]:
    """Issue `RATE` tickets a second; return CPU seconds of the server per ticket, the answers and the time taken."""
    path = f"/api/v1/centers/{hall.center}/tickets"
    before = cpu_seconds(server)
    answers, taken = load.run(
        hall.http_port,
        4,
        seconds,
        lambda n: load.post(path, access.kiosk_token, f"fanout-{run}-{n}", b'{"services":["social"]}'),
        rate=RATE,
    )
    return (cpu_seconds(server) - before) / max(len(answers), 1), answers, taken
