"""By its number anybody learns of a ticket what the screens show; only the digits of its slip open it."""

import pytest

from server.office.access.tries import MOST, Tries
from server.office.by_number import ticket_by_number
from server.rules.hall.slip_digits import digits_of
from server.store.secret_hash import secret_hash
from server.wire.messages import NumberAnswer
from tests.server.conftest import Office, refused


def asked(office: Office, tries: Tries, number: str, digits: str | None = None) -> NumberAnswer:
    return office.store.read(
        lambda reading: ticket_by_number(reading, office.center, number, digits, tries, office.now)
    )


@pytest.fixture
def tries() -> Tries:
    return Tries()


def test_the_digits_come_with_the_ticket_and_open_it(office: Office, tries: Tries) -> None:
    first, mine = office.take(), office.take()
    assert mine.digits == digits_of(secret_hash(mine.secret or ""))
    assert mine.digits != first.digits
    alone = asked(office, tries, mine.number)
    assert alone == NumberAnswer(mine.number, "waiting", "social", None)
    assert mine.id not in repr(alone)
    own = asked(office, tries, f" {mine.number.lower()} ", mine.digits).ticket
    assert own == office.look(mine.id)
    assert own is not None
    assert (own.secret, own.digits, own.ahead, own.postpone_min) == (None, None, 1, 10)


def test_the_digits_of_another_open_nothing_and_are_counted(office: Office, tries: Tries) -> None:
    mine, other = office.take(), office.take()
    for _ in range(MOST):
        refused("slip_digits_wrong", asked, office, tries, mine.number, other.digits)
    refused("slip_digits_tries", asked, office, tries, mine.number, mine.digits)
    # Nobody else waits for that, and what everybody may see is still seen.
    assert asked(office, tries, other.number, other.digits).ticket is not None
    assert asked(office, tries, mine.number).state == "waiting"
    office.now += 11 * 60_000
    assert asked(office, tries, mine.number, mine.digits).ticket is not None


@pytest.mark.parametrize("digits", ["", "12", "１２３４５６", "abcdef"])
def test_whatever_is_not_the_digits_is_wrong(office: Office, tries: Tries, digits: str) -> None:
    refused("slip_digits_wrong", asked, office, tries, office.take().number, digits)


def test_only_numbers_of_today_and_of_this_center_are_known(office: Office, tries: Tries) -> None:
    mine = office.take()
    for number in ("D002", "", "nothing", "D0001", "X001"):
        refused("ticket_unknown", asked, office, tries, number)
    office.center = "village"
    office.take("social")
    refused("ticket_unknown", asked, office, tries, "D002", mine.digits)
    refused("slip_digits_wrong", asked, office, tries, "D001", mine.digits)
    office.center = "nowhere"
    refused("center_unknown", asked, office, tries, "D001")
    office.center = "hall"
    office.now += 24 * 3_600_000
    office.take("idcard")
    refused("ticket_unknown", asked, office, tries, mine.number, mine.digits)
