"""A whole city goes into a file and comes back as it was; a running city follows its file."""

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.city.carrying_in import check_city_file, export_city, import_city
from commands.city.reading import CityFile, CityProblems
from commands.seeding import now
from config.centers import Calendar, Counter, Holiday, Hours, MakeUpDay, Opens, Span, SpecialDay, Staff, Text
from config.city_file import city_form
from config.documents import (
    CatalogueService,
    CenterDocument,
    CityDocument,
    OfferedService,
    RulesGiven,
    Scope,
    TownDocument,
    WrittenCity,
)
from config.settings import Settings
from config.yaml_file import parse_yaml, write_yaml
from server.office.settings.whole import whole_city
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import empty_city, seed, written_city
from server.store.settings import document_in_force
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office
from tests.server.settings_of import Settings as Clerk

IDS = [f"s{number}" for number in range(4)]
CENTERS = ["town", "village", "on", "7"]
TRICKY = (
    *[
        "null",
        "~",
        "true",
        "no",
        "089",
        "1.",
        "0x1",
        "1e3",
        "-a",
        "a:",
        "#",
        "'",
        "{x}",
        "2026-01-01",
        "09:00",
        "=",
        "&a",
        "*a",
        "!a",
        "%",
        "@",
        "`",
        "|",
        ">",
        "?",
        "[",
    ],
    *["1_000", ".5", "+12", ".inf", "<<"],
)
letters = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs"))
written = st.text(letters, min_size=1, max_size=8).map(lambda text: unicodedata.normalize("NFC", text))
"""Letters in pieces are refused wherever a city may come from."""
words = written | st.sampled_from([*TRICKY, "- a", "a: b", '"', "a #b"])
texts = st.builds(Text, words, words)
clocks = st.sampled_from(["00:00", "08:30", "09:00"])
hours = st.builds(Hours, st.sampled_from([(1,), (1, 2, 3), (6, 7)]), clocks, st.sampled_from(["17:00", "24:00"]))
several_hours = st.lists(hours, max_size=2, unique_by=lambda each: each.days[0] == 6).map(tuple)
"""Of one day at most one line, as hours may not overlap."""
days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
calendars = st.builds(
    Calendar,
    st.builds(lambda day, name: (Holiday(day, day, name),), days, texts) | st.just(()),
    st.sampled_from([(), (MakeUpDay("2028-10-07"), MakeUpDay("2028-10-08", 5))]),
)
special = st.lists(
    st.builds(SpecialDay, days, st.just(()) | st.builds(lambda at: (Opens(at, "17:00"),), clocks), st.none() | texts),
    max_size=2,
    unique_by=lambda each: each.date,
).map(tuple)
zones = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC"])
rules = st.builds(
    RulesGiven,
    credit_appointment=st.none() | st.integers(0, 240),
    miss_after_calls=st.none() | st.integers(1, 10),
    offline=st.none() | st.sampled_from([(), (Span(900, 949),)]),
)


@st.composite
def centers(draw: st.DrawFn, id_: str, parent: str | None, level: Any) -> CenterDocument:
    offered = draw(st.lists(st.sampled_from(IDS), unique=True))
    prefixes = draw(st.permutations(["A", "B", "AB", "Z"]))
    served = st.lists(st.sampled_from(offered), unique=True).map(tuple) if offered else st.just(())
    counters = tuple(Counter(f"{id_}-{number}", draw(texts), draw(served)) for number in range(draw(st.integers(0, 2))))
    names = [None, *(counter.id for counter in counters)]
    return CenterDocument(
        draw(texts), level, parent, draw(texts),
        tuple(OfferedService(each, prefix) for each, prefix in zip(offered, prefixes, strict=False)),
        counters,
        tuple(Staff(f"p-{id_}-{n}", draw(words), draw(st.sampled_from(names))) for n in range(draw(st.integers(0, 1)))),
        draw(st.none() | zones), draw(st.none() | several_hours), draw(rules),
        calendar=draw(st.none() | calendars), special_days=draw(special),
    )  # fmt: skip


