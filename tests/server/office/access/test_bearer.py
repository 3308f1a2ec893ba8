"""A token speaks for what it was made for until it is revoked, and a code becomes one token within its hour."""

from typing import Any

import pytest

from server.office.access.bearer import bearer_of
from server.office.access.grant import VALID_MS, grant_access
from server.office.access.redeem import Access, redeem_access
from server.rules.errors import Refusal
from server.store import access_tables
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import MORNING, Office

t = access_tables.tokens.c


def token(office: Office, scope: str = "channel", **more: Any) -> str:
    return office.write(lambda uow: new_token(uow, scope, MORNING, **more))


def refused(store: Store, text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        store.read(lambda reading: bearer_of(reading, text))
    assert refusal.value.code == "token_unknown"


def test_a_token_says_whom_it_speaks_for(office: Office) -> None:
    one, other = token(office, "counter", center="hall", counter="hall-1"), token(office)
    bearer = office.store.read(lambda reading: bearer_of(reading, one))
    assert (bearer.scope, bearer.center, bearer.counter) == ("counter", "hall", "hall-1")
    channel = office.store.read(lambda reading: bearer_of(reading, other))
    assert (channel.scope, channel.center, channel.counter) == ("channel", None, None)
    assert channel.id != bearer.id
    assert len(one) >= 43


def test_a_revoked_token_is_believed_no_more_and_the_others_are(office: Office) -> None:
    gone, stays = token(office), token(office)
    name = office.store.read(lambda reading: bearer_of(reading, gone)).id
    office.write(lambda uow: uow.run(access_tables.tokens.update().where(t.id == name).values(revoked_at=office.now)))
    refused(office.store, gone)
    assert office.store.read(lambda reading: bearer_of(reading, stays)).scope == "channel"


@pytest.mark.parametrize("text", ["", "guess", "\x00", "令牌"])
def test_an_unknown_token_is_refused(office: Office, text: str) -> None:
    token(office)
    refused(office.store, text)


def redeem(office: Office, code: str, now: int) -> Access:
    return office.store.write(WHOLE_CITY, lambda uow: redeem_access(uow, code, now))


def granted(office: Office, now: int = MORNING) -> str:
    return office.store.write(
        WHOLE_CITY, lambda uow: grant_access(uow, "display", now, center="hall", counter="hall-2")
    )


@pytest.mark.parametrize("late", [0, VALID_MS - 1])
def test_a_code_becomes_a_token_within_its_hour(office: Office, late: int) -> None:
    access = redeem(office, granted(office), MORNING + late)
    assert (access.scope, access.center, access.counter) == ("display", "hall", "hall-2")
    bearer = office.store.read(lambda reading: bearer_of(reading, access.token))
    assert (bearer.scope, bearer.center, bearer.counter) == ("display", "hall", "hall-2")


def test_a_code_is_refused_after_its_hour_a_second_time_and_when_guessed(office: Office) -> None:
    assert VALID_MS == 3_600_000
    late, once, other = granted(office), granted(office), granted(office)
    assert len({late, once, other}) == 3
    redeem(office, once, MORNING)
    for code, now in ((late, MORNING + VALID_MS), (once, MORNING + 1), ("guess", MORNING)):
        with pytest.raises(Refusal) as refusal:
            redeem(office, code, now)
        assert refusal.value.code == "token_unknown"
    # One code used is not all codes used.
    assert redeem(office, other, MORNING + 2).scope == "display"
