"""`banshi bench city`: a whole city on this machine, with every kiosk, console and screen, and people in all halls.

Kiosks ask as kiosks do: their center and the release every half minute, tickets over a connection of their own.
Consoles and screens are let in by one-time codes and follow the live socket. A quarter of the writes is a ticket, the
others are the call, the start and the finish of it at that center's counter.
"""

import heapq
import os
import random
import selectors
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from commands.bench import load
from commands.bench.asking import Asking, Tally
from commands.bench.crowd import raise_descriptors
from commands.bench.page import Page, pages_opened
from commands.bench.processor import cpu_seconds, part_id, resident
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain, say_failures
from commands.bench.whole_city import SERVICES, Place, written
from commands.demo.hall import Hall
from commands.demo.processes import Processes

CENTERS: Final = 600
KIOSKS: Final = 730
SOCKETS: Final = 5_000
"""Of them one for the console of each center, the others are screens."""
WRITES: Final = 100
"""A second, in all halls together."""
LOOK: Final = 30.0
"""Seconds between two looks of a kiosk at its center and at the release."""
SETTLED: Final = 3.0
PARTS: Final = 10
"""The measured part is so many times as long as that of other benches: kiosks look every half minute."""
VERBS: Final = ("call-next", "start", "finish")


class Tallies:
    """What came of all that was asked."""

    def __init__(self) -> None:
        self.writes, self.kiosks, self.looks, self.asks, self.entrance = (Tally() for _ in range(5))

    @property
    def failed(self) -> list[str]:
        """Return why requests failed, of every kind."""
        kinds = {"write": self.writes, "kiosk": self.kiosks, "look": self.looks, "board": self.asks}
        kinds["entrance"] = self.entrance
        return [f"{kind} {why}" for kind, tally in kinds.items() for why in tally.failed]


