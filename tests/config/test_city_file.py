"""The shipped city is whole; a city's file and its documents say the same."""

from config.city_file import city_form, parts_of, shipped_city, shipped_text
from config.documents import CITY, Scope
from config.yaml_file import parse_yaml
from server.store.seeding import written_city


def test_the_shipped_city_has_three_levels_and_enough_to_show() -> None:
    city = shipped_city("dongjiang")
    assert [center.level for center in city.centers].count("town") == 2
    assert {center.level for center in city.centers} == {"city", "town", "village"}
    assert len(city.services) >= 12
    assert sum(len(center.counters) for center in city.centers) >= 14
    assert all(center.staff for center in city.centers)


def test_a_files_parts_are_the_documents_of_city_towns_and_centers() -> None:
    text = """
id: x
services: [{id: a, prefix: A}, {id: b, prefix: B, note: {zh: 注, en: note}}, words]
centers: [{id: one, services: [a, {id: b}, {id: b, prefix: BB}, 7], town: {timezone: UTC}}, words]
"""
    parts = list(parts_of(parse_yaml(text)))
    assert [part.scope for part in parts] == [CITY, Scope("center", "one"), Scope("town", "one"), Scope("center", "")]
    assert [each["note"]["en"] for each in parts[0].given["services"][:2]] == ["", "note"]
    offered = [{"id": "a", "prefix": "A"}, {"id": "b", "prefix": "B"}, {"id": "b", "prefix": "BB"}, 7]
    assert parts[1].given == {"parent": None, "services": offered}
    assert parts[2].given == {"timezone": "UTC"}


def test_what_is_usual_is_written_short() -> None:
    form = city_form(written_city(shipped_city("dongjiang")))
    shipped = parse_yaml(shipped_text("dongjiang"))
    assert form["centers"][0]["services"] == shipped["centers"][0]["services"]
    assert [each["prefix"] for each in form["services"]] == [each["prefix"] for each in shipped["services"]]
    assert "town" not in form["centers"][1]
