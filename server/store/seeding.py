"""A city written into an empty store, once; its tokens are told once and kept only as hashes."""

from typing import Any

import msgspec
from sqlalchemy import insert, select

from config.centers import Center, City, Text
from server.store import tables
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY, UnitOfWork

_CITIES = select(tables.cities.c.id)
_CITY = insert(tables.cities)
_SERVICE = insert(tables.services)
_CENTER = insert(tables.centers)
_CENTER_SERVICE = insert(tables.center_services)
_COUNTER = insert(tables.counters)
_COUNTER_SERVICE = insert(tables.counter_services)
_STAFF = insert(tables.staff)


class ServiceReport(msgspec.Struct, frozen=True):
    """A service as the report names it."""

    id: str
    name: str


class CounterReport(msgspec.Struct, frozen=True):
    """A counter with its token."""

    id: str
    name: str
    token: str
    services: tuple[str, ...]


class CenterReport(msgspec.Struct, frozen=True):
    """A center with its lines and counters."""

    id: str
    name: str
    level: str
    services: tuple[ServiceReport, ...]
    counters: tuple[CounterReport, ...]


class Tokens(msgspec.Struct, frozen=True):
    """Tokens by scope: center id -> token, and the one of the city's channel."""

    kiosk: dict[str, str]
    display: dict[str, str]
    channel: str


class CityReport(msgspec.Struct, frozen=True):
    """The city by id and name."""

    id: str
    name: str


class SeedReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `banshi seed --json` prints; `already` is true when there was a city, and then nothing was changed."""

    city: CityReport | None
    centers: tuple[CenterReport, ...]
    tokens: Tokens | None
    already: bool = False


def empty_city() -> City:
    """Return a city without services and centers, ready to be filled."""
    return City("city", Text("新城市", "New city"), (), (), "")


def seed(store: Store, city: City, now: int) -> SeedReport:
    """Write `city` into `store` at `now` (ms) unless a city is there already; names in the report are Chinese."""
    return store.write(CITY, lambda uow: _seed(uow, city, now))


def _seed(uow: UnitOfWork, city: City, now: int) -> SeedReport:
    if uow.row(_CITIES) is not None:
        return SeedReport(None, (), None, already=True)
    uow.run(_CITY, id=city.id, name=_json(city.name), pack=city.pack)
    for position, service in enumerate(city.services):
        uow.run(
            _SERVICE,
            id=service.id,
            prefix=service.prefix,
            name=_json(service.name),
            note=_json(service.note),
            position=position,
        )
    names = {service.id: service.name.zh for service in city.services}
    centers = tuple(_center(uow, city, center, position, names, now) for position, center in enumerate(city.centers))
    tokens = Tokens(
        kiosk={center.id: new_token(uow, "kiosk", now, center=center.id) for center in city.centers},
        display={center.id: new_token(uow, "display", now, center=center.id) for center in city.centers},
        channel=new_token(uow, "channel", now),
    )
    return SeedReport(CityReport(city.id, city.name.zh), centers, tokens)


def _center(
    uow: UnitOfWork, city: City, center: Center, position: int, names: dict[str, str], now: int
) -> CenterReport:
    uow.run(
        _CENTER,
        id=center.id,
        city=city.id,
        parent=center.parent,
        position=position,
        level=center.level,
        name=_json(center.name),
        address=_json(center.address),
        timezone=center.timezone,
        hours=_json(center.hours),
        rules=_json(center.rules),
        revision=1,
        seq=0,
        told_at=0,
        day=None,
        day_seq=0,
        epoch=now,
    )
    for place, service in enumerate(center.services):
        uow.run(_CENTER_SERVICE, center=center.id, service=service, position=place)
    counters = []
    for place, counter in enumerate(center.counters):
        uow.run(_COUNTER, id=counter.id, center=center.id, position=place, name=_json(counter.name), state="closed")
        for rank, service in enumerate(counter.services):
            uow.run(_COUNTER_SERVICE, counter=counter.id, service=service, position=rank)
        token = new_token(uow, "counter", now, center=center.id, counter=counter.id)
        counters.append(CounterReport(counter.id, counter.name.zh, token, counter.services))
    for person in center.staff:
        uow.run(_STAFF, id=person.id, center=center.id, counter=person.counter, name=person.name)
    services = tuple(ServiceReport(service, names[service]) for service in center.services)
    return CenterReport(center.id, center.name.zh, center.level, services, tuple(counters))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
