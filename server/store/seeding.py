"""A city written into an empty store, once; its tokens are told once and kept only as hashes."""

import msgspec
from sqlalchemy import insert, select

from config.centers import Center, City, LineRules
from config.documents import (
    CITY,
    CatalogueService,
    CenterDocument,
    CityDocument,
    Document,
    OfferedService,
    RulesGiven,
    Scope,
    settled,
)
from config.words import both
from server.store import tables
from server.store.projection import project_center, project_city, settle
from server.store.settings import Revision, keep, put_in_force
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import UnitOfWork

SEED = "seed"
_CITIES = select(tables.cities.c.id)
_CITY = insert(tables.cities)


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
    """Tokens by scope: center id -> token, the one of the city's channel, and the one that changes its settings."""

    kiosk: dict[str, str]
    display: dict[str, str]
    channel: str
    admin: str


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
    return City("city", both("New city"), (), (), "")


def seed(store: Store, city: City, now: int) -> SeedReport:
    """Write `city` into `store` at `now` (ms) unless a city is there already; names in the report are Chinese."""
    return store.write(WHOLE_CITY, lambda uow: _seed(uow, city, now))


def city_document(city: City) -> CityDocument:
    """Return what `city` says of itself and its catalogue."""
    services = tuple(CatalogueService(service.id, service.name, service.note) for service in city.services)
    return CityDocument(city.name, city.pack, services)


def center_document(city: City, center: Center) -> CenterDocument:
    """Return what `city` says of one of its centers; rules that are as shipped are left open."""
    prefix = {service.id: service.prefix for service in city.services}
    shipped, own = LineRules(), msgspec.structs.asdict(center.rules)
    return CenterDocument(
        center.name,
        center.level,
        center.parent,
        center.address,
        tuple(OfferedService(service, prefix[service]) for service in center.services),
        center.counters,
        center.staff,
        center.timezone,
        center.hours,
        RulesGiven(**{name: value for name, value in own.items() if value != getattr(shipped, name)}),
    )


def _seed(uow: UnitOfWork, city: City, now: int) -> SeedReport:
    if uow.row(_CITIES) is not None:
        return SeedReport(None, (), None, already=True)
    uow.run(_CITY, id=city.id, name="", pack="")
    whole = city_document(city)
    _first(uow, CITY, whole, now)
    project_city(uow, whole)
    names = {service.id: service.name.zh for service in city.services}
    centers = []
    for center in city.centers:
        document = center_document(city, center)
        _first(uow, Scope("center", center.id), document, now)
        project_center(uow, center.id, document, now)
        settle(uow, center.id, settled(whole, None, document))
        centers.append(_report(uow, center, names, now))
    tokens = Tokens(
        kiosk={center.id: new_token(uow, "kiosk", now, center=center.id) for center in city.centers},
        display={center.id: new_token(uow, "display", now, center=center.id) for center in city.centers},
        channel=new_token(uow, "channel", now),
        admin=new_token(uow, "admin", now),
    )
    return SeedReport(CityReport(city.id, city.name.zh), tuple(centers), tokens)


def _first(uow: UnitOfWork, scope: Scope, document: Document, now: int) -> None:
    keep(uow, Revision(scope, 1, now, now, SEED, msgspec.json.encode(document).decode()))
    put_in_force(uow, scope, 1, now)


def _report(uow: UnitOfWork, center: Center, names: dict[str, str], now: int) -> CenterReport:
    counters = tuple(
        CounterReport(
            counter.id,
            counter.name.zh,
            new_token(uow, "counter", now, center=center.id, counter=counter.id),
            counter.services,
        )
        for counter in center.counters
    )
    services = tuple(ServiceReport(service, names[service]) for service in center.services)
    return CenterReport(center.id, center.name.zh, center.level, services, counters)
