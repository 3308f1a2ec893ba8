"""A day of a hall becomes figures: every number is counted once, whatever was pressed, and nothing of another day."""

import random
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from server.office.reports.day_folding import folded_day
from server.rules.errors import Refusal
from server.rules.hall.day_figures import WHOLE, Figures
from server.store import tables
from server.store.guidance_tables import consultations, releases
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING, Office, city_with
from tests.tries import tries

DAY = date(2025, 11, 25)
MINUTE = 60_000
COUNTERS = ("hall-1", "hall-2", "hall-3")
VERBS = ("open", "call_next", "call_next", "start", "finish", "finish_and_call", "undo", "hold", "pause", "close")


def folded(office: Office, day: date = DAY) -> dict[str, Figures]:
    return office.store.read(lambda reading: folded_day(reading, office.center, day))


def adds_up(found: dict[str, Figures]) -> None:
    whole = found[WHOLE]
    assert whole.issued == whole.finished + whole.no_shows + whole.gone + whole.unclear
    assert whole.issued == sum(whole.took.values())
    for each in found.values():
        assert each.joined == each.served + each.moved + each.no_shows + each.gone + each.unclear
        assert sum(each.waits.values()) == each.called
        assert sum(each.serves.values()) == each.served
    for name in ("issued", "joined", "called", "served", "moved", "no_shows", "gone", "unclear", "wait_ms", "serve_ms"):
        parts = sum(getattr(each, name) for service, each in found.items() if service != WHOLE)
        assert getattr(whole, name) == parts, name
    assert sum(each.issued for each in whole.hours.values()) == whole.issued
    assert sum(sum(each.values()) for each in whole.classes.values()) == whole.called


def test_a_day_in_figures(office: Office) -> None:
    office.at("hall-2", "open")
    for _ in range(3):
        office.take("social")
    office.now += 4 * MINUTE
    office.serve("hall-2", until="start")
    office.now += 5 * MINUTE
    office.at("hall-2", "finish")
    office.miss("hall-2")
    office.cancel(office.take("social", priority="priority").id)
    office.now += 30 * MINUTE
    office.at("hall-2", "close")
    found = folded(office)
    adds_up(found)
    whole = found[WHOLE]
    assert (whole.issued, whole.called, whole.served, whole.finished) == (4, 2, 1, 1)
    assert (whole.no_shows, whole.gone) == (1, 2)
    assert whole.serves == {10: 1}
    assert sorted(whole.waits) == [8, 18]
    assert whole.took == {"kiosk": 4}
    assert whole.desks["hall-2"].served == 1
    assert whole.desks["hall-2"].open_ms // MINUTE == 40
    assert list(whole.hours) == [10]
    assert set(found) == {WHOLE, "social"}


def test_what_is_undone_never_was(office: Office) -> None:
    office.at("hall-2", "open")
    office.take("social")
    office.now += 2 * MINUTE
    office.at("hall-2", "call_next")
    office.at("hall-2", "undo")
    office.now += 2 * MINUTE
    office.serve("hall-2", until="finish")
    office.at("hall-2", "undo")
    office.now += MINUTE
    office.at("hall-2", "finish")
    found = folded(office)
    adds_up(found)
    assert found[WHOLE].waits == {8: 1}
    assert found[WHOLE].serves == {2: 1}


def test_somebody_with_several_matters_waits_for_each(office: Office) -> None:
    for counter in ("hall-1", "hall-3"):
        office.at(counter, "open")
    office.take("idcard", "school")
    office.serve("hall-1", until="finish")
    office.now += 3 * MINUTE
    office.serve("hall-3", until="finish")
    found = folded(office)
    adds_up(found)
    assert (found[WHOLE].issued, found[WHOLE].joined, found[WHOLE].served) == (1, 2, 2)
    assert (found["idcard"].issued, found["school"].issued, found["school"].finished) == (1, 0, 1)
    assert list(found["school"].waits) == [6]


def test_whoever_lacks_a_paper_is_counted(office: Office) -> None:
    office.at("hall-2", "open")
    office.take("social")
    office.serve("hall-2", until="start")
    office.for_paper("hall-2")
    assert folded(office)["social"].returns == 1


