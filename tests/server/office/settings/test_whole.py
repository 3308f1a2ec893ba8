"""A whole city is read as it holds, and what is written of it is due now."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from config.documents import CITY as THE_CITY
from config.documents import CenterDocument, Document, Scope, TownDocument
from server.office.settings.due import take_due
from server.office.settings.whole import still_due, whole_city, write_due
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed, written_city
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import CITY, MORNING, refused

HALL = Scope("center", "hall")


def test_what_is_written_is_what_is_read(store: Store) -> None:
    seed(store, CITY, MORNING)
    whole = store.read(whole_city)
    assert whole == written_city(CITY)
    documents: dict[Scope, Document] = {THE_CITY: whole.city}
    documents |= {Scope("center", id_): each for id_, each in whole.centers}
    assert store.write(WHOLE_CITY, lambda uow: write_due(uow, "small", documents, "x", MORNING + 1)) == []


def test_only_what_says_something_else_is_written_and_takes_force_once(store: Store) -> None:
    seed(store, CITY, MORNING)
    hall = dict(store.read(whole_city).centers)["hall"]
    changed = CenterDocument(**{**{name: getattr(hall, name) for name in hall.__struct_fields__}, "timezone": "UTC"})
    wanted = {HALL: changed}
    for _ in range(2):
        written = store.write(WHOLE_CITY, lambda uow: write_due(uow, "small", wanted, "x", MORNING + 1))
        assert written == [HALL]
    assert store.read(lambda reading: still_due(reading, [HALL])) == [HALL]
    assert take_due(store, MORNING + 2) == {}
    assert store.read(lambda reading: still_due(reading, [HALL])) == []
    assert dict(store.read(whole_city).centers)["hall"] == changed


def test_a_town_is_part_of_the_whole(store: Store) -> None:
    seed(store, CITY, MORNING)
    town = {Scope("town", "hall"): TownDocument(timezone="UTC")}
    store.write(WHOLE_CITY, lambda uow: write_due(uow, "small", town, "x", MORNING + 1))
    take_due(store, MORNING + 2)
    assert store.read(whole_city).towns == (("hall", TownDocument(timezone="UTC")),)


def test_another_city_and_no_city_are_refused(store: Store) -> None:
    with pytest.raises(Refusal) as caught:
        store.read(whole_city)
    assert caught.value.code == "settings_unknown"
    seed(store, CITY, MORNING)
    with pytest.raises(Refusal) as caught:
        store.write(WHOLE_CITY, lambda uow: write_due(uow, "other", {}, "x", MORNING))
    assert caught.value.code == "settings_other_city"


def test_without_a_city_revision_nought_is_unknown(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    assert refused("settings_unknown", store.read, whole_city).values == {"scope": THE_CITY, "revision": 0}
    store.close()


def test_a_city_without_centers_takes_the_name_of_what_is_written_and_keeps_it(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, replace(CITY, id="first", centers=()), MORNING)

    def write(id_: str, documents: dict[Scope, Document]) -> list[Scope]:
        return store.write(WHOLE_CITY, lambda uow: write_due(uow, id_, documents, "x", MORNING))

    whole = written_city(CITY)
    assert write("first", {THE_CITY: whole.city}) == []
    centers: dict[Scope, Document] = {Scope("center", id_): each for id_, each in whole.centers}
    assert write("small", centers) == [HALL, Scope("center", "village")]
    assert take_due(store, MORNING) == {}
    assert store.read(whole_city) == whole
    assert refused("settings_other_city", write, "other", {}).values == {"city": "small"}
    assert write("small", {}) == []
    store.close()