@st.composite
def cities(draw: st.DrawFn) -> WrittenCity:
    services = tuple(CatalogueService(id_, draw(texts), draw(texts | st.just(Text("", "")))) for id_ in IDS)
    whole = CityDocument(
        draw(texts), draw(st.sampled_from(["", "own"])), services, draw(zones), draw(several_hours), draw(rules),
        calendar=draw(calendars), special_days=draw(special),
    )  # fmt: skip
    levels = {"town": (None, "town"), "village": ("town", "village"), "on": ("town", "village"), "7": (None, "city")}
    there = CENTERS[: draw(st.integers(0, len(CENTERS)))]
    halls = tuple((id_, draw(centers(id_, *levels[id_]))) for id_ in there)
    town = st.builds(TownDocument, st.none() | zones, st.none() | several_hours, rules, st.none() | calendars, special)
    with_town: bool = draw(st.booleans())
    towns = (("town", draw(town)),) if there and with_town else ()
    return WrittenCity("mine", whole, towns, halls)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(city=cities())
def test_a_city_written_and_read_again_is_the_same(city: WrittenCity, tmp_path: Path) -> None:
    file = tmp_path / "city.yaml"
    file.write_text(write_yaml(city_form(city)), encoding="utf-8")
    assert CityFile(file, "en").city == city


leaves = words | st.integers(-(10**17), 10**17) | st.booleans() | st.none()
anything = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(words, inner))


@settings(deadline=None, max_examples=120)
@given(anything)
def test_what_is_written_as_yaml_is_read_as_the_same(document: Any) -> None:
    assert parse_yaml(write_yaml(document)) == document


def document_of(store: Store, center: str) -> CenterDocument:
    found = store.read(lambda reading: document_in_force(reading, Scope("center", center), CenterDocument))
    assert found is not None
    return found


