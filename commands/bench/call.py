"""`banshi bench call`: from the clerk's press to the socket of a display, and to the painted page."""

import json
import tempfile
import time
from pathlib import Path

from commands.bench import load
from commands.bench.processor import cpu_seconds, part_id
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.watching import Watcher
from commands.demo.browser import Page, browser
from commands.demo.hall import Access, Hall
from commands.demo.processes import Processes

ROUNDS = 60
REQUESTS = 4
"""A round is issue, call, start and finish."""
EMPTY = 400
GOAL_ROUND = 8


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures of `ROUNDS` calls one by one, with a watching socket and a real display page."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        access = hall.prepare()
        hall.start(tickets_per_minute="0")
        with browser() as chromium:
            display = chromium.open(f"{hall.url}/display/#{access.display_code}", 1920, 1080)
            display.wait("window.banshiPainted !== undefined")
            with load.Session(hall.http_port) as verbs:
                return _figures(hall, access, display, verbs, seconds, noise)


def _figures(
    hall: Hall, access: Access, display: Page, verbs: load.Session, seconds: float, noise: Noise
) -> list[Figure]:
    watcher = Watcher(hall.live_url, access.display_token, hall.center)
    desk = access.counters[2]
    service = desk.services[0].encode()
    verbs.ask(load.post(f"/api/v1/counters/{desk.id}/open", desk.token, "open-desk"))
    began: dict[str, tuple[float, float]] = {}
    answered: list[float] = []
    end = time.monotonic() + max(seconds * 4, 8)
    server = part_id(hall.parts, "server")
    ticket = f"/api/v1/centers/{hall.center}/tickets", access.kiosk_token
    for n in range(ROUNDS):
        if time.monotonic() > end:
            break
        verbs.ask(load.post(*ticket, f"call-issue-{n}", b'{"services":["%s"]}' % service))
        at, clock = time.perf_counter(), time.time() * 1000
        answer = verbs.ask(load.post(f"/api/v1/counters/{desk.id}/call-next", desk.token, f"call-next-{n}"))
        answered.append(answer.seconds * 1000)
        number = json.loads(answer.body)["ticket"]["number"]
        began[number] = (at, clock)
        display.wait(f"window.banshiPainted.some((call) => call.number === {json.dumps(number)})")
        for verb in ("start", "finish"):
            verbs.ask(load.post(f"/api/v1/counters/{desk.id}/{verb}", desk.token, f"call-{verb}-{n}"))
    noise.sample()
    before = cpu_seconds(server)
    for _ in range(EMPTY):
        verbs.ask(load.get("/healthz"))
    empty = (cpu_seconds(server) - before) / EMPTY
    before = cpu_seconds(server)
    # One after the other, as the empty ones: what idles between two requests finds its memory cold, and pays for it.
    for n in range(ROUNDS):
        verbs.ask(load.post(*ticket, f"again-issue-{n}", b'{"services":["%s"]}' % service))
        for verb in ("call-next", "start", "finish"):
            verbs.ask(load.post(f"/api/v1/counters/{desk.id}/{verb}", desk.token, f"again-{verb}-{n}"))
    spent = (cpu_seconds(server) - before) / ROUNDS
    noise.sample()
    painted = {call["number"]: call["at"] for call in display.value("window.banshiPainted")}
    arrived = {
        frame["ticket"]["number"]: watcher.arrived[seq]
        for seq, frame in watcher.frames.items()
        if frame["type"] == "ticket.called"
    }
    to_socket = [(arrived[number] - at) * 1000 for number, (at, _) in began.items() if number in arrived]
    to_paint = [painted[number] - clock for number, (_, clock) in began.items() if number in painted]
    watcher.close()
    return [
        plain("calls", len(began), ""),
        plain("CPU of the server per round of issue, call, start, finish", spent * 1000, "ms"),
        at_most("a round against four empty requests", spent / (REQUESTS * empty), "x CPU", GOAL_ROUND),
        at_most("calls not at the socket", len(began) - len(to_socket), "", 0),
        at_most("calls not painted", len(began) - len(to_paint), "", 0),
        plain("call answered p50", percentile(answered, 0.5), "ms", absolute=True),
        plain("call to socket p50", percentile(to_socket, 0.5), "ms", absolute=True),
        at_most("call to socket p99", percentile(to_socket, 0.99), "ms", 20, absolute=True),
        plain("call to painted p50", percentile(to_paint, 0.5), "ms", absolute=True),
        at_most("call to painted p99", percentile(to_paint, 0.99), "ms", 150, absolute=True),
    ]
