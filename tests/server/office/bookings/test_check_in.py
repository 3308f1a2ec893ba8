"""Coming with a booking: a ticket at its slot, or an ordinary one instead, and never both."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from config.bookings import Bookings
from config.centers import Text
from config.edition import Guidance
from server.office.bookings.due import settle_due
from server.office.guidance.consultations import start_consultation
from server.office.releases.shipped import publish_shipped
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.store import tables
from server.wire.bookings import Booking, CheckedIn
from tests.server.conftest import refused
from tests.server.office.bookings.conftest import MINUTE, RULES, TODAY, Desk
from tests.server.rules.guidance.small_pack import SMALL
from tests.server.settings_of import Settings


def until(desk: Desk, minutes: int) -> None:
    """Let it be `minutes` after 11:00."""
    desk.now = 1_764_039_600_000 + minutes * MINUTE


def test_a_booking_becomes_a_ticket_that_is_ready_at_its_slot(desk: Desk) -> None:
    booking = desk.book("11:00", TODAY)
    until(desk, -20)
    done = desk.come(booking)
    assert (done.booking.state, done.booking.ticket) == ("checked_in", done.ticket.id)
    assert done.ticket.secret
    ticket = desk.store.read(lambda reading: ticket_of(reading, done.ticket.id))
    assert (ticket.priority, ticket.ready_at) == ("appointment", 1_764_039_600_000)
    assert ticket.key == ticket.ready_at - 20 * MINUTE
    refused("booking_state", desk.walk_in, done.booking)
    refused("booking_state", desk.give_up, booking)
    assert [(each.state, each.number) for each in desk.listed()] == [("checked_in", done.ticket.number)]


def test_whoever_comes_after_their_slot_began_is_ready_when_they_come(desk: Desk) -> None:
    booking = desk.book("11:00", TODAY)
    until(desk, 5)
    done = desk.come(booking)
    ticket = desk.store.read(lambda reading: ticket_of(reading, done.ticket.id))
    assert ticket.ready_at == ticket.issued_at


def test_an_appointment_goes_before_who_came_within_its_credit_and_behind_all_others(desk: Desk) -> None:
    desk.at("hall-2", "open")
    booking = desk.book("11:00", TODAY)
    until(desk, -25)
    early = desk.take()
    until(desk, -15)
    later = desk.take()
    own = desk.come(booking).ticket
    called = [desk.serve("hall-2", until="finish").number for _ in range(3)]
    assert called == [early.number, own.number, later.number]


@pytest.mark.parametrize(("minutes", "code"), [(-40, "booking_early"), (10, "booking_late"), (300, "booking_late")])
def test_who_comes_too_early_or_too_late_takes_an_ordinary_ticket(desk: Desk, minutes: int, code: str) -> None:
    booking = desk.book("11:00", TODAY)
    until(desk, minutes)
    refused(code, desk.come, booking)
    assert desk.own(booking).state == "booked"
    done = desk.walk_in(booking)
    ticket = desk.store.read(lambda reading: ticket_of(reading, done.ticket.id))
    assert ticket.priority == "normal"
    assert done.booking.state == ("freed" if minutes < 0 else "missed")
    refused("booking_unknown" if minutes < 0 else "booking_late", desk.come, booking)
    refused("booking_unknown" if minutes < 0 else "booking_state", desk.walk_in, booking)


def test_who_was_told_missed_already_still_has_an_ordinary_ticket_once(desk: Desk) -> None:
    booking = desk.book("11:00", TODAY)
    until(desk, 30)
    desk.write(lambda uow: settle_due(uow, desk.now))
    refused("booking_late", desk.come, booking)
    assert desk.walk_in(booking).booking.state == "missed"
    refused("booking_state", desk.walk_in, booking)


def test_a_place_given_back_by_a_walk_in_is_free_again(desk: Desk) -> None:
    booking = desk.book("14:00", TODAY)
    assert desk.free(day=0) == 2
    desk.walk_in(booking)
    assert desk.free(day=0) == 3


def test_digits_of_nobody_and_of_another_center_open_nothing(desk: Desk) -> None:
    booking = desk.book("11:00", TODAY)
    desk.center = "village"
    refused("booking_unknown", desk.come, booking)


def test_a_closed_hall_checks_nobody_in(made_desk: Callable[[Bookings], Desk]) -> None:
    desk = made_desk(RULES)
    booking: Booking = desk.book("09:00")
    desk.now = 1_764_039_600_000 + (22 * 60 - 15) * MINUTE
    refused("center_closed", desk.come, booking)
    done: CheckedIn
    desk.now += 15 * MINUTE
    done = desk.come(booking)
    assert done.ticket.state == "waiting"


def test_what_is_told_of_a_check_in_names_the_booking_for_the_office_alone(desk: Desk) -> None:
    booking = desk.book("11:00", TODAY)
    until(desk, -20)
    desk.come(booking)
    assert desk.kinds() == ["booking.changed", "ticket.issued", "booking.changed"]
    private = select(tables.journal.c.private).where(tables.journal.c.kind == "booking.changed")
    told = desk.store.read(lambda reading: reading.rows(private))
    assert all(booking.id in row[0] for row in told)
    assert all(booking.id not in str(fact) for fact in desk.journal())


LAST_HOUR = 1_764_039_600_000 + (5 * 60 + 20) * MINUTE
"""16:20 in a hall that closes at 17:00."""


def test_a_place_that_was_kept_counts_in_the_last_minutes_of_a_day_and_an_ordinary_ticket_does_not(desk: Desk) -> None:
    boss = Settings(desk.store, desk.now)
    boss.edit(lambda document: document.update(rules={"last_ticket_minutes": 60}))
    booking, late = desk.book("16:30", TODAY), desk.book("16:00", TODAY)
    desk.now = LAST_HOUR
    refused("center_closing", desk.take)
    refused("center_closing", desk.walk_in, late)
    assert desk.own(late).state == "booked"
    assert desk.come(booking).ticket.state == "waiting"


def test_whoever_comes_another_day_is_told_theirs(desk: Desk) -> None:
    booking = desk.book("14:00")
    with pytest.raises(Refusal) as caught:
        desk.come(booking)
    assert caught.value.values["clock"] == Text("11 月 26 日 14:00", "26 Nov, 14:00")


@pytest.fixture
def plan(desk: Desk) -> str:
    """Return the code of a plan."""
    guidance, key = Guidance(SMALL), Ed25519PrivateKey.generate()
    release = desk.write(lambda uow: publish_shipped(uow, guidance, key, desk.now))
    return desk.write(lambda uow: start_consultation(uow, release, ("settle",), desk.now)).code


@pytest.mark.parametrize(
    ("minutes", "state", "priority"),
    [(-40, "freed", "normal"), (-10, "checked_in", "appointment"), (15, "missed", "normal")],
)
def test_a_number_taken_with_the_plan_of_a_booking_uses_it_or_frees_it(
    desk: Desk, plan: str, minutes: int, state: str, priority: str
) -> None:
    booking = desk.book("11:00", TODAY, plan=plan)
    other_day, other = desk.book("11:00", plan=plan), desk.book("11:00", TODAY)
    until(desk, minutes)
    taken = desk.take(plan=plan)
    own = desk.own(booking)
    assert (own.state, own.ticket) == (state, taken.id)
    assert desk.store.read(lambda reading: ticket_of(reading, taken.id)).priority == priority
    assert (desk.own(other_day).state, desk.own(other).state) == ("booked", "booked")
    with pytest.raises(Refusal):
        desk.come(booking)
    with pytest.raises(Refusal):
        desk.walk_in(booking)
    assert desk.free("11:00", 0) == (-1 if minutes > -30 else 2)


def test_two_who_booked_with_one_plan_take_one_number_each(desk: Desk, plan: str) -> None:
    first, second = desk.book("11:00", TODAY, plan=plan), desk.book("11:00", TODAY, plan=plan)
    until(desk, -10)
    desk.take(plan=plan)
    assert sorted((desk.own(first).state, desk.own(second).state)) == ["booked", "checked_in"]
    desk.take(plan=plan)
    assert (desk.own(first).state, desk.own(second).state) == ("checked_in", "checked_in")
