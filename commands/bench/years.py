"""`banshi bench years`: what a ticket, a call and a look cost beside years of history, and in a line of thousands."""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from commands.bench.history import copied_days, long_line, one_day
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.verb_alone import seeded
from commands.demo.hall import CENTER
from commands.seeding import now
from server.office.board import board_of
from server.office.call_next import call_next
from server.office.counter import open_counter, start
from server.office.finish import finish
from server.office.requests import CounterCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.views import center_view, counter_view, ticket_view
from server.store.opening import open_store
from server.store.sqlite_file import FILE
from server.store.store import Store

ROWS: Final = int(os.environ.get("BANSHI_BENCH_ROWS", "1000000"))
"""Facts of the past; `BANSHI_BENCH_ROWS` makes them more, such as 10,000,000 (about 10 GB and half an hour)."""
WAITING: Final = 20_000
DESK: Final = "dj-city-03"
SERVICE: Final = "social"
SERVICES: Final = ("social", "medical", "employment")
"""What the desk serves."""
FEW: Final = 900
"""People in the other lines: none of those looked at is called before the end."""
GOAL: Final = 1.3
TURNS: Final = 20
TIMES: Final = 20
_encode = msgspec.json.Encoder().encode


class Place:
    """One store under measurement: the CPU seconds of everything that was done, by what it was."""

    def __init__(self, data: Path, middle: str) -> None:
        self.store: Store = open_store(data)
        self.spent: dict[str, list[float]] = {}
        self._middle = middle
        self._verb(open_counter)

    def turn(self) -> None:
        """Do everything `TIMES` times; whoever takes a ticket is the last of the line."""
        for _ in range(TIMES):
            taken = self._timed("issue", self._take)
            self._timed("look at the last one's ticket", partial(self._read, ticket_view, taken.id))
            self._timed("look at a ticket in the middle", lambda: self._read(ticket_view, self._middle))
            self._timed("look at a counter", lambda: self._read(counter_view, DESK))
            self._timed("look at a center", lambda: self._read(center_view, CENTER, now()))
            self._timed("board", lambda: self._read(board_of, CENTER))
            self._timed("call", lambda: self._verb(call_next))
            self._timed("start", lambda: self._verb(start))
            self._timed("finish", lambda: self._verb(finish))

    def cost(self, name: str) -> float:
        """Return the microseconds of CPU that one of `name` usually takes."""
        return percentile(self.spent[name], 0.5) * 1e6

    def _take(self) -> Any:
        return self.store.write(CENTER, lambda uow: take_ticket(uow, TakeTicketCommand((SERVICE,), "bench"), now()))

    def _verb(self, verb: Callable[..., Any]) -> Any:
        return self.store.write(CENTER, lambda uow: verb(uow, CounterCommand(DESK, "bench"), now()))

    def _read(self, work: Callable[..., object], *given: object) -> bytes:
        return _encode(self.store.read(lambda reading: work(reading, *given)))

    def _timed(self, name: str, work: Callable[[], Any]) -> Any:
        before = time.process_time()
        done = work()
        self.spent.setdefault(name, []).append(time.process_time() - before)
        return done


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about three minutes for a million facts, whatever `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        empty, years, line = (seeded(Path(folder) / name) for name in ("empty", "years", "line"))
        noise.sample()
        one_day(years, CENTER, DESK, SERVICES)
        rows = copied_days(years, CENTER, ROWS)
        middles = [
            long_line(data, CENTER, SERVICE, waiting)[waiting // 2]
            for data, waiting in ((empty, FEW), (years, FEW), (line, WAITING))
        ]
        noise.sample()
        places = {
            name: Place(data, middle)
            for name, data, middle in zip(("empty", "years", "line"), (empty, years, line), middles, strict=True)
        }
        try:
            # Alternately: what else the machine does meanwhile, it does to all.
            for turn in range(TURNS):
                order = list(places.values())
                for place in (*order[turn % 3 :], *order[: turn % 3]):
                    place.turn()
                noise.sample()
        finally:
            for place in places.values():
                place.store.close()
        size = (years / FILE).stat().st_size / (1 << 20)
    return [
        plain("facts of the past", rows, ""),
        plain("size of that database", size, "MiB"),
        plain("people in the long line", WAITING, ""),
        *_compared(places["empty"], places["years"], "years"),
        *_compared(places["empty"], places["line"], "line"),
    ]


def _compared(empty: Place, other: Place, name: str) -> list[Figure]:
    figures = []
    for what in empty.spent:
        if name == "years":
            figures.append(plain(f"{what}: nothing there", empty.cost(what), "us CPU"))
        figures.append(at_most(f"{what}: {name}", other.cost(what) / empty.cost(what), "x CPU", GOAL))
    return figures
