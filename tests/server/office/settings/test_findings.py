"""Whom a document would leave standing: only people of its own center, each named where it is decided."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from config.documents import CITY, CenterDocument, CityDocument, Document, Scope
from server.office.settings.findings import findings, obstacles
from server.store.opening import open_store
from server.store.settings import document_in_force
from tests.server.conftest import MORNING, Office
from tests.server.settings_of import HALL, VILLAGE

Found = list[tuple[str, str]]


def without(office: Office, scope: Scope, *services: str) -> Any:
    """Return the document of `scope` without `services`, at its counters too."""
    document = office.store.read(lambda reading: document_in_force(reading, scope, CenterDocument))
    assert document is not None
    kept = tuple(
        replace(counter, services=tuple(each for each in counter.services if each not in services))
        for counter in document.counters
    )
    offered = tuple(each for each in document.services if each.id not in services)
    return replace(document, services=offered, counters=tuple(each for each in kept if each.services))


def standing(office: Office, scope: Scope, document: Document) -> Found:
    found = office.store.read(lambda reading: obstacles(reading, scope, document))
    return [(each.code, str(each.values["field"])) for each in found]


def test_people_of_another_center_stand_in_nobodys_way(office: Office) -> None:
    elsewhere = Office(office.store, "village")
    service = next(iter(without(office, VILLAGE).services)).id
    elsewhere.take(service)
    assert standing(office, HALL, without(office, HALL, service)) == []
    assert standing(office, VILLAGE, without(office, VILLAGE, service)) == [("settings_service_waited_for", "services")]


def test_what_the_city_decides_leaves_nobody_standing_by_itself(office: Office) -> None:
    office.take()
    city = office.store.read(lambda reading: document_in_force(reading, CITY, CityDocument))
    assert city is not None
    assert standing(office, CITY, city) == []
    assert office.store.read(lambda reading: findings(reading, CITY, city, office.now)) == []


def test_where_there_is_no_city_yet_no_service_is_known(tmp_path: Path, embedded: Office) -> None:
    hall = embedded.store.read(lambda reading: document_in_force(reading, HALL, CenterDocument))
    assert hall is not None
    empty = open_store(tmp_path / "empty", create=True)
    found = empty.read(lambda reading: findings(reading, HALL, hall, MORNING))
    empty.close()
    assert {each.code for each in found} == {"settings_service_unknown"}
