"""Who books: one booking of a service each, credit that misses cost, and a number that is never kept."""

from collections.abc import Callable

import msgspec
from sqlalchemy import select

from config.bookings import Bookings
from server.office.bookings.due import settle_due
from server.office.bookings.person import lift
from server.office.requests import Actor
from server.store import tables
from server.store.booking_tables import bookings
from server.wire.bookings import CreditAnswer
from tests.server.conftest import refused
from tests.server.office.bookings.conftest import HOLDER, MINUTE, RULES, TODAY, Desk


def test_one_person_books_a_service_once(desk: Desk) -> None:
    first = desk.book(phone="+86 138-0000-0000")
    again = refused("booking_twice", desk.book, "15:00", phone="13800000000")
    assert again.values["clock"] == "14:00"
    desk.book("15:00", phone="13900000000")
    desk.give_up(first)
    desk.book("15:00", phone="13800000000")


def test_a_number_is_never_kept(desk: Desk) -> None:
    desk.book(phone="13800000000")
    kept = desk.store.read(lambda reading: reading.rows(select(*bookings.c)))
    assert "13800000000" not in repr(kept)


def test_missed_bookings_warn_then_block_and_an_appeal_lifts_it(made_desk: Callable[[Bookings], Desk]) -> None:
    desk = made_desk(msgspec.structs.replace(RULES, misses=2))
    warned = missed(desk, "11:00", 75)
    assert (warned.misses, warned.left, warned.blocked_until) == (1, 1, None)
    blocked = missed(desk, "13:00", 120)
    assert (blocked.misses, blocked.left) == (2, 0)
    assert blocked.blocked_until == "2025-12-25T05:10:00.000Z"
    refused("booking_blocked", desk.book, phone="138 0000 0000")
    nameless = desk.book(phone=None)
    refused("booking_unknown", desk.write, lambda uow: lift(uow, nameless.id, "ill", HOLDER, desk.now))
    last = desk.listed()[-1].id
    desk.write(lambda uow: lift(uow, last, "our_fault", Actor("desk", "chen"), desk.now))
    assert desk.book(phone="13800000000").state == "booked"
    of_lift = select(tables.journal.c.person, tables.journal.c.private).order_by(tables.journal.c.seq.desc()).offset(1)
    person, private = desk.store.read(lambda reading: reading.rows(of_lift))[0]
    assert (person, private) == ("chen", f'{{"booking":"{last}","excuse":"our_fault"}}')
    assert "our_fault" not in str(desk.journal())


def missed(desk: Desk, clock: str, minutes: int) -> CreditAnswer:
    """Book a slot of today, let `minutes` go by, and return how its holder stands."""
    booking = desk.book(clock, TODAY, phone="13800000000")
    desk.now += minutes * MINUTE
    desk.write(lambda uow: settle_due(uow, desk.now))
    credit = desk.own(booking).credit
    assert credit is not None
    return credit
