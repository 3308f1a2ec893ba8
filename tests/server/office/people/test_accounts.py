"""Accounts and roles: who may give what, who stays, and that every change is recorded once."""

from collections.abc import Callable
from typing import Any

import pytest

from server.office.audit.chain import Recorded, portion
from server.office.people import accounts
from server.office.people.accounts import FirstPassword, NewPerson, Own, first_password
from server.office.people.record import everybody, is_anybody_there, person_by_login
from server.office.people.sign_ins import signed_in
from server.rules.errors import Refusal
from server.rules.people.passwords import LAWS, check_password
from server.rules.people.roles import INDISPENSABLE, Grant
from server.store.unit_of_work import CITY
from tests.server.conftest import refused
from tests.server.office.people.conftest import PASSWORD, SECURITY, House

CLERK = Grant("clerk", "hall")


def do(house: House, work: Callable[..., Any], *arguments: Any) -> Any:
    return house.store.write(CITY, lambda uow: work(uow, *arguments))


def records(house: House) -> list[Recorded]:
    return house.store.read(lambda reading: portion(reading, 0))


def test_whoever_is_let_in_is_found_by_what_they_type(house: House) -> None:
    assert not house.store.read(is_anybody_there)
    id_ = house.add("Li.Si", CLERK)
    row = house.store.read(lambda reading: person_by_login(reading, "  li.SI "))
    assert row is not None
    assert (row.id, row.login, row.name, row.grants) == (id_, "li.si", "Li.si", (CLERK,))
    assert house.store.read(everybody) == (row,)
    assert house.store.read(is_anybody_there)


@pytest.mark.parametrize("profile", ["mlps2", "mlps3", "asvs"])
def test_a_first_password_is_good_for_every_profile_and_must_be_changed(house: House, profile: str) -> None:
    first = first_password()
    check_password(first.password, LAWS[profile], (), ())  # type: ignore[index]
    id_ = do(house, accounts.add_person, NewPerson("wang", "Wang"), first, SECURITY, house.law, house.now)
    assert house.row(id_).must_change == 1
    secret = house.enter("wang", first.password).secret  # type: ignore[union-attr]
    assert house.store.read(lambda reading: signed_in(reading, secret, house.law, house.now)).must == "password"


@pytest.mark.parametrize(
    ("login", "name", "code"),
    [
        ("x", "Name", "login_unfit"),
        ("a b", "Name", "login_unfit"),
        ("<script>", "Name", "login_unfit"),
        ("x" * 33, "Name", "login_unfit"),
        ("fine", "", "name_unfit"),
        ("fine", "  \t ", "name_unfit"),
        ("fine", "N" * 41, "name_unfit"),
        ("fine", "N\u202ex", "name_unfit"),
        ("LI", "Name", "login_taken"),
    ],
)
def test_names_that_are_none(house: House, login: str, name: str, code: str) -> None:
    house.add("li")
    chosen = Own("hash")
    refused(code, do, house, accounts.add_person, NewPerson(login, name), chosen, SECURITY, house.law, house.now)
    assert len(house.store.read(everybody)) == 1


def test_who_keeps_staff_gives_their_roles_in_their_hall_only(house: House) -> None:
    head = house.by(house.add("head", Grant("center", "village")))
    mine = house.add("clerk", Grant("clerk", "village"), by=head)
    other = house.add("other", CLERK)
    admin = house.add("admin", Grant("city"))
    for grant in (CLERK, Grant("center", "village"), Grant("security"), Grant("guide")):
        refused("role_above", do, house, accounts.give_role, mine, grant, head, house.law, house.now)
    for whom in (other, admin):
        refused("role_above", do, house, accounts.disable, whom, head, house.now)
        refused("role_above", do, house, accounts.reset_password, whom, FirstPassword("x", "y"), head, house.now)
    refused("role_above", house.add, "nothing", by=head)
    do(house, accounts.give_role, mine, Grant("guide", "village"), head, house.law, house.now)
    do(house, accounts.take_role, mine, Grant("clerk", "village"), head, house.now)
    assert house.row(mine).grants == (Grant("guide", "village"),)


def test_nobody_changes_what_they_themselves_may(house: House) -> None:
    id_ = house.add("sec", Grant("security"))
    house.add("other", Grant("security"))
    by = house.by(id_)
    refused("own_account", do, house, accounts.give_role, id_, Grant("city"), by, house.law, house.now)
    refused("own_account", do, house, accounts.take_role, id_, Grant("security"), by, house.now)
    refused("own_account", do, house, accounts.disable, id_, by, house.now)


@pytest.mark.parametrize("role", INDISPENSABLE)
def test_the_last_administrator_stays(house: House, role: Any) -> None:
    last = house.add("last", Grant(role))
    refused("last_administrator", do, house, accounts.take_role, last, Grant(role), SECURITY, house.now)
    refused("last_administrator", do, house, accounts.disable, last, SECURITY, house.now)
    second = house.add("second", Grant(role))
    do(house, accounts.disable, second, SECURITY, house.now)
    # Somebody who is disabled is nobody's replacement.
    refused("last_administrator", do, house, accounts.disable, last, SECURITY, house.now)
    do(house, accounts.enable, second, SECURITY, house.now)
    do(house, accounts.disable, last, SECURITY, house.now)


