"""The shipped city is whole; a city with a mistake is refused with its place."""

import pytest

from config.city_file import CityFileError, read_city, shipped_city


def test_the_shipped_city_has_three_levels_and_enough_to_show() -> None:
    city = shipped_city("dongjiang")
    assert [center.level for center in city.centers].count("town") == 2
    assert {center.level for center in city.centers} == {"city", "town", "village"}
    assert len(city.services) >= 12
    assert sum(len(center.counters) for center in city.centers) >= 14
    assert all(center.staff for center in city.centers)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id: [", "expected"),
        ("id: 3", "str"),
        (
            "{id: x, name: {zh: x, en: x}, pack: p, services: [], centers: [{id: a, name: {zh: x, en: x}, level: town,"
            " parent: b, address: {zh: x, en: x}, timezone: Asia/Shanghai, hours: [], services: [s], counters: []}]}",
            "its parent b must stand before it; center a: unknown service s",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(CityFileError, match=why):
        read_city(text, "mine.yaml")
