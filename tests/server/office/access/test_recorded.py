"""Whoever makes or takes back a token or a code is recorded, with what it was for, and never with the secret."""

import pytest

from server.office.access.keeping import Place, list_codes, list_tokens
from server.office.access.recorded import grant_as, make_token_as, revoke_code_as, revoke_token_as
from server.office.audit.chain import portion
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING, Office

BY = By("", "root", "console")
PLACE = Place("counter", "hall", "hall-1")


def test_each_is_recorded_once_without_its_secret(office: Office) -> None:
    store = office.store
    code = store.write(CITY, lambda uow: grant_as(uow, PLACE, BY, MORNING))
    token = store.write(CITY, lambda uow: make_token_as(uow, PLACE, BY, MORNING, name="desk"))
    listed = store.read(lambda reading: list_codes(reading, MORNING))[-1]
    made = next(each for each in store.read(lambda reading: list_tokens(reading, MORNING)) if each.name == "desk")
    store.write(CITY, lambda uow: revoke_code_as(uow, listed.id, BY, MORNING))
    store.write(CITY, lambda uow: revoke_token_as(uow, made.id, BY, MORNING))
    rows = [row.changed for row in store.read(lambda reading: portion(reading, 0))]
    assert [row.what for row in rows] == ["code_granted", "token_made", "code_revoked", "token_revoked"]
    assert {(row.name, row.place, row.about, row.center, row.after) for row in rows} == {
        ("root", "console", "hall-1", "hall", '"counter"')
    }
    assert code not in str(rows)
    assert token not in str(rows)


def test_what_is_refused_is_not_recorded(office: Office) -> None:
    for revoke in (revoke_code_as, revoke_token_as):
        with pytest.raises(Refusal):
            office.store.write(CITY, lambda uow, revoke=revoke: revoke(uow, "none", BY, MORNING))  # type: ignore[misc]
    assert office.store.read(lambda reading: portion(reading, 0)) == []