def test_roles_that_no_one_person_has(house: House) -> None:
    id_ = house.add("who", Grant("city"))
    refused("duties_apart", do, house, accounts.give_role, id_, Grant("auditor"), SECURITY, house.law, house.now)
    do(house, accounts.give_role, id_, Grant("security"), SECURITY, house.law, house.now)
    strict = LAWS["mlps3"]
    refused("duties_apart", do, house, accounts.give_role, id_, Grant("system"), SECURITY, strict, house.now)


@pytest.mark.parametrize("grant", [Grant("clerk"), Grant("city", "hall"), Grant("clerk", "nowhere")])
def test_roles_where_they_cannot_hold(house: House, grant: Grant) -> None:
    id_ = house.add("who")
    with pytest.raises(Refusal) as caught:
        do(house, accounts.give_role, id_, grant, SECURITY, house.law, house.now)
    assert caught.value.code in ("role_place_missing", "role_place", "center_unknown")


def test_each_change_ends_the_sign_ins_that_it_concerns(house: House) -> None:
    id_ = house.add("li", CLERK)

    def inside(secret: str) -> bool:
        try:
            house.store.read(lambda reading: signed_in(reading, secret, house.law, house.now))
        except Refusal:
            return False
        return True

    for work in (
        lambda: do(house, accounts.give_role, id_, Grant("guide", "hall"), SECURITY, house.law, house.now),
        lambda: do(house, accounts.take_role, id_, Grant("guide", "hall"), SECURITY, house.now),
        lambda: do(house, accounts.disable, id_, SECURITY, house.now),
    ):
        secret = house.secret("li")
        assert inside(secret)
        work()
        assert not inside(secret)
    do(house, accounts.enable, id_, SECURITY, house.now)
    secret = house.secret("li")
    do(house, accounts.rename, id_, "Li Xiaolong", SECURITY, house.now)
    assert inside(secret)
    do(house, accounts.reset_password, id_, first_password(), SECURITY, house.now)
    assert not inside(secret)


def test_a_password_is_changed_by_who_knows_the_old_one(house: House) -> None:
    id_ = house.add("li", CLERK)
    row, own = house.row(id_), house.by(id_)

    def weigh(old: str, new: str) -> str:
        past = house.store.read(lambda reading: accounts.past_of(reading, id_))
        return accounts.weigh_password(house.row(id_), old, new, house.law, past, ())

    refused("password_wrong", weigh, "wrong", "Another-9-Tree")
    refused("password_used", weigh, PASSWORD, PASSWORD)
    refused("password_kinds", weigh, PASSWORD, "another tree here")
    stays, goes = house.secret("li"), house.secret("li")
    mine = house.store.read(lambda reading: signed_in(reading, stays, house.law, house.now))
    chosen = weigh(PASSWORD, "Another-9-Tree")
    do(house, accounts.set_password, row, chosen, own, house.now, mine.id)
    house.store.read(lambda reading: signed_in(reading, stays, house.law, house.now))
    refused("sign_in_needed", house.store.read, lambda reading: signed_in(reading, goes, house.law, house.now))
    refused("password_used", weigh, "Another-9-Tree", PASSWORD)
    # Two at once: the one who comes second weighed against what holds no more.
    refused("password_wrong", do, house, accounts.set_password, row, chosen, own, house.now)


def test_every_change_is_recorded_once_with_who_and_what(house: House) -> None:
    id_ = house.add("li", CLERK)
    do(house, accounts.rename, id_, "Li Xiaolong", SECURITY, house.now)
    do(house, accounts.give_role, id_, Grant("guide", "hall"), SECURITY, house.law, house.now)
    do(house, accounts.disable, id_, SECURITY, house.now)
    do(house, accounts.disable, id_, SECURITY, house.now)
    told = [(row.changed.what, row.changed.who, row.changed.about, row.changed.place) for row in records(house)]
    assert told == [
        (what, "root", "li", "10.0.0.1") for what in ("person_added", "person_renamed", "role_given", "person_disabled")
    ]
    given = records(house)[2].changed
    assert (given.before, given.after) == ('["clerk@hall"]', '["clerk@hall","guide@hall"]')


def test_no_secret_stands_in_the_record(house: House) -> None:
    id_ = house.add("li", CLERK)
    first = first_password()
    do(house, accounts.reset_password, id_, first, SECURITY, house.now)
    told = repr(records(house))
    assert first.password not in told
    assert first.hash not in told
    assert "argon2" not in told


def test_who_is_gone_is_said_to_be(house: House) -> None:
    for work in (accounts.disable, accounts.enable, accounts.unlock):
        refused("person_gone", do, house, work, "nobody", SECURITY, house.now)
