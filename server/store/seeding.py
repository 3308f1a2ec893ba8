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
    WrittenCity,
    settled,
)
from config.words import both
from server.rules.hall.city_tree import CityTree
from server.store import tables
from server.store.projection import project_center, project_city, settle
from server.store.settings import Revision, keep, put_in_force
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import Reading, UnitOfWork

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


def seed(store: Store, city: City | WrittenCity, now: int, release_key: str = "") -> SeedReport:
    """Write `city` into `store` at `now` (ms) unless a city is there already; names in the report are Chinese.

    Kiosks get the public `release_key` that they trust with their tokens.
    """
    written = city if isinstance(city, WrittenCity) else written_city(city)
    return store.write(WHOLE_CITY, lambda uow: _seed(uow, written, now, release_key))


def has_city(reading: Reading) -> bool:
    """Tell whether a city was written here."""
    return reading.row(_CITIES) is not None


def written_city(city: City) -> WrittenCity:
    """Return `city` as documents; no town decides anything in it."""
    centers = tuple((center.id, center_document(city, center)) for center in city.centers)
    return WrittenCity(city.id, city_document(city), (), centers)


def city_document(city: City) -> CityDocument:
    """Return what `city` says of itself and its catalogue."""
    services = tuple(CatalogueService(service.id, service.name, service.note) for service in city.services)
    return CityDocument(city.name, city.pack, services, ways=city.ways)


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


def _seed(uow: UnitOfWork, city: WrittenCity, now: int, release_key: str) -> SeedReport:
    if has_city(uow):
        return SeedReport(None, (), None, already=True)
    uow.run(_CITY, id=city.id, name="", pack="", ways="[]")
    _first(uow, CITY, city.city, now)
    project_city(uow, city.city)
    names = {service.id: service.name.zh for service in city.city.services}
    towns = dict(city.towns)
    tree = CityTree(
        {id_: document.parent for id_, document in city.centers},
        {id_: document.level for id_, document in city.centers},
    )
    centers = []
    for id_, document in city.centers:
        _first(uow, Scope("center", id_), document, now)
        project_center(uow, id_, document, now)
        settle(uow, id_, settled(city.city, towns.get(tree.town(id_) or ""), document))
        centers.append(_report(uow, id_, document, names, now))
    for id_, town in city.towns:
        _first(uow, Scope("town", id_), town, now)
    ids = [id_ for id_, _ in city.centers]
    tokens = Tokens(
        kiosk={id_: new_token(uow, "kiosk", now, center=id_, release_key=release_key) for id_ in ids},
        display={id_: new_token(uow, "display", now, center=id_) for id_ in ids},
        channel=new_token(uow, "channel", now),
        admin=new_token(uow, "admin", now),
    )
    return SeedReport(CityReport(city.id, city.city.name.zh), tuple(centers), tokens)


def _first(uow: UnitOfWork, scope: Scope, document: Document, now: int) -> None:
    keep(uow, Revision(scope, 1, now, now, SEED, msgspec.json.encode(document).decode()))
    put_in_force(uow, scope, 1, now)


def _report(uow: UnitOfWork, id_: str, center: CenterDocument, names: dict[str, str], now: int) -> CenterReport:
    counters = tuple(
        CounterReport(
            counter.id,
            counter.name.zh,
            new_token(uow, "counter", now, center=id_, counter=counter.id),
            counter.services,
        )
        for counter in center.counters
    )
    services = tuple(ServiceReport(service.id, names[service.id]) for service in center.services)
    return CenterReport(id_, center.name.zh, center.level, services, counters)
