"""The code of a hall proves that somebody stood there a moment ago."""

from functools import partial

from server.office.bookings.hall_code import EVERY_MS, check_hall_code, hall_code
from tests.server.conftest import refused
from tests.server.office.bookings.conftest import Desk


def test_a_code_is_believed_while_it_is_shown_and_once_after(desk: Desk) -> None:
    code, until = desk.write(lambda uow: hall_code(uow, desk.now))
    assert until == (desk.now // EVERY_MS + 1) * EVERY_MS
    for turns, fits in ((-1, False), (0, True), (1, True), (2, False)):
        at = desk.now + turns * EVERY_MS
        check = partial(check_hall_code, code=code, now=at)
        if fits:
            desk.store.write("hall", check)
        else:
            refused("booking_not_here", desk.store.write, "hall", check)


def test_no_other_hall_shows_it(desk: Desk) -> None:
    code, _ = desk.write(lambda uow: hall_code(uow, desk.now))
    refused("booking_not_here", desk.store.write, "village", lambda uow: check_hall_code(uow, code, desk.now))
