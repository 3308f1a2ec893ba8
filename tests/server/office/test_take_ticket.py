"""Taking a number: what a refusal names, which number comes next, and how an id begins."""

from base64 import urlsafe_b64decode
from typing import Any

from sqlalchemy import select

from config.centers import Text
from config.words import both
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store import tables
from tests.server.conftest import MORNING, Office, refused


def test_a_refusal_names_what_was_wrong(embedded: Office) -> None:
    def values(code: str, *services: str, **more: Any) -> dict[str, object]:
        command = TakeTicketCommand(services, "kiosk", **more)
        return refused(code, embedded.write, lambda uow: take_ticket(uow, command, embedded.now)).values

    assert values("bad_request") == {"why": both("{field} is empty", field="services")}
    known = "normal, appointment, priority"
    why = both("{field} is none of {known}", field="priority", known=known)
    assert values("bad_request", "social", priority="vip") == {"why": why}
    assert values("service_unknown", "social", "tax") == {"service": "tax"}
    assert values("service_unserved", "rare") == {"service": Text("罕见", "Rare")}
    embedded.now += 8 * 3_600_000
    assert values("center_closed", "social") == {"center": Text("大厅", "Hall")}


def test_used_up_numbers_name_the_service(embedded: Office) -> None:
    embedded.take()
    embedded.write(lambda uow: uow.run(tables.numbers.update().values(last=9999)))
    assert refused("numbers_used_up", embedded.take).values == {"service": Text("社保", "Social insurance")}


def test_an_id_begins_with_its_second_and_no_two_are_alike(embedded: Office) -> None:
    command = TakeTicketCommand(("social",), "kiosk")
    moments = (MORNING, MORNING + 999, MORNING + 1000)
    ids = [embedded.write(lambda uow, at=at: take_ticket(uow, command, at)).id for at in moments]  # type: ignore[misc]
    read = [urlsafe_b64decode(each) for each in ids]
    assert [int.from_bytes(each[:4], "big") for each in read] == [1_764_036_000, 1_764_036_000, 1_764_036_001]
    assert {len(each) for each in read} == {12}
    assert len({each[4:] for each in read}) == 3


def test_numbers_of_each_kind_day_and_center_are_counted_apart(embedded: Office) -> None:
    village = Office(embedded.store, "village")
    taken = [embedded.take(service).number for service in ("social", "idcard", "social")]
    taken += [village.take().number, embedded.take().number]
    assert taken == ["D001", "C001", "D002", "D001", "D003"]
    n = tables.numbers.c
    query = select(n.center, n.prefix, n.day, n.last).order_by(n.center, n.prefix)
    assert [tuple(row) for row in embedded.store.read(lambda reading: reading.rows(query))] == [
        ("hall", "C", "2025-11-25", 1),
        ("hall", "D", "2025-11-25", 3),
        ("village", "D", "2025-11-25", 1),
    ]


def test_a_number_is_good_for_as_many_cases_as_the_hall_allows(embedded: Office) -> None:
    assert embedded.take(cases=9).cases == 9
    assert refused("cases_many", embedded.take, cases=10).values == {"most": 9}
    refused("cases_many", embedded.take, cases=0)