class Halls:
    """All clients of a city, on one selector."""

    def __init__(self, hall: Hall, places: list[Place]) -> None:
        self._hall = hall
        self._places = places
        self._selector = selectors.EpollSelector()
        self._chance = random.Random(1)  # noqa: S311 - the same halls in every run
        self._count = 0
        self.tallies = Tallies()
        self.pages: list[Page] = []
        self._consoles: dict[str, Page] = {}
        self._kiosks = [(place.center, token) for place in places for token in place.kiosks]
        self._lookouts = [self._asking() for _ in self._kiosks]
        self._outboxes = {token: self._asking() for _, token in self._kiosks}
        self._visits = [self._visit(place) for place in places]
        self._session = load.Session(hall.http_port)
        self._tag = b""

    def let_in(self) -> None:
        """Let every page in by its code, and have it ask for what it shows first; consoles open their counters."""
        for place in self._places:
            self._page(place, place.console, place.counter)
            for code in place.screens:
                self._page(place, code, None)
        for place in self._places:
            console = self._consoles[place.center]
            self._post(console.http, f"/api/v1/counters/{place.counter}/open", console.token, self.tallies.entrance)
            if self._count % 50 == 0:
                self._until_answered()
        for lookout, (center, token) in zip(self._lookouts, self._kiosks, strict=True):
            self._look(lookout, center, token)
        self._until_answered()

    def open_sockets(self) -> None:
        """Open the live socket of every page."""
        pages_opened(self.pages, self.hear)

    def live(self, seconds: float) -> None:
        """Let kiosks look, people come and clerks call for `seconds`, and wait for the last answers."""
        began = time.perf_counter()
        end = began + seconds
        looks = [(began + at / len(self._kiosks) * LOOK, at) for at in range(len(self._kiosks))]
        heapq.heapify(looks)
        ready = list(range(len(self._visits)))
        done, swept = 0, began
        while (now := time.perf_counter()) < end:
            while looks[0][0] <= now:
                at, number = looks[0]
                center, token = self._kiosks[number]
                self._look(self._lookouts[number], center, token, at)
                heapq.heapreplace(looks, (at + LOOK, number))
            while ready and (due := began + done / WRITES) <= now:
                # Any hall is as likely as any other: so some are silent for a while, as halls are.
                chosen = self._chance.randrange(len(ready))
                ready[chosen], ready[-1] = ready[-1], ready[chosen]
                visit = ready.pop()
                self._visits[visit](due, partial(ready.append, visit))
                done += 1
            if now - swept > 1:
                swept = now
                for page in self.pages:
                    page.watch(now)
            self.hear()
        self._until_answered()

    def settle(self) -> None:
        """Wait for the last events."""
        settled = time.perf_counter() + SETTLED
        while time.perf_counter() < settled:
            self.hear()

    def missed(self) -> int:
        """Return how many events did not come to pages that follow their centers: gaps, and what came last."""
        # The one before was silent for so long that the server has closed it.
        self._session.close()
        self._session = load.Session(self._hall.http_port)
        heads = {place.center: self._head(place) for place in self._places}
        return sum(page.missed + max(0, heads[page.center] - page.seq) for page in self.pages)

    def hear(self) -> None:
        """Take what has come to anybody."""
        for key, _ in self._selector.select(0.002):
            now = time.perf_counter()
            if isinstance(key.data, Page):
                key.data.heard(now)
            else:
                key.data.owner.heard(now)

    def close(self) -> None:
        """Leave, all."""
        for page in self.pages:
            page.close()
        for each in self._everybody():
            each.close()
        self._session.close()
        self._selector.close()

    def _asking(self) -> Asking:
        return Asking(self._hall.http_port, self._selector)

    def _everybody(self) -> Iterable[Asking]:
        yield from (page.http for page in self.pages)
        yield from self._lookouts
        yield from self._outboxes.values()

    def _page(self, place: Place, code: str, counter: str | None) -> None:
        answer = self._session.ask(load.post("/api/v1/access", "", "", b'{"code":"%s"}' % code.encode()))
        token = msgspec.json.decode(answer.body)["token"]
        tallies = (self.tallies.looks, self.tallies.asks)
        ports = (self._hall.http_port, self._hall.live_port)
        page = Page(ports, self._selector, token, place.center, tallies, counter)
        if counter is not None:
            self._consoles[place.center] = page
        self.pages.append(page)
        page.http.wish(load.get(f"/api/v1/centers/{place.center}", token), time.perf_counter(), self.tallies.entrance)
        self.hear()

    def _look(self, lookout: Asking, center: str, token: str, due: float | None = None) -> None:
        at = time.perf_counter() if due is None else due
        lookout.wish(load.get(f"/api/v1/centers/{center}", token), at, self.tallies.kiosks)
        lookout.wish(self._release_request(token), at, self.tallies.kiosks)

    def _release_request(self, token: str) -> bytes:
        if not self._tag:
            answer = self._session.ask(load.get("/api/v1/release", token))
            self._tag = next(
                line.partition(b":")[2].strip() for line in answer.head.split(b"\r\n") if line[:5].lower() == b"etag:"
            )
        return load.get("/api/v1/release", token)[:-2] + b"If-None-Match: %s\r\n\r\n" % self._tag

    def _visit(self, place: Place) -> Callable[[float, Callable[[], None]], None]:
        """Return what does the next step of the visits at `place`, and calls back when it is answered."""
        steps = 0

        def step(due: float, then: Callable[[], None]) -> None:
            nonlocal steps
            turn, steps = steps % (len(VERBS) + 1), steps + 1
            if turn:
                console = self._consoles[place.center]
                path = f"/api/v1/counters/{place.counter}/{VERBS[turn - 1]}"
                self._post(console.http, path, console.token, self.tallies.writes, due, then)
                return
            token = place.kiosks[steps // 4 % len(place.kiosks)]
            service = SERVICES[steps // 4 % len(SERVICES)].encode()
            path = f"/api/v1/centers/{place.center}/tickets"
            body = b'{"services":["%s"]}' % service
            self._post(self._outboxes[token], path, token, self.tallies.writes, due, then, body)

        return step

    def _post(
        self,
        asking: Asking,
        path: str,
        token: str,
        tally: Tally,
        due: float | None = None,
        then: Callable[[], None] = lambda: None,
        body: bytes = b"{}",
    ) -> None:
        self._count += 1
        at = time.perf_counter() if due is None else due
        asking.wish(load.post(path, token, f"city-{self._count:08}", body), at, tally, then)

    def _until_answered(self, seconds: float = 30) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and any(each.waiting for each in self._everybody()):
            self.hear()

    def _head(self, place: Place) -> int:
        token = self._consoles[place.center].token
        answer = self._session.ask(load.get(f"/api/v1/centers/{place.center}/board", token))
        return int(msgspec.json.decode(answer.body)["seq"])


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about a minute more than ten times `seconds`."""
    raise_descriptors()
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder, Processes(Path(folder) / "logs") as parts:
        hall = Hall(parts, Path(folder) / "data")
        places = written(hall.data, CENTERS, KIOSKS, SOCKETS - CENTERS)
        hall.start(tickets_per_minute="0")
        halls = Halls(hall, places)
        try:
            return _figures(hall, halls, seconds * PARTS, noise)
        finally:
            halls.close()


def _figures(hall: Hall, halls: Halls, seconds: float, noise: Noise) -> list[Figure]:
    server = part_id(hall.parts, "server")
    halls.let_in()
    noise.sample()
    before = resident(server)
    halls.open_sockets()
    opened = resident(server)
    # What happens once, happens before: files read, statements compiled, connections of kiosks opened.
    halls.live(min(seconds / 2, LOOK))
    tallies = halls.tallies
    warm = [len(each.waits) for each in (tallies.writes, tallies.kiosks, tallies.looks, tallies.asks)]
    frames = sum(page.frames for page in halls.pages)
    noise.sample()
    began, spent = time.perf_counter(), cpu_seconds(server)
    halls.live(seconds)
    taken, spent = time.perf_counter() - began, cpu_seconds(server) - spent
    halls.settle()
    noise.sample()
    writes = tallies.writes.waits[warm[0] :]
    failed = tallies.failed
    lost = [page.lost for page in halls.pages if page.lost]
    say_failures(failed + lost)
    return [
        plain("centers", CENTERS, ""),
        plain("kiosks", KIOSKS, ""),
        plain("consoles let in by a code, their counters open", len([p for p in halls.pages if p.counter]), ""),
        at_least("sockets open to the end", len(halls.pages) - len(lost), "", SOCKETS),
        at_least("writes a second", len(writes) / taken, "writes", WRITES * 0.85),
        plain("events at sockets a second", (sum(page.frames for page in halls.pages) - frames) / taken, "events"),
        plain("looks of kiosks a second", (len(tallies.kiosks.waits) - warm[1]) / taken, "requests"),
        plain("looks of consoles a second", (len(tallies.looks.waits) - warm[2]) / taken, "requests"),
        plain("boards asked by quiet pages a second", (len(tallies.asks.waits) - warm[3]) / taken, "requests"),
        at_most("CPU of the server", spent / taken * 100, "% of a core", 50),
        at_most("memory of the server", resident(server), "MiB", 400),
        at_most("memory for each socket", (opened - before) * 1024 / SOCKETS, "KiB", 16),
        at_most("requests that failed", len(failed), "", 0),
        at_most("events missed", halls.missed(), "", 0),
        at_most("tracebacks in its log", hall.parts.log("server").count("Traceback"), "lines", 0),
        plain("p50 of writes", percentile(writes, 0.5) * 1000, "ms", absolute=True),
        at_most("p99 of writes", percentile(writes, 0.99) * 1000, "ms", 100, absolute=True),
        plain("cores of this machine", os.cpu_count() or 1, ""),
    ]
