"""Whoever shows a slip, a booking or a code is told of all that hangs together with it, and of nobody else."""

from functools import partial

import pytest
from sqlalchemy import insert

from server.office.bookings.booking import BookCommand, book
from server.office.guidance.consultations import start_consultation
from server.office.privacy.about import Rows, Shown, about, found_by
from server.office.requests import Actor
from server.rules.hall.slip_digits import digits_of
from server.rules.people.roles import Grant
from server.store import guidance_tables
from server.store.secret_hash import secret_hash
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork
from server.wire.bookings import Booking
from server.wire.messages import Ticket
from tests.server.conftest import MORNING, Office, refused
from tests.server.office.bookings.conftest import TOMORROW, booked_city
from tests.server.office.people.conftest import House

PHONE = "138 0000 8000"
TODAY = "2025-11-25"


@pytest.fixture
def hall(store: Store) -> Office:
    seed(store, booked_city(), MORNING)
    return Office(store)


def consult(hall: Office) -> str:
    def work(uow: UnitOfWork) -> str:
        uow.run(insert(guidance_tables.releases), id="r", body="{}", submitted_at=MORNING)
        return start_consultation(uow, "r", ("school",), MORNING, answers={"has_child": True}).code

    return hall.store.write(CITY, work)


def booked(hall: Office, clock: str = "14:00", phone: str | None = PHONE, plan: str | None = None) -> Booking:
    command = BookCommand("social", TOMORROW, Actor("phone"), clock, phone=phone, plan=plan)
    return hall.write(lambda uow: book(uow, command, hall.now))


def slip(ticket: Ticket) -> Shown:
    return Shown("ticket", ticket.number, "hall", TODAY, digits_of(secret_hash(ticket.secret or "")))


def told(hall: Office, shown: Shown) -> Rows:
    return hall.store.read(lambda reading: about(reading, found_by(reading, shown)))


def test_a_slip_leads_to_the_consultation_and_what_was_booked_with_it(hall: Office) -> None:
    code = consult(hall)
    ticket, other = hall.take(plan=code), hall.take()
    booking = booked(hall, plan=code)
    rows = told(hall, slip(ticket))
    assert [row["id"] for row in rows["tickets"]] == [ticket.id]
    assert [row["answers"] for row in rows["consultations"]] == ['{"has_child":true}']
    assert [row["id"] for row in rows["bookings"]] == [booking.id]
    assert rows["intervals"]
    assert "consultations" not in told(hall, slip(other))
    assert told(hall, Shown("consultation", code)) == rows


def test_a_booking_leads_to_all_of_its_telephone_number(hall: Office) -> None:
    first = booked(hall)
    assert first.digits is not None
    other = booked(hall, "15:00", "139 0000 9000")
    rows = told(hall, Shown("booking", first.digits, "hall", proof="13800008000"))
    assert [row["id"] for row in rows["bookings"]] == [first.id]
    assert other.id not in str(rows)


def test_an_account_is_told_without_its_hashes(hall: Office) -> None:
    house = House(hall.store)
    id_ = house.add("li", Grant("clerk", "hall"))
    house.secret("li")
    rows = told(hall, Shown("account", "LI "))
    assert [row["id"] for row in rows["people"]] == [id_]
    assert [row["address"] for row in rows["sign_ins"]] == ["10.0.0.7"]
    assert "argon2" not in str(rows)
    assert "hash" not in str(rows)


def test_nothing_secret_is_told(hall: Office) -> None:
    ticket, booking = hall.take(), booked(hall)
    for shown in (slip(ticket), Shown("booking", booking.digits or "", "hall", proof=PHONE)):
        words = str(told(hall, shown))
        assert secret_hash(ticket.secret or "") not in words
        assert secret_hash(booking.secret or "") not in words


@pytest.mark.parametrize(
    "shown",
    [
        Shown("", ""),
        Shown("name", "王小明"),
        Shown("ticket", "D001", "hall", "2025-11-24"),
        Shown("ticket", "D999", "hall", TODAY),
        Shown("ticket", "D001", "nowhere", TODAY),
        Shown("ticket", "'; --", "hall", TODAY),
        Shown("booking", "000000", "hall"),
        Shown("booking", "½", "hall"),
        Shown("consultation", "0000-0000-00"),
        Shown("consultation", "no code"),
        Shown("account", "nobody"),
    ],
)
def test_what_fits_nobody_finds_nobody(hall: Office, shown: Shown) -> None:
    hall.take()
    refused("nobody_found", partial(told, hall, shown))


def test_the_digits_of_the_slip_and_the_telephone_number_have_to_fit(hall: Office) -> None:
    ticket, booking = hall.take(), booked(hall)
    for proof in ("", "000000", "½"):
        refused("slip_digits_wrong", partial(told, hall, Shown("ticket", ticket.number, "hall", TODAY, proof)))
    for proof in ("", "13900009000"):
        refused("nobody_found", partial(told, hall, Shown("booking", booking.digits or "", "hall", proof=proof)))
