"""What stands in the way of a document: in itself, in what others decided, and in the people who wait right now."""

from collections import Counter

import msgspec
from sqlalchemy import bindparam, func, or_, select

from config.documents import CITY, CenterDocument, CityDocument, Document, Scope, TownDocument
from server.rules.errors import Refusal
from server.rules.hall.settings import Around, check_center, check_city, check_town
from server.store import booking_tables, tables
from server.store.projection import tree_of
from server.store.settings import document_at, document_in_force
from server.store.unit_of_work import Reading

_t = tables.tickets.c
_OFFERED = select(tables.center_services.c.service, tables.center_services.c.center)
_COUNTERS = select(tables.counters.c.id, tables.counters.c.center)
_STAFF = select(tables.staff.c.id, tables.staff.c.center)
_OPEN = select(_t.services, _t.step, _t.in_hand, _t.label).where(
    _t.center == bindparam("center"), _t.open_day.is_not(None)
)
_b = booking_tables.bookings.c
_BOOKED = (
    select(_b.service, func.count())
    .where(_b.center == bindparam("center"), booking_tables.DUE, or_(_b.state == "booked", _b.state == "held"))
    .group_by(_b.service)
)
_services = msgspec.json.Decoder(tuple[str, ...]).decode


def findings(reading: Reading, scope: Scope, document: Document, at: int) -> list[Refusal]:
    """Return what is wrong with `document` as of `at` (ms), people who wait left aside."""
    if isinstance(document, CityDocument):
        return check_city(document, reading.pairs(_OFFERED))
    if isinstance(document, TownDocument):
        return check_town(document)
    city = document_at(reading, CITY, CityDocument, at)
    tree = tree_of(reading)
    others = [each for each in tree.parents if each != scope.id]
    around = Around(
        services=frozenset(service.id for service in city.services) if city else frozenset(),
        parents={each: tree.parents[each] for each in others},
        levels={each: tree.levels[each] for each in others},
        counters=_elsewhere(reading.pairs(_COUNTERS), scope.id),
        staff=_elsewhere(reading.pairs(_STAFF), scope.id),
    )
    return check_center(scope.id, document, around)


def obstacles(reading: Reading, scope: Scope, document: Document) -> list[Refusal]:
    """Return whom `document` would leave standing if it took force now: people in line, or at a counter."""
    if not isinstance(document, CenterDocument):
        return []
    before = document_in_force(reading, scope, CenterDocument)
    if before is None:
        return []
    counters = {counter.id for counter in document.counters}
    served, gone = _served(document), _offered(before) - _offered(document)
    unserved = (_served(before) - served) | gone
    found: list[Refusal] = []
    people: Counter[str] = Counter()
    for services, step, counter, label in reading.rows(_OPEN, center=scope.id):
        people.update({service for service in _services(services)[step:] if service in unserved})
        if counter is not None and counter not in counters:
            found.append(Refusal("settings_counter_in_hand", field="counters", counter=counter, number=label))
    for service in sorted(people):
        found.append(Refusal("settings_service_waited_for", field="services", service=service, count=people[service]))
    for service, count in sorted(reading.pairs(_BOOKED, center=scope.id).items()):
        if service in unserved:
            found.append(Refusal("settings_service_booked", field="services", service=service, count=count))
    return found


def _elsewhere(owners: dict[str, str], center: str) -> dict[str, str]:
    return {each: of for each, of in owners.items() if of != center}


def _offered(center: CenterDocument) -> set[str]:
    return {service.id for service in center.services}


def _served(center: CenterDocument) -> set[str]:
    return {service for counter in center.counters for service in counter.services}