def test_a_counter_that_nobody_closed_counts_until_the_hall_does(office: Office) -> None:
    office.at("hall-2", "open")
    assert folded(office)[WHOLE].desks["hall-2"].open_ms == round(7 * 60 * MINUTE - 1000)


def test_the_day_after_has_nothing_of_it(office: Office) -> None:
    office.take("social")
    office.now = MORNING + 24 * 60 * MINUTE
    office.take("social")
    assert folded(office)[WHOLE].issued == folded(office, date(2025, 11, 26))[WHOLE].issued == 1
    assert folded(office, date(2025, 11, 24)) == {WHOLE: Figures()}
    assert folded(office)[WHOLE].gone == 1


def test_a_number_taken_elsewhere_that_never_came(office: Office) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), create=True)
        try:
            seed(store, city_with(remote_at_most=5), MORNING)
            hall = Office(store)
            hall.take_remote("social", holder="x" * 16)
            assert folded(hall)[WHOLE].not_arrived == 1
            adds_up(folded(hall))
        finally:
            store.close()


def test_checklists_and_where_people_stopped(office: Office) -> None:
    def begin(code: str, answers: str, center: str | None = "hall", at: int = MORNING) -> None:
        row = {"code": code, "release": "r", "edition": None, "checklists": '["newborn"]', "answers": answers}
        more = {"wish": "{}", "day": "2025-11-25", "created_at": at, "changed_at": at, "expires_at": at + 10**10}
        office.store.write(CITY, lambda uow: uow.run(insert(consultations), **row, **more, center=center))

    office.store.write(CITY, lambda uow: uow.run(insert(releases), id="r", body="", submitted_at=0))
    begin("1", '{"q1":true,"q2":false}')
    begin("2", '{"q1":true}')
    begin("3", '{"q1":true}', center=None)
    begin("4", '{"q1":true}', at=MORNING + 24 * 60 * MINUTE)
    ticket = office.take("social")
    planned = tables.tickets.update().where(tables.tickets.c.id == ticket.id).values(plan="2")
    office.write(lambda uow: uow.run(planned))
    whole = folded(office)[WHOLE]
    assert (whole.consultations, whole.went_on, whole.with_plan) == (2, 1, 1)
    assert (whole.consulted, whole.stopped) == ({"newborn": 2}, {"q2": 1})


def test_a_center_that_is_not_there(office: Office) -> None:
    office.center = "nowhere"
    with pytest.raises(Refusal):
        folded(office)


@settings(max_examples=tries(12), deadline=None)
@given(st.integers(0, 10**6))
def test_every_number_is_counted_once_whatever_was_pressed(number: int) -> None:
    chance = random.Random(number)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), create=True)
        try:
            seed(store, city_with(undo_seconds=600), MORNING)
            office = Office(store)
            tickets = []
            for _ in range(70):
                office.now += chance.randrange(3) * MINUTE
                counter = chance.choice(COUNTERS)
                try:
                    match chance.randrange(8):
                        case 0 | 1:
                            services = chance.sample(("social", "idcard", "school"), chance.randrange(1, 3))
                            tickets.append(office.take(*services).id)
                        case 2:
                            office.miss(counter)
                        case 3 if tickets:
                            office.about(counter, chance.choice(("resume", "rejoin")), chance.choice(tickets))
                        case 4 if tickets:
                            chance.choice((office.cancel, office.postpone, office.come_back))(chance.choice(tickets))
                        case 5:
                            office.transfer(counter, chance.choice(("social", "school")))
                        case _:
                            office.at(counter, chance.choice(VERBS))
                except Refusal:
                    pass
            found = folded(office)
            adds_up(found)
            counted = select(func.count()).select_from(tables.tickets)
            done = counted.where(tables.tickets.c.state == "finished")
            assert found[WHOLE].issued == store.read(lambda reading: reading.value(counted))
            assert found[WHOLE].finished == store.read(lambda reading: reading.value(done))
        finally:
            store.close()
