"""A booking moves or is given back, and the place goes to whoever waits for it."""

from tests.server.conftest import refused
from tests.server.office.bookings.conftest import Desk


def test_a_booking_moves_to_another_slot_or_stays_where_it_is(desk: Desk) -> None:
    booking = desk.book()
    moved = desk.move(booking, "15:00")
    assert (moved.state, moved.clock, moved.digits) == ("booked", "15:00", booking.digits)
    assert (desk.free(), desk.free("15:00")) == (3, 2)
    for _ in range(3):
        desk.book("16:00")
    refused("booking_full", desk.move, booking, "16:00")
    refused("booking_twice", desk.move, booking, "15:00")
    assert (desk.own(booking).clock, desk.free("15:00")) == ("15:00", 2)


def test_who_waits_the_longest_gets_the_place_that_comes_free(desk: Desk) -> None:
    made = [desk.book(f"{hour:02}:{minute}") for hour in range(9, 17) for minute in ("00", "30") for _ in range(3)]
    waiting = [desk.book(None), desk.book(None)]
    assert [each.ahead for each in waiting] == [0, 1]
    told = refused("booking_listed", desk.come, waiting[1])
    assert told.values["place"] == 2
    assert [each.state for each in waiting] == ["listed", "listed"]
    desk.give_up(made[4])
    first, second = (desk.own(each) for each in waiting)
    assert (first.state, first.clock) == ("booked", made[4].clock)
    assert second.state == "listed"
    desk.give_up(waiting[1])
    desk.give_up(made[5])
    assert desk.free(str(made[5].clock)) == 1, "nobody waits any more"
