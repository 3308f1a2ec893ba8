"""A seeded city hands out one token for each place, which speaks for that place alone, and reports what it made."""

from pathlib import Path

import msgspec
from sqlalchemy import select

from config.documents import CITY as THE_CITY
from config.documents import CenterDocument, Scope, TownDocument, WrittenCity
from server.office.access.bearer import bearer_of
from server.store import access_tables, tables
from server.store.opening import open_store
from server.store.seeding import SeedReport, ServiceReport, empty_city, has_city, seed, written_city
from server.store.settings import history, in_force
from server.store.store import Store
from tests.server.conftest import CITY, MORNING


def seeded(tmp_path: Path, city: object = CITY, key: str = "") -> tuple[Store, SeedReport]:
    store = open_store(tmp_path, create=True)
    assert not store.read(has_city)
    report = seed(store, city, MORNING, key)  # type: ignore[arg-type]
    assert store.read(has_city)
    return store, report


def test_each_token_speaks_for_its_own_place(tmp_path: Path) -> None:
    store, report = seeded(tmp_path, key="the-key")
    assert report.tokens is not None
    told: dict[tuple[str, str | None, str | None], str] = {
        ("channel", None, None): report.tokens.channel,
        ("admin", None, None): report.tokens.admin,
        **{("kiosk", center, None): token for center, token in report.tokens.kiosk.items()},
        **{("display", center, None): token for center, token in report.tokens.display.items()},
        **{("counter", each.id, at.id): at.token for each in report.centers for at in each.counters},
    }
    assert len(told) == 10
    for place, token in told.items():
        bearer = store.read(lambda reading, token=token: bearer_of(reading, token))  # type: ignore[misc]
        assert (bearer.scope, bearer.center, bearer.counter) == place
        assert (bearer.expires_at, bearer.last_used_at) == (None, None)
        # A kiosk is given with its token whom to trust, and nobody else needs that.
        assert token.partition("~")[2] == ("the-key" if place[0] == "kiosk" else "")
    created = select(access_tables.tokens.c.created_at, access_tables.tokens.c.name)
    assert {tuple(row) for row in store.read(lambda reading: reading.rows(created))} == {(MORNING, "")}
    store.close()


def test_the_report_names_what_was_made(tmp_path: Path) -> None:
    store, report = seeded(tmp_path)
    assert report.city is not None
    assert (report.city.id, report.city.name, report.already) == ("small", "小城", False)
    hall, village = report.centers
    assert [(each.id, each.name, each.level) for each in (hall, village)] == [
        ("hall", "大厅", "city"),
        ("village", "村", "village"),
    ]
    assert hall.services[1] == ServiceReport("idcard", "身份证")
    assert [(each.id, each.name, each.services) for each in hall.counters] == [
        ("hall-1", "1 号窗口", ("social", "idcard")),
        ("hall-2", "2 号窗口", ("social",)),
        ("hall-3", "3 号窗口", ("school",)),
    ]
    assert seed(store, CITY, MORNING) == SeedReport(None, (), None, already=True)
    store.close()


def test_what_is_seeded_is_a_first_revision_in_force_by_its_seed(tmp_path: Path) -> None:
    written = written_city(CITY)
    hall, village = (document for _, document in written.centers)
    town = CenterDocument(
        **{name: getattr(village, name) for name in village.__struct_fields__} | {"level": "town", "timezone": None}
    )
    whole = WrittenCity(
        written.id, written.city, (("village", TownDocument(timezone="UTC")),), (("hall", hall), ("village", town))
    )
    store, _ = seeded(tmp_path, whole)
    for scope in (THE_CITY, Scope("center", "hall"), Scope("center", "village"), Scope("town", "village")):
        holds = store.read(lambda reading, scope=scope: in_force(reading, scope))  # type: ignore[misc]
        assert holds is not None
        assert (holds.since, holds.what.revision, holds.what.by) == (MORNING, 1, "seed")
        assert (holds.what.effective_at, holds.what.written_at) == (MORNING, MORNING)
        assert len(store.read(lambda reading, scope=scope: history(reading, scope))) == 1  # type: ignore[misc]
    zones = select(tables.centers.c.id, tables.centers.c.timezone)
    # A center that says its own zone keeps it; what the town decides is for those that say nothing.
    assert store.read(lambda reading: reading.pairs(zones)) == {"hall": "Asia/Shanghai", "village": "UTC"}
    store.close()


def test_an_empty_city_has_nothing_yet(tmp_path: Path) -> None:
    store, report = seeded(tmp_path, empty_city())
    assert report.city is not None
    assert (report.city.id, report.city.name, report.centers) == ("city", "新城市", ())
    assert report.tokens is not None
    assert (report.tokens.kiosk, report.tokens.display) == ({}, {})
    store.close()


def test_a_report_says_that_there_was_a_city_only_when_there_was_one(tmp_path: Path) -> None:
    store, report = seeded(tmp_path)
    assert list(msgspec.json.decode(msgspec.json.encode(report))) == ["city", "centers", "tokens"]
    again = seed(store, CITY, MORNING)
    assert msgspec.json.encode(again) == b'{"city":null,"centers":[],"tokens":null,"already":true}'
    store.close()