@pytest.fixture
def place(open_again: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    store = open_again()
    seed(store, CITY, MORNING)
    url = request.getfixturevalue("postgres_url") if "postgresql" in request.node.callspec.id else None
    if url is None:
        store.close()
    return Settings(data=tmp_path / "data", database=url)


def exported(place: Settings, file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    export_city(place, file)
    capsys.readouterr()
    document = parse_yaml(file.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def brought_in(place: Settings, document: Any, file: Path, capsys: pytest.CaptureFixture[str], **how: bool) -> Any:
    file.write_text(write_yaml(document), encoding="utf-8")
    done = import_city(place, file, dry_run=how.get("dry_run", False), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert done is not bool(told["waits"])
    return told


def test_export_and_import_change_nothing(place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = exported(place, tmp_path / "a.yaml", capsys)
    assert CityFile(tmp_path / "a.yaml", "en").city == written_city(CITY)
    told = brought_in(place, document, tmp_path / "a.yaml", capsys)
    assert told == {"changes": [], "in_force": [], "waits": {}, "kept": []}
    assert exported(place, tmp_path / "b.yaml", capsys) == document
    export_city(place, None)
    assert parse_yaml(capsys.readouterr().out) == document


def test_every_kind_of_change_takes_force_at_once(
    place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = exported(place, tmp_path / "a.yaml", capsys)
    document["name"]["en"] = "Larger Town"
    document["services"].append({"id": "pets", "prefix": "P", "name": {"zh": "宠物", "en": "Pets"}})
    hall, village = document["centers"]
    hall["services"].append("pets")
    hall["counters"][0]["services"].append("pets")
    hall["counters"].append({"id": "hall-9", "name": {"zh": "9", "en": "Nine"}, "services": ["pets"]})
    # A new center that stands before the one it lies below, in the order in which ids are put into force.
    a_town = {**village, "id": "a-town", "level": "town", "parent": "hall", "counters": [], "town": {"timezone": "UTC"}}
    b_town = {**a_town, "id": "0-village", "level": "village", "parent": "a-town"}
    del b_town["town"]
    document["centers"] += [b_town, a_town]
    tried = brought_in(place, document, tmp_path / "b.yaml", capsys, dry_run=True)
    fields = {(each["scope"], each["field"]): each["kind"] for each in tried["changes"]}
    assert fields["city", "name.en"] == "changed"
    assert fields["city", "services[pets]"] == "new"
    assert fields["centers/hall", "counters[hall-9]"] == "new"
    assert fields["centers/a-town", ""] == "new"
    assert "Larger Town" not in json.dumps(exported(place, tmp_path / "c.yaml", capsys))
    told = brought_in(place, document, tmp_path / "b.yaml", capsys)
    assert set(told["in_force"]) == {"city", "center/hall", "center/a-town", "center/0-village", "town/a-town"}
    after = exported(place, tmp_path / "d.yaml", capsys)
    assert after["name"]["en"] == "Larger Town"
    assert [center["id"] for center in after["centers"]] == ["hall", "village", "a-town", "0-village"]
    # A service is taken away in one go with the counters that served it.
    for center in after["centers"]:
        center["services"] = [each for each in center["services"] if each != "pets"]
        for counter in center["counters"]:
            counter["services"] = [each for each in counter["services"] if each != "pets"]
    after["services"] = [each for each in after["services"] if each["id"] != "pets"]
    assert brought_in(place, after, tmp_path / "d.yaml", capsys)["waits"] == {}
    assert "pets" not in json.dumps(exported(place, tmp_path / "e.yaml", capsys))


def test_a_center_that_the_file_does_not_name_stays(
    place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = exported(place, tmp_path / "a.yaml", capsys)
    del document["centers"][1]
    assert brought_in(place, document, tmp_path / "a.yaml", capsys)["kept"] == ["village"]
    document["services"] = [each for each in document["services"] if each["id"] != "social"]
    document["centers"][0]["services"].remove("social")
    for counter in document["centers"][0]["counters"]:
        counter["services"] = [each for each in counter["services"] if each != "social"]
    with pytest.raises(CityProblems, match="village still offers social"):
        brought_in(place, document, tmp_path / "a.yaml", capsys)
    document["id"] = "other"
    document["services"].append({"id": "social", "name": {"zh": "社", "en": "S"}})
    with pytest.raises(Refusal) as caught:
        brought_in(place, document, tmp_path / "a.yaml", capsys)
    assert caught.value.code == "settings_other_city"


def test_what_would_leave_people_standing_waits_for_them(
    place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(place.data, place.database)
    soon = now()
    always = (Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),)
    desk = Office(store, now=soon)
    open_all_day = msgspec.structs.replace(document_of(store, "hall"), hours=always)
    Clerk(store, soon).put(msgspec.to_builtins(open_all_day))
    desk.take("school")
    store.close()
    document = exported(place, tmp_path / "a.yaml", capsys)
    document["centers"][0]["services"].remove("school")
    document["centers"][0]["counters"][2]["services"] = ["idcard"]
    document["name"]["en"] = "Other"
    tried = brought_in(place, document, tmp_path / "a.yaml", capsys, dry_run=True)
    told = brought_in(place, document, tmp_path / "a.yaml", capsys)
    assert list(tried["waits"]) == list(told["waits"]) == ["center/hall"]
    assert told["in_force"] == ["city"]
    assert "school" in exported(place, tmp_path / "b.yaml", capsys)["centers"][0]["services"]


def test_a_file_is_checked_without_a_city(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(write_yaml(city_form(written_city(CITY))), encoding="utf-8")
    assert check_city_file(file, as_json=False)
    assert capsys.readouterr().out
    file.write_text("id: x\n", encoding="utf-8")
    assert not check_city_file(file, as_json=True)
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {each["code"] for each in problems} == {"settings_field_missing"}
    assert {each["line"] for each in problems} == {1}


def test_an_empty_city_takes_the_name_of_its_first_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], open_again: Any, request: pytest.FixtureRequest
) -> None:
    store = open_again()
    seed(store, empty_city(), MORNING)
    url = request.getfixturevalue("postgres_url") if "postgresql" in request.node.callspec.id else None
    if url is None:
        store.close()
    file = tmp_path / "a.yaml"
    place = Settings(data=tmp_path / "data", database=url)
    told = brought_in(place, city_form(written_city(CITY)), file, capsys)
    assert set(told["in_force"]) == {"city", "center/hall", "center/village"}
    store = open_store(place.data, place.database)
    assert msgspec.to_builtins(store.read(whole_city)) == msgspec.to_builtins(written_city(CITY))
    store.close()
