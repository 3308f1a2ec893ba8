"""`banshi bench slots`: the last places of a slot raced for by 64 clients in 4 processes give exactly what there is."""

import multiprocessing
import tempfile
import threading
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Final

import msgspec

from commands.bench.database import Database
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from config.bookings import Bookings, SlotTimes, WeekSlots
from config.city_file import shipped_city
from config.documents import WrittenCity
from server.office.bookings.booking import BookCommand, book
from server.office.bookings.looking import free_slots
from server.office.requests import Actor
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed, written_city

PROCESSES: Final = 4
CLIENTS: Final = 64
PLACES: Final = 7
ROUNDS: Final = 8
SERVICE: Final = "social"
MORNING: Final = 1_764_036_000_000
"""A Tuesday at ten in Shanghai."""
BY: Final = Actor("bench")
EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)


def booked_city(places: int) -> tuple[str, WrittenCity]:
    """Return the sample city with a slot of `places` every half an hour in its first center, and that center's id."""
    city = written_city(shipped_city("dongjiang"))
    rules = Bookings((WeekSlots(EVERY_DAY, (SlotTimes("09:00", "17:00", 30, places),)),))
    center, document = city.centers[0]
    services = tuple(
        msgspec.structs.replace(each, bookings=rules) if each.id == SERVICE else each for each in document.services
    )
    booked = center, msgspec.structs.replace(document, services=services)
    return center, msgspec.structs.replace(city, centers=(booked, *city.centers[1:]))


def clients(url: str, center: str, slots: list[tuple[str, str]], many: int, barrier: Barrier) -> list[list[float]]:
    """Let `many` clients of one process book each of `slots` at once; return how long those took that got a place."""
    store = open_store(None, database=url)
    got: list[list[float]] = []

    def press(day: str, clock: str, taken: list[float]) -> None:
        barrier.wait()
        began = time.perf_counter()
        try:
            store.write(center, lambda uow: book(uow, BookCommand(SERVICE, day, BY, clock), MORNING))
        except Refusal as refusal:
            if refusal.code != "booking_full":
                raise
        else:
            taken.append(time.perf_counter() - began)

    for day, clock in slots:
        taken: list[float] = []
        threads = [threading.Thread(target=press, args=(day, clock, taken)) for _ in range(many)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        got.append(taken)
    store.close()
    return got


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes a quarter of a minute, whatever `seconds` says."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        server = Database(Path(folder))
        server.start()
        try:
            return race(server.url(), noise)
        finally:
            server.stop()


def race(
    url: str, noise: Noise, processes: int = PROCESSES, people: int = CLIENTS, rounds: int = ROUNDS
) -> list[Figure]:
    """Let `people` in `processes` book `rounds` slots of the PostgreSQL at `url`; return the figures."""
    center, city = booked_city(PLACES)
    store = open_store(None, create=True, database=url)
    seed(store, city, MORNING)
    told = store.read(lambda reading: free_slots(reading, center, SERVICE, None, 2, MORNING))
    slots = [(told.days[1].day, slot.clock) for slot in told.days[1].slots][:rounds]
    noise.sample()
    making = multiprocessing.get_context("spawn")
    with making.Manager() as manager:
        barrier = manager.Barrier(people)
        with making.Pool(processes) as pool:
            many = people // processes
            parts = [pool.apply_async(clients, (url, center, slots, many, barrier)) for _ in range(processes)]
            answers = [part.get(300) for part in parts]
    noise.sample()
    booked = [sum(len(answer[number]) for answer in answers) for number in range(len(slots))]
    left = store.read(lambda reading: free_slots(reading, center, SERVICE, None, 2, MORNING)).days[1].slots
    store.close()
    times = [each for answer in answers for taken in answer for each in taken]
    return [
        plain("slots raced for, one after another", len(slots), ""),
        plain(f"clients at once, in {processes} processes", people, ""),
        at_most("places given beyond what a slot takes", sum(max(0, each - PLACES) for each in booked), "", 0),
        at_most("places refused though they were free", sum(max(0, PLACES - each) for each in booked), "", 0),
        at_most("slots whose count says otherwise", sum(slot.free != 0 for slot in left[: len(slots)]), "", 0),
        plain("a place at the median", percentile(times, 0.5) * 1000, "ms", absolute=True),
        plain("a place at p99", percentile(times, 0.99) * 1000, "ms", absolute=True),
    ]
