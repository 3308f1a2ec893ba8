"""Signing in: who is right comes in, who is wrong learns nothing, and a machine that guesses is locked out."""

import threading

import pyotp
import pytest

from server.office.audit.chain import portion
from server.office.people import accounts
from server.office.people.second import set_second
from server.office.people.sign_ins import open_sign_ins, signed_in
from server.office.people.signing_in import HALF_MS, Half, Where, show_again, show_second
from server.office.people.wrong import locked_names
from server.rules.errors import Refusal
from server.rules.people.lasting import ABSOLUTE_MS, IDLE_MS
from server.rules.people.lockout import FIRST_LOCK_MS, MOST, MOST_OF_PLACE
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from tests.server.conftest import refused
from tests.server.office.people.conftest import KEY, PASSWORD, SECURITY, WHERE, House

CLERK = Grant("clerk", "hall")


def test_who_is_right_is_in_until_they_do_nothing(house: House) -> None:
    id_ = house.add("li", CLERK)
    secret = house.secret(" LI ")
    who = house.store.read(lambda reading: signed_in(reading, secret, house.law, house.now))
    assert (who.person, who.login, who.grants, who.must) == (id_, "li", (CLERK,), "")
    assert [each.device for each in house.store.read(lambda reading: open_sign_ins(reading, id_))] == ["Firefox"]
    for later in (IDLE_MS, ABSOLUTE_MS):
        refused(
            "sign_in_needed",
            house.store.read,
            lambda reading, at=house.now + later: signed_in(reading, secret, house.law, at),
        )


@pytest.mark.parametrize("shown", ["", "guess", "\0", "令牌"])
def test_a_sign_in_that_is_none(house: House, shown: str) -> None:
    house.add("li", CLERK)
    house.secret("li")
    refused("sign_in_needed", house.store.read, lambda reading: signed_in(reading, shown, house.law, house.now))


def test_who_is_wrong_learns_nothing(house: House) -> None:
    house.add("li", CLERK)
    gone = house.add("gone", CLERK)
    house.store.write(CITY, lambda uow: accounts.disable(uow, gone, SECURITY, house.now))
    told = {str(refused("sign_in_wrong", house.enter, login, "wrong")) for login in ("li", "nobody", "gone", "")}
    told.add(str(refused("sign_in_wrong", house.enter, "gone")))
    assert len(told) == 1


@pytest.mark.parametrize("login", ["li", "nobody"])
def test_the_fifth_wrong_try_locks_the_name(house: House, login: str) -> None:
    house.add("li", CLERK)
    for number in range(MOST):
        refused("sign_in_wrong", house.enter, login, f"wrong {number}")
    assert login in house.store.read(lambda reading: locked_names(reading, house.now))
    # Also who is right now: else a machine would learn that it was.
    refused("sign_in_locked", house.enter, login, PASSWORD)
    house.now += FIRST_LOCK_MS
    if login == "li":
        house.secret("li")


def test_a_right_try_forgets_the_wrong_ones(house: House) -> None:
    house.add("li", CLERK)
    for _ in range(3):
        for _ in range(MOST - 1):
            refused("sign_in_wrong", house.enter, "li", "wrong")
        house.secret("li")


def test_many_names_from_one_address_lock_the_address(house: House) -> None:
    house.add("li", CLERK)
    for number in range(MOST_OF_PLACE):
        refused("sign_in_wrong", house.enter, f"name{number}", "wrong")
    refused("sign_in_locked", house.enter, "li")
    house.enter("li", where=Where("10.0.0.8", "Firefox"))


def test_who_keeps_accounts_unlocks(house: House) -> None:
    id_ = house.add("li", CLERK)
    for _ in range(MOST):
        refused("sign_in_wrong", house.enter, "li", "wrong")
    house.store.write(CITY, lambda uow: accounts.unlock(uow, id_, SECURITY, house.now))
    house.secret("li")


def test_many_tries_at_once_are_no_more_tries(house: House) -> None:
    """All are weighed at once, before one of them is counted: all the same only as many as usual are told anything."""
    house.add("li", CLERK)
    codes: list[str] = []

    def attempt(password: str) -> None:
        try:
            house.enter("li", password)
            codes.append("in")
        except Refusal as refusal:
            codes.append(refusal.code)

    wrong = [threading.Thread(target=attempt, args=(f"wrong {number}",)) for number in range(12)]
    for thread in wrong:
        thread.start()
    for thread in wrong:
        thread.join()
    assert 0 < codes.count("sign_in_wrong") <= MOST
    assert set(codes) <= {"sign_in_wrong", "sign_in_locked", "busy"}
    attempt(PASSWORD)
    assert codes[-1] == "sign_in_locked"


