"""The first run: a code of the console makes the first account, once, within an hour, while there is none."""

import threading

import pytest

from server.office.people.accounts import NewPerson, Own
from server.office.people.first_run import (
    FOUNDER,
    FOUNDER_APART,
    VALID_MS,
    check_first_run,
    first_run_code,
    found,
    is_first_run,
)
from server.office.people.record import everybody
from server.office.people.sign_ins import signed_in
from server.rules.errors import Refusal
from server.rules.people.passwords import LAWS, Law
from server.store.unit_of_work import CITY
from tests.server.conftest import refused
from tests.server.office.people.conftest import WHERE, House


def code(house: House) -> str:
    return house.store.write(CITY, lambda uow: first_run_code(uow, house.now))


def begin(house: House, typed: str, login: str = "root", law: Law = LAWS["mlps2"]) -> str:
    new, own = NewPerson(login, "Root"), Own("hash")
    return house.store.write(CITY, lambda uow: found(uow, typed, new, own, law, WHERE, house.now)).secret


def test_whoever_has_the_code_is_first_and_signed_in(house: House) -> None:
    assert house.store.read(is_first_run)
    typed = code(house).lower().replace("-", " ")
    house.store.read(lambda reading: check_first_run(reading, typed, house.now))
    secret = begin(house, typed)
    who = house.store.read(lambda reading: signed_in(reading, secret, house.law, house.now))
    assert set(who.grants) == set(FOUNDER)
    assert who.must == ""
    assert not house.store.read(is_first_run)
    refused("first_run_over", begin, house, typed, "second")
    refused("first_run_over", code, house)


def test_where_duties_are_apart_the_first_one_only_lets_others_in(house: House) -> None:
    secret = begin(house, code(house), law=LAWS["mlps3"])
    who = house.store.read(lambda reading: signed_in(reading, secret, LAWS["mlps3"], house.now))
    assert who.grants == FOUNDER_APART
    assert who.must == "second"


@pytest.mark.parametrize("typed", ["", "BCDF-GHJK-LMNP", "x" * 100])
def test_a_wrong_code_opens_nothing(house: House, typed: str) -> None:
    code(house)
    refused("first_run_code", begin, house, typed)
    assert house.store.read(everybody) == ()


def test_a_code_is_over_after_an_hour_and_after_a_newer_one(house: House) -> None:
    old = code(house)
    newer = code(house)
    refused("first_run_code", begin, house, old)
    house.now += VALID_MS
    refused("first_run_code", begin, house, newer)


def test_two_who_have_the_code_at_once_are_one(house: House) -> None:
    typed, results = code(house), list[str]()

    def attempt(login: str) -> None:
        try:
            begin(house, typed, login)
            results.append("in")
        except Refusal as refusal:
            results.append(refusal.code)

    threads = [threading.Thread(target=attempt, args=(f"root{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["first_run_over"] * 3 + ["in"]
    assert len(house.store.read(everybody)) == 1
