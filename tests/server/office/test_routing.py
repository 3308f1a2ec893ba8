"""Several matters of one ticket in the best order, as the hall is now."""

from server.office.estimates import Estimates
from server.office.routing import routed, waits_of
from server.rules.hall.way import Way
from tests.server.conftest import Office


def test_what_comes_first_does_then_the_way_as_it_was_asked_for_and_nobody_s_is_left_out(office: Office) -> None:
    def way(*services: str, **more: object) -> Way:
        return office.store.read(lambda reading: routed(reading, reading.hall("hall"), services, **more))  # type: ignore[arg-type]

    assert way("school", "social", "rare") == Way(("school", "social"), ("rare",))
    assert way("school", "social", first={"school": ("social",)}).steps == ("social", "school")
    assert way("school", "social", waits={"school": 50, "social": 1}).steps == ("social", "school")


def test_waits_are_those_that_are_told(office: Office) -> None:
    office.at("hall-1", "open")
    services = ("social", "school", "rare", "nothing")
    told = office.store.read(lambda reading: waits_of(reading, Estimates(), reading.hall("hall"), services, office.now))
    assert told == {"social": 0}
