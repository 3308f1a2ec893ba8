"""What it costs to say where a matter can be done in a whole city: every center looked at, ranked, some asked anew."""

import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from commands.bench.report import Figure, Noise, at_most, percentile
from commands.bench.whole_city import SERVICES, city_of
from config.centers import Way
from server.office.counter import open_counter
from server.office.estimates import FRESH_MS, Estimates
from server.office.places import places_for
from server.office.requests import CounterCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import Reading, UnitOfWork

CENTERS: Final = 601
FEW: Final = 61
WAITING: Final = 4
ANSWERS: Final = 12
TOLD: Final = 20
COLD: Final = 2
"""The first answers read how every center is configured, which is kept."""
MORNING: Final = 1_764_036_000_000
"""A Tuesday at ten in Shanghai."""


def figures_of(noise: Noise) -> list[Figure]:
    """Return the cost of an answer in a city of 601 centers, and beside that in one of 61."""
    many = _answers(CENTERS)
    noise.sample()
    few = _answers(FEW)
    noise.sample()
    cost, ratio = percentile(many, 0.5) * 1000, percentile(many, 0.5) / percentile(few, 0.5)
    return [
        at_most(f"places of {CENTERS} centers, p50", cost, "ms CPU", 30),
        at_most(f"places of {CENTERS} centers beside {FEW}", ratio, "ratio", CENTERS / FEW),
    ]


def _answers(centers: int) -> list[float]:
    """Return the CPU seconds of answers in a city of `centers`, in which nothing that was said is fresh any more."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        store = open_store(Path(folder) / "data", create=True)
        try:
            return _asked(store, centers)
        finally:
            store.close()


def _asked(store: Store, centers: int) -> list[float]:
    city = city_of(centers)
    ways = tuple(Way((each.parent, each.id), 10) for each in city.centers if each.parent is not None)
    seed(store, msgspec.structs.replace(city, ways=ways), MORNING)
    works = [store.order(each.id, partial(_day, f"{each.id}-1")) for each in city.centers]
    for each in works:
        each.result()
    estimates, times = Estimates(), list[float]()
    for turn in range(ANSWERS + COLD):
        now = MORNING + (turn + 1) * 2 * FRESH_MS

        def look(reading: Reading, now: int = now) -> None:
            places_for(reading, estimates, SERVICES[:1], "c005", now, TOLD)

        began = time.thread_time()
        store.read(look)
        times.append(time.thread_time() - began)
    return times[COLD:]


def _day(counter: str, uow: UnitOfWork) -> None:
    """Let a counter open, and some people come for each matter."""
    open_counter(uow, CounterCommand(counter, "bench"), MORNING)
    for number in range(WAITING):
        for service in SERVICES:
            take_ticket(uow, TakeTicketCommand((service,), "bench"), MORNING + number * 1000)
