"""`banshi bench reports`: a day of 3,000 numbers folded, and a report over three years of thirty centers."""

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from sqlalchemy import insert, select

from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.verb_alone import seeded
from commands.demo.hall import CENTER
from config.centers import Text
from server.office.call_next import call_next
from server.office.counter import open_counter, start
from server.office.finish import finish
from server.office.reports.day_folding import folded_day
from server.office.reports.kept_folds import days, month_end
from server.office.reports.reporting import report_of
from server.office.requests import CounterCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.rules.hall.day_figures import WHOLE, Desk, Figures, together
from server.rules.hall.report import Span
from server.store import tables
from server.store.day_tables import folds
from server.store.opening import open_store
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.reports.sheets import report_sheets
from server.web.reports.workbook import workbook
from server.web.reports.writing import Names, write_report

TICKETS: Final = 3_000
AT_ONCE: Final = 100
CENTERS: Final = 30
SERVICES: Final = 10
LAST: Final = date(2026, 11, 28)
FIRST: Final = date(2023, 11, 29)
"""Three years, no month of which begins or ends them."""
TURNS: Final = 3
DESK: Final = "dj-city-03"
TEN: Final = 10 * 3_600_000
T = TypeVar("T")


def busy_day(store: Store, day: date) -> None:
    """Let `TICKETS` people be served on one day, a few seconds after each other."""
    begins = round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    store.write(CENTER, lambda uow: open_counter(uow, CounterCommand(DESK, "bench"), begins))

    def some(uow: UnitOfWork, first: int) -> None:
        for number in range(first, first + AT_ONCE):
            at = begins + number * TEN // TICKETS
            take_ticket(uow, TakeTicketCommand(("social",), "bench"), at)
            for verb in (call_next, start, finish):
                verb(uow, CounterCommand(DESK, "bench"), at + 2000)

    for first in range(0, TICKETS, AT_ONCE):
        store.write(CENTER, partial(some, first=first))


def years_of_folds(store: Store) -> list[str]:
    """Put folds of `CENTERS` centers into a store: every month of three years, and the days of the last two months."""
    chance = random.Random(7)  # noqa: S311
    columns = tables.centers.c.keys()
    row = store.read(lambda reading: reading.row(select(tables.centers).where(tables.centers.c.id == CENTER)))
    like = dict(zip(columns, row or (), strict=True))
    began = round(datetime(FIRST.year, FIRST.month, FIRST.day, 4, tzinfo=UTC).timestamp() * 1000)
    centers = [f"bench-{number}" for number in range(CENTERS)]
    services = {f"service-{number}": _made(chance, 40) for number in range(SERVICES)}
    one = {**services, WHOLE: _whole(chance, services)}
    bodies = {service: msgspec.json.encode(each).decode() for service, each in one.items()}

    def put(uow: UnitOfWork) -> None:
        for center in centers:
            today = (LAST + timedelta(days=1)).isoformat()
            uow.run(insert(tables.centers), **{**like, "id": center, "parent": None, "day": today, "seq": 1})
            fact = dict.fromkeys(tables.journal.c.keys())
            fact |= {"center": center, "seq": 1, "at": began, "kind": "day.closed", "actor": "bench", "payload": "{}"}
            uow.run(insert(tables.journal), **{**fact, "epoch": 1})
            for span, day in _kept():
                for service, body in bodies.items():
                    uow.run(insert(folds), center=center, span=span, day=day, service=service, figures=body)

    store.write(CITY, put)
    return centers


def _kept() -> list[tuple[str, str]]:
    first = [each for each in days(FIRST, LAST) if each.day == 1 and month_end(each) <= LAST]
    edges = [*days(FIRST, first[0] - timedelta(days=1)), *days(LAST - timedelta(days=61), LAST)]
    return [("month", each.isoformat()) for each in first] + [("day", each.isoformat()) for each in edges]


def _made(chance: random.Random, buckets: int) -> Figures:
    waits, serves = ({bucket: chance.randrange(1, 90) for bucket in range(many)} for many in (buckets, buckets // 2))
    many = sum(waits.values())
    return Figures(issued=many, joined=many, called=many, served=many, finished=many, waits=waits, serves=serves)


def _whole(chance: random.Random, services: dict[str, Figures]) -> Figures:
    whole = together(list(services.values()))
    whole.hours = {hour: _made(chance, 60) for hour in range(8, 18)}
    whole.classes = {"normal": _made(chance, 60).waits, "priority": _made(chance, 30).waits}
    whole.took = {"kiosk": whole.issued - 50, "phone": 40, "desk": 10}
    whole.desks = {f"desk-{number}": Desk(28_800_000, 600_000, 60, 20_000_000) for number in range(12)}
    return whole


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes a quarter of a minute, whatever `seconds` says."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        data = seeded(Path(folder) / "hall")
        store = open_store(data)
        try:
            busy_day(store, LAST)
            noise.sample()
            fold, found = _timed(lambda: store.read(lambda reading: folded_day(reading, CENTER, LAST)))
            bytes_ = sum(len(msgspec.json.encode(each)) for each in found.values())
            centers = years_of_folds(store)
            noise.sample()
            span = Span(FIRST, LAST)
            city, report = _timed(lambda: store.read(lambda reading: report_of(reading, centers, span)))
            month = Span(LAST - timedelta(days=29), LAST)
            one, _ = _timed(lambda: store.read(lambda reading: report_of(reading, centers[:1], month)))
            words, written = _timed(lambda: write_report(report, Text("City", "City"), Names(), "zh"))
            book, _ = _timed(lambda: workbook(written))
            paper, _ = _timed(lambda: report_sheets(written))
            noise.sample()
        finally:
            store.close()
    return [
        plain("numbers of the day that is folded", found[WHOLE].issued, ""),
        at_most("that day folded", fold, "ms CPU", 2000),
        plain("what is kept of it", bytes_ / 1024, "KiB"),
        plain("days of centers in the long report", span.days * len(centers) - report.uncounted, ""),
        at_most("three years of thirty centers", city, "ms CPU", 2000),
        at_most("a month of one center", one, "ms CPU", 100),
        plain("put into words", words, "ms CPU"),
        plain("as a workbook", book, "ms CPU"),
        plain("on sheets", paper, "ms CPU"),
    ]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU time (ms) that `work` usually takes, and what it returned."""
    times: list[float] = []
    for _ in range(TURNS):
        began = time.process_time()
        found = work()
        times.append((time.process_time() - began) * 1000)
    return percentile(times, 0.5), found
