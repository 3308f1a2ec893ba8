"""A new hall, put together step by step: city, center, services, counters, devices, a first number. Pure.

How far it is follows from what is written, so it can be left and gone on with at any moment, on any machine.
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal

import msgspec

from config.centers import Counter, Hours, Level, Service, Text
from config.documents import CatalogueService, CenterDocument, CityDocument, OfferedService
from config.words import both

Step = Literal["city", "center", "services", "counters", "devices", "test"]
STEPS: Final[tuple[Step, ...]] = ("city", "center", "services", "counters", "devices", "test")
MOST_COUNTERS: Final = 60
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class SoFar(msgspec.Struct, frozen=True):
    """What is there of a new hall: documents (None for none yet), kinds of devices let in, and what was tried."""

    city: CityDocument | None = None
    center: CenterDocument | None = None
    devices: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()
    named: bool = False

    def done(self) -> frozenset[Step]:
        """Return the steps that are behind."""
        behind: set[Step] = set()
        if self.named:
            behind.add("city")
        if self.center is not None:
            behind.add("center")
            if self.center.services:
                behind.add("services")
            if any(counter.services for counter in self.center.counters):
                behind.add("counters")
        if {"kiosk", "counter"} <= self.devices:
            behind.add("devices")
        if {"ticket.issued", "ticket.called"} <= self.tried:
            behind.add("test")
        return frozenset(behind)

    def next(self) -> Step | None:
        """Return the first step that is still to come; None when the hall works."""
        behind = self.done()
        return next((step for step in STEPS if step not in behind), None)


def open_hours(days: Collection[int], morning: tuple[str, str], afternoon: tuple[str, str]) -> tuple[Hours, ...]:
    """Return opening hours (`HH:MM`) on ISO weekdays; a half of the day without times is closed."""
    weekdays = tuple(sorted(days))
    return tuple(Hours(weekdays, opens, closes) for opens, closes in (morning, afternoon) if opens and closes)


def new_center(
    name: Text, level: Level, parent: str | None, address: Text, hours: tuple[Hours, ...] | None
) -> CenterDocument:
    """Return a center that offers nothing yet."""
    return CenterDocument(name, level, parent, address, (), (), hours=hours)


def new_id(taken: Collection[str], stem: str) -> str:
    """Return an id that nobody has: the stem, or the stem with the first number that makes it new."""
    if stem not in taken:
        return stem
    return next(f"{stem}-{number}" for number in range(2, len(taken) + 3) if f"{stem}-{number}" not in taken)


def with_services(
    city: CityDocument, center: CenterDocument, chosen: Collection[str], known: Mapping[str, Service]
) -> tuple[CityDocument, CenterDocument]:
    """Return city and center with the `chosen` services offered, in the order of `known`; new ones join the catalogue.

    What a service was called, how it is booked and what its numbers begin with stays as it was. Counters lose what is
    not offered any more.
    """
    catalogue = {service.id: service for service in city.services}
    offered = {service.id: service for service in center.services}
    order = [*known, *(id_ for id_ in catalogue if id_ not in known)]
    kept: list[OfferedService] = []
    for id_ in (each for each in order if each in chosen and (each in known or each in catalogue)):
        if id_ not in catalogue:
            catalogue[id_] = CatalogueService(id_, known[id_].name, known[id_].note)
        kept.append(offered.get(id_) or OfferedService(id_, ""))
    taken = {service.prefix for service in kept}
    for at, service in enumerate(kept):
        if not service.prefix:
            usual = known[service.id].prefix if service.id in known else ""
            prefix = usual if usual and usual not in taken else next(each for each in _prefixes() if each not in taken)
            taken.add(prefix)
            kept[at] = msgspec.structs.replace(service, prefix=prefix)
    ids = {service.id for service in kept}
    counters = tuple(
        msgspec.structs.replace(each, services=tuple(id_ for id_ in each.services if id_ in ids))
        for each in center.counters
    )
    return (
        msgspec.structs.replace(city, services=tuple(catalogue.values())),
        msgspec.structs.replace(center, services=tuple(kept), counters=counters),
    )


def first_counters(center: str, services: Collection[str], many: int, taken: Collection[str]) -> tuple[Counter, ...]:
    """Return so many counters, named by their number, each for all `services`."""
    names: list[str] = []
    for number in range(1, min(max(many, 1), MOST_COUNTERS) + 1):
        names.append(new_id({*taken, *names}, f"{center}-{number}"))
    return tuple(
        Counter(id_, both("Counter {number}", number=number), tuple(services))
        for number, id_ in enumerate(names, start=1)
    )


def _prefixes() -> list[str]:
    return [*LETTERS, *(first + second for first in LETTERS for second in LETTERS)]
