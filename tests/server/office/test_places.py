"""Where a matter can be done, out of the store: ways, people, waits, and centers that say nothing."""

import threading
from functools import partial
from pathlib import Path

import msgspec

from config.centers import City, Way
from server.office.estimates import Estimates, LastSaid
from server.office.places import LOOKS, PlaceFound, places_for, way_between
from server.rules.hall.line import MINUTE
from server.store.halls import Hall
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import Reading
from tests.server.conftest import CITY, MORNING, Office, refused

WAYS = (Way(("hall", "village"), 12),)


def city_with_ways(stations: int = 0) -> City:
    village = CITY.centers[1]
    more = [
        msgspec.structs.replace(
            village,
            id=f"station-{number}",
            counters=(msgspec.structs.replace(village.counters[0], id=f"station-{number}-1"),),
        )
        for number in range(stations)
    ]
    ways = [Way(("village", each.id), 3) for each in more]
    return msgspec.structs.replace(CITY, centers=(*CITY.centers, *more), ways=(*WAYS, *ways))


def test_all_that_can_do_it_are_there_with_way_people_and_state(store: Store) -> None:
    seed(store, city_with_ways(), MORNING)
    hall, village = Office(store), Office(store, "village")
    estimates = Estimates()

    def found(*services: str, origin: str | None = "village") -> dict[str, PlaceFound]:
        told = store.read(lambda reading: places_for(reading, estimates, services, origin, hall.now))[0]
        return {each.center: each for each in told}

    village.at("village-1", "open")
    hall.take()
    places = found("social")
    assert list(places) == ["village", "hall"]
    assert [(each.way, each.doing, each.waiting) for each in places.values()] == [(0, "open", 0), (12, "silent", 1)]
    assert places["village"].called_at == hall.now
    assert places["hall"].heard_at == MORNING + 1000
    hall.at("hall-2", "open")
    assert found("social")["hall"].doing == "open"
    hall.at("hall-2", "pause")
    assert found("social")["hall"].doing == "break"
    assert list(found("social", "school")) == list(found("idcard")) == ["hall"]
    assert found("rare") == {}
    assert [each.way for each in found("social", origin=None).values()] == [None, None]
    hall.now += 8 * 60 * MINUTE
    closed = found("social")["hall"]
    assert (closed.doing, closed.closes_at, closed.remote) == ("closed", None, False)
    assert closed.opens_at == MORNING + 23 * 60 * MINUTE
    assert list(found("social")) == ["village", "hall"]


def test_ways_are_settings_of_the_city(store: Store) -> None:
    seed(store, city_with_ways(1), MORNING)
    assert store.read(lambda reading: way_between(reading, "hall", "station-0")) == 15
    assert store.read(lambda reading: way_between(reading, "hall", "nowhere")) is None


def test_what_is_unknown_is_refused(office: Office) -> None:
    asked = partial(office.store.read)
    refused("service_unknown", asked, lambda reading: places_for(reading, Estimates(), ("x",), None, MORNING))
    refused("center_unknown", asked, lambda reading: places_for(reading, Estimates(), ("social",), "x", MORNING))


def test_a_center_that_others_ask_about_holds_nobody_up_and_shows_what_was_last_known(store: Store) -> None:
    seed(store, city_with_ways(), MORNING)
    hall = Office(store)
    hall.at("hall-2", "open")
    estimates = Estimates()

    def told() -> PlaceFound:
        places = store.read(lambda reading: places_for(reading, estimates, ("social",), "village", hall.now))[0]
        return next(each for each in places if each.center == "hall")

    first = told()
    assert first.last is not None
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with estimates._centers["hall"].lock:
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        hall.take()
        hall.now += 10 * MINUTE
        again = told()
    finally:
        done.set()
        holder.join()
    assert (again.waiting, again.last) == (1, first.last)
    after = told().last
    assert after is not None
    assert after.seq > first.last.seq


class Counting(Estimates):
    """Counts the centers that it is asked about."""

    looks = 0

    def now_said(self, reading: Reading, hall: Hall, service: str, now: int) -> LastSaid | None:
        self.looks += 1
        return super().now_said(reading, hall, service, now)


def test_of_many_centers_only_those_that_stand_first_are_asked(tmp_path: Path) -> None:
    estimates = Counting()
    store = open_store(tmp_path / "many", create=True)
    try:
        seed(store, city_with_ways(20), MORNING)
        for number in range(20):
            Office(store, f"station-{number}").at(f"station-{number}-1", "open")
        now = MORNING + 60_000
        found, more = store.read(lambda reading: places_for(reading, estimates, ("social",), "village", now, 3))
    finally:
        store.close()
    assert (len(found), more) == (3, 19)
    assert 1 <= estimates.looks <= LOOKS