def with_second(house: House, login: str = "li") -> tuple[str, pyotp.TOTP, list[str]]:
    id_ = house.add(login, CLERK)
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(house.now // 1000)
    codes = house.store.write(CITY, lambda uow: set_second(uow, id_, secret, code, KEY, house.now))
    house.now += 60_000
    return id_, pyotp.TOTP(secret), codes


def half(house: House, login: str = "li") -> str:
    entered = house.enter(login)
    assert isinstance(entered, Half)
    return entered.sealed


def test_a_second_factor_is_asked_for_and_good_once(house: House) -> None:
    id_, app, _ = with_second(house)
    code = app.at(house.now // 1000)
    begun = half(house)
    refused("second_wrong", show_second, house.store, begun, "000000", WHERE, KEY, house.now)
    assert show_second(house.store, begun, code, WHERE, KEY, house.now).person == id_
    refused("second_wrong", show_second, house.store, half(house), code, WHERE, KEY, house.now)


def test_a_code_of_the_step_before_or_after_is_taken(house: House) -> None:
    _, app, _ = with_second(house)
    for steps in (-1, 1):
        house.now += 90_000
        show_second(house.store, half(house), app.at(house.now // 1000 + 30 * steps), WHERE, KEY, house.now)


@pytest.mark.parametrize("minutes", [-60, -5, 5, 60])
def test_a_clock_that_is_wrong_is_said_to_be(house: House, minutes: int) -> None:
    _, app, _ = with_second(house)
    house.now += 7_200_000
    code = app.at(house.now // 1000 + 60 * minutes)
    refusal = refused("second_clock", show_second, house.store, half(house), code, WHERE, KEY, house.now)
    assert refusal.values["minutes"] == abs(minutes)


def test_a_recovery_code_is_good_once_and_for_its_person(house: House) -> None:
    _, _, codes = with_second(house)
    _, _, others = with_second(house, "wang")
    refused("second_wrong", show_second, house.store, half(house), others[0], WHERE, KEY, house.now)
    show_second(house.store, half(house), codes[3].lower().replace("-", " "), WHERE, KEY, house.now)
    refused("second_wrong", show_second, house.store, half(house), codes[3], WHERE, KEY, house.now)


def test_wrong_codes_lock_like_wrong_passwords(house: House) -> None:
    _, app, _ = with_second(house)
    begun = half(house)
    for _ in range(MOST):
        refused("second_wrong", show_second, house.store, begun, "000000", WHERE, KEY, house.now)
    refused("sign_in_locked", show_second, house.store, begun, app.at(house.now // 1000), WHERE, KEY, house.now)


def test_half_signed_in_is_over_after_a_while_or_a_new_password(house: House) -> None:
    id_, app, _ = with_second(house)
    begun = half(house)
    late = house.now + HALF_MS
    refused("sign_in_needed", show_second, house.store, begun, app.at(late // 1000), WHERE, KEY, late)
    for forged in ("", "x" * 40, begun[:-4] + "AAA=", begun[1:]):
        refused("sign_in_needed", show_second, house.store, forged, "000000", WHERE, KEY, house.now)
    first = accounts.first_password()
    house.now += 1
    house.store.write(CITY, lambda uow: accounts.reset_password(uow, id_, first, SECURITY, house.now))
    refused("sign_in_needed", show_second, house.store, begun, app.at(house.now // 1000), WHERE, KEY, house.now)


def test_a_key_that_is_gone_is_named(house: House) -> None:
    _, app, codes = with_second(house)
    house.now += 90_000
    lost = bytes(32)
    entered = house.enter("li")
    assert isinstance(entered, Half)
    refused(
        "sign_in_needed", show_second, house.store, entered.sealed, app.at(house.now // 1000), WHERE, lost, house.now
    )
    from server.office.people.record import person_by_login
    from server.office.people.second import use_second

    row = house.store.read(lambda reading: person_by_login(reading, "li"))
    assert row is not None
    refused(
        "second_key",
        house.store.write,
        CITY,
        lambda uow: use_second(uow, row, app.at(house.now // 1000), lost, house.now),
    )
    house.store.write(CITY, lambda uow: use_second(uow, row, codes[0], lost, house.now))


def test_the_password_again_opens_what_is_dangerous(house: House) -> None:
    house.add("li", CLERK)
    secret = house.secret("li")
    who = house.store.read(lambda reading: signed_in(reading, secret, house.law, house.now))
    house.now += 11 * 60_000
    assert not who.is_afresh(house.now)
    refused("password_wrong", show_again, house.store, who.id, who.person, "wrong", WHERE, house.now)
    show_again(house.store, who.id, who.person, PASSWORD, WHERE, house.now)
    again = house.store.read(lambda reading: signed_in(reading, secret, house.law, house.now))
    assert again.is_afresh(house.now)


def test_tries_are_recorded_without_what_was_typed(house: House) -> None:
    house.add("li", CLERK)
    refused("sign_in_wrong", house.enter, "li", "wrong-password")
    refused("sign_in_wrong", house.enter, "Tea7-by-the-river", "")
    house.secret("li")
    rows = [row.changed for row in house.store.read(lambda reading: portion(reading, 1))]
    assert [(row.what, row.about, row.result) for row in rows] == [
        ("signed_in", "li", "sign_in_wrong"),
        ("signed_in", "", "sign_in_wrong"),
        ("signed_in", "li", "done"),
    ]
    assert "wrong-password" not in repr(rows)
    assert "tea7" not in repr(rows).lower()
