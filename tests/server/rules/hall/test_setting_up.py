"""A hall put together step by step is one that can be written, whatever was chosen and however often."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from config.centers import Hours, Service, Text
from config.documents import CityDocument
from config.hall_templates import hall_templates
from server.rules.hall.setting_up import (
    STEPS,
    SoFar,
    first_counters,
    new_center,
    new_id,
    open_hours,
    with_services,
)
from server.rules.hall.settings import Around, check_center, check_city

NAME = Text("石溪镇", "Shixi")
CITY = CityDocument(Text("新城", "New"), "", ())
CENTER = new_center(NAME, "town", None, NAME, open_hours({1, 2}, ("09:00", "12:00"), ("14:00", "17:00")))
KNOWN = {service.id: service for service in hall_templates().services}
AROUND = Around(frozenset(), {}, {}, {}, {})
CHOSEN = st.sets(st.sampled_from(sorted(KNOWN)))


def sound(city: CityDocument, center: object) -> bool:
    around = replace(AROUND, services=frozenset(service.id for service in city.services))
    return check_city(city, {}) == [] and check_center("hall", center, around) == []  # type: ignore[arg-type]


@given(st.lists(CHOSEN, min_size=1, max_size=4), st.integers(1, 9))
def test_what_is_chosen_again_and_again_stays_sound(choices: list[set[str]], many: int) -> None:
    city, center = CITY, CENTER
    for chosen in choices:
        city, center = with_services(city, center, chosen, KNOWN)
        center = replace(center, counters=first_counters("hall", [each.id for each in center.services], many, ()))
        assert sound(city, center)
        assert {service.id for service in center.services} == chosen
        assert chosen <= {service.id for service in city.services}
    assert len(center.counters) == many


def test_prefixes_stay_and_are_never_alike() -> None:
    city, center = with_services(CITY, CENTER, {"social", "hukou"}, KNOWN)
    center = replace(
        center, services=tuple(replace(each, prefix="E") if each.id == "social" else each for each in center.services)
    )
    _, after = with_services(city, center, {"social", "hukou", "medical"}, KNOWN)
    prefixes = {service.id: service.prefix for service in after.services}
    assert prefixes["social"] == "E"
    assert len(set(prefixes.values())) == 3


def test_a_service_of_their_own_gets_a_prefix() -> None:
    own = {**KNOWN, "service": Service("service", "", Text("茶水", "Tea"), Text("", ""))}
    city, center = with_services(CITY, CENTER, {"general", "service"}, own)
    assert sound(city, center)
    # The city knows it from now on, also where the list does not.
    _, again = with_services(city, CENTER, {"service"}, KNOWN)
    assert [each.id for each in again.services] == ["service"]


def test_counters_lose_what_is_not_offered() -> None:
    city, center = with_services(CITY, CENTER, {"social", "hukou"}, KNOWN)
    center = replace(center, counters=first_counters("hall", ["social", "hukou"], 2, ()))
    _, after = with_services(city, center, {"social"}, KNOWN)
    assert {each.services for each in after.counters} == {("social",)}


def test_counters_get_ids_that_nobody_has() -> None:
    ids = [each.id for each in first_counters("hall", ["x"], 3, {"hall-1", "hall-3"})]
    assert len(set(ids) | {"hall-1", "hall-3"}) == 5
    assert new_id({"hall", "hall-2"}, "hall") == "hall-3"
    assert new_id((), "hall") == "hall"


def test_hours_with_and_without_lunch() -> None:
    assert open_hours({2, 1}, ("09:00", "12:00"), ("14:00", "17:00")) == (
        Hours((1, 2), "09:00", "12:00"),
        Hours((1, 2), "14:00", "17:00"),
    )
    assert open_hours({1}, ("09:00", "17:00"), ("", "")) == (Hours((1,), "09:00", "17:00"),)


def test_how_far_it_is_follows_from_what_is_written() -> None:
    so_far = SoFar(CITY)
    city, offered = with_services(CITY, CENTER, {"social"}, KNOWN)
    whole = replace(offered, counters=first_counters("hall", ["social"], 1, ()))
    for following, step in (
        (so_far, "city"),
        (SoFar(CITY, named=True), "center"),
        (SoFar(CITY, CENTER, named=True), "services"),
        (SoFar(city, offered, named=True), "counters"),
        (SoFar(city, whole, named=True), "devices"),
        (SoFar(city, whole, frozenset({"kiosk", "counter"}), named=True), "test"),
    ):
        assert following.next() == step
        assert following.done() == frozenset(STEPS[: STEPS.index(step)])
    ready = SoFar(
        city, whole, frozenset({"kiosk", "counter"}), frozenset({"ticket.issued", "ticket.called"}), named=True
    )
    assert ready.next() is None
