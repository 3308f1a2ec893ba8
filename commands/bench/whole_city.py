"""A city of many centers for a bench: written into a store, with all that lets its kiosks, consoles and screens in."""

from pathlib import Path

import msgspec

from commands.seeding import now, write_demo
from config.centers import Center, City, Counter, Hours, Level, Service, Text
from server.office.access.grant import grant_access
from server.store.opening import open_store
from server.store.seeding import SeedReport
from server.store.tokens import new_token
from server.store.unit_of_work import CITY, UnitOfWork

SERVICES = ("social", "medical", "housing", "general")
ALWAYS = (Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),)
TOWNS = 33


class Place(msgspec.Struct, frozen=True):
    """One center: tokens of its kiosks, its counter, and one-time codes of that counter's console and of screens."""

    center: str
    counter: str
    kiosks: tuple[str, ...]
    console: str
    screens: tuple[str, ...]


def written(data: Path, centers: int, kiosks: int, screens: int) -> list[Place]:
    """Write a city of `centers` with a counter each into a new store in `data`; kiosks and screens are dealt out."""
    store = open_store(data, create=True)
    try:
        report = write_demo(store, data, city_of(centers))
        return store.write(CITY, lambda uow: _let_in(uow, report, kiosks, screens))
    finally:
        store.close()


def _let_in(uow: UnitOfWork, report: SeedReport, kiosks: int, screens: int) -> list[Place]:
    if report.tokens is None:
        raise RuntimeError("there was a city already")
    at, count = now(), len(report.centers)
    places = []
    for number, center in enumerate(report.centers):
        own = _dealt(kiosks, count, number)
        counter = center.counters[0].id
        places.append(
            Place(
                center.id,
                counter,
                (
                    report.tokens.kiosk[center.id],
                    *(new_token(uow, "kiosk", at, center=center.id) for _ in range(own - 1)),
                ),
                grant_access(uow, "counter", at, center=center.id, counter=counter),
                tuple(
                    grant_access(uow, "display", at, center=center.id) for _ in range(_dealt(screens, count, number))
                ),
            )
        )
    return places


def _dealt(things: int, among: int, number: int) -> int:
    """Return how many of `things` the one with `number` gets when all get nearly as many."""
    return things // among + (number < things % among)


def city_of(centers: int) -> City:
    """Return a city of `centers` with a counter each, a town below the first and villages below the towns."""
    services = tuple(
        Service(service, chr(ord("A") + at), _text(service), _text(service)) for at, service in enumerate(SERVICES)
    )
    return City("bench", _text("Bench"), services, tuple(_center(number) for number in range(centers)), "dongjiang")


def _center(number: int) -> Center:
    level: Level
    town = (number - 1) % TOWNS + 1
    level, parent = (
        ("city", None) if not number else ("town", "c000") if number <= TOWNS else ("village", f"c{town:03}")
    )
    name = f"c{number:03}"
    desk = Counter(f"{name}-1", Text("1 号窗口", "Counter 1"), SERVICES)
    return Center(name, _text(name), level, parent, _text(name), "Asia/Shanghai", ALWAYS, SERVICES, (desk,))


def _text(word: str) -> Text:
    return Text(f"{word} 中心", word)
