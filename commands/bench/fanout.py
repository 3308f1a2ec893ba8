"""`banshi bench fanout`: 100 events a second to many screens of one hall; nothing missed, nothing doubled."""

import json
import tempfile
from pathlib import Path

from commands.bench import load
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.watching import Watcher
from commands.demo.hall import Access, Hall
from commands.demo.processes import Processes

SCREENS = 50
RATE = 100


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures of `SCREENS` sockets while `RATE` tickets a second are issued for `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start()
        return _figures(hall, access, seconds, noise)


def _figures(hall: Hall, access: Access, seconds: float, noise: Noise) -> list[Figure]:
    screens = [Watcher(hall.live_url, access.display_token, hall.center) for _ in range(SCREENS)]
    path = f"/api/v1/centers/{hall.center}/tickets"
    noise.sample()
    answers, taken = load.run(
        hall.http_port,
        4,
        seconds,
        lambda n: load.post(path, access.kiosk_token, f"fanout-{n}", b'{"services":["social"]}'),
        rate=RATE,
    )
    noise.sample()
    board = json.loads(
        load.Session(hall.http_port).ask(load.get(f"/api/v1/centers/{hall.center}/board", access.display_token)).body
    )
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
        plain("events per second", len(answers) / taken, "1/s"),
        plain("answer to socket p50", percentile(late, 0.5), "ms"),
        at_most("answer to socket p99", percentile(late, 0.99), "ms", 20),
        at_most("events missed", missed, "", 0),
        at_most("events doubled", doubled, "", 0),
    ]
