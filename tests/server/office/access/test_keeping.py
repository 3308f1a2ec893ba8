"""Tokens and codes are made for places that exist, listed with their last use, and revoked."""

import pytest

from server.office.access.bearer import bearer_of
from server.office.access.grant import VALID_MS, grant_access
from server.office.access.keeping import (
    Place,
    list_codes,
    list_tokens,
    over_since,
    place_for,
    revoke_code,
    revoke_token,
)
from server.office.access.last_use import EVERY_MS, note_use
from server.office.access.redeem import redeem_access
from server.rules.errors import Refusal
from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import MORNING, Office

HOUR = 3_600_000
FOUR_NEXT_DAY = MORNING + 18 * HOUR
"""Tomorrow at four in the morning in Shanghai."""


@pytest.mark.parametrize(
    ("scope", "center", "counter", "place"),
    [
        ("counter", None, "hall-1", Place("counter", "hall", "hall-1")),
        ("counter", "hall", "hall-1", Place("counter", "hall", "hall-1")),
        ("display", "village", None, Place("display", "village")),
        ("kiosk", "hall", None, Place("kiosk", "hall")),
        ("channel", None, None, Place("channel")),
        ("admin", "village", None, Place("admin", "village")),
        ("counter", "hall", None, "access_counter_missing"),
        ("counter", "village", "hall-1", "access_counter_elsewhere"),
        ("counter", None, "hall-99", "counter_unknown"),
        ("display", None, None, "access_center_missing"),
        ("kiosk", None, None, "access_center_missing"),
        ("kiosk", "nowhere", None, "center_unknown"),
        ("admin", "nowhere", None, "center_unknown"),
    ],
)
def test_a_token_is_for_a_place_that_exists(
    office: Office, scope: str, center: str | None, counter: str | None, place: Place | str
) -> None:
    def found() -> Place:
        return office.store.read(lambda reading: place_for(reading, scope, center, counter))  # type: ignore[arg-type]

    if isinstance(place, Place):
        assert found() == place
        return
    with pytest.raises(Refusal) as caught:
        found()
    assert caught.value.code == place


def test_a_token_is_listed_with_its_last_use_and_its_end(office: Office) -> None:
    before = {each.id for each in office.store.read(lambda r: list_tokens(r, MORNING))}
    text = office.write(lambda uow: new_token(uow, "channel", MORNING, name="12345", expires_at=MORNING + HOUR))

    def listed(now: int) -> tuple[str, int | None, str]:
        (one,) = [each for each in office.store.read(lambda r: list_tokens(r, now)) if each.id not in before]
        return one.name, one.last_used_at, one.state

    assert listed(MORNING) == ("12345", None, "valid")
    for at, told in ((5, 5), (EVERY_MS, 5), (EVERY_MS + 6, EVERY_MS + 6)):
        bearer = office.store.read(lambda reading: bearer_of(reading, text))
        note_use(office.store, bearer, MORNING + at)
        office.store.write("hall", lambda uow: None)
        assert listed(MORNING)[1] == MORNING + told
    assert listed(MORNING + HOUR)[2] == "ended"
    bearer.admit(MORNING + HOUR - 1)
    with pytest.raises(Refusal):
        bearer.admit(MORNING + HOUR)
    office.store.write(WHOLE_CITY, lambda uow: revoke_token(uow, bearer.id, MORNING + 9))
    assert listed(MORNING)[2] == "revoked"
    with pytest.raises(Refusal) as caught:
        office.store.write(WHOLE_CITY, lambda uow: revoke_token(uow, bearer.id, MORNING + 9))
    assert caught.value.code == "access_unknown"


def test_who_lost_their_token_lately_is_found(office: Office) -> None:
    texts = [office.write(lambda uow: new_token(uow, "channel", MORNING)) for _ in range(2)]
    ends = office.write(lambda uow: new_token(uow, "channel", MORNING, expires_at=MORNING + 20))
    gone, stays, ended = (office.store.read(lambda r, each=each: bearer_of(r, each)).id for each in (*texts, ends))  # type: ignore[misc]
    office.store.write(WHOLE_CITY, lambda uow: revoke_token(uow, gone, MORNING + 10))
    for since, now, expected in (
        (0, 5, set()),
        (0, 10, {gone}),
        (5, 20, {gone, ended}),
        (11, 19, set()),
        (21, 99, set()),
    ):
        found = office.store.read(lambda r, s=since, n=now: over_since(r, MORNING + s, MORNING + n))  # type: ignore[misc]
        assert found - {gone} == expected - {gone} or found == expected
        assert stays not in found


def test_a_clerk_signs_in_for_the_day_and_a_screen_for_good(office: Office) -> None:
    ends = {}
    for scope, counter in (("counter", "hall-1"), ("display", None)):
        code = office.write(lambda uow, s=scope, c=counter: grant_access(uow, s, MORNING, center="hall", counter=c))  # type: ignore[misc]
        access = office.write(lambda uow, code=code: redeem_access(uow, code, MORNING + 1))  # type: ignore[misc]
        ends[scope] = office.store.read(lambda r, a=access: bearer_of(r, a.token)).expires_at  # type: ignore[misc]
    assert ends == {"counter": FOUR_NEXT_DAY, "display": None}
    # Whoever signs in at half past three in the night is not sent away half an hour later only to come again at nine.
    late = office.write(lambda uow: grant_access(uow, "counter", FOUR_NEXT_DAY, center="hall", counter="hall-1"))
    access = office.write(lambda uow: redeem_access(uow, late, FOUR_NEXT_DAY + 1))
    assert office.store.read(lambda r: bearer_of(r, access.token)).expires_at == FOUR_NEXT_DAY + 24 * HOUR


def test_a_code_is_listed_until_it_is_used_revoked_or_old(office: Office) -> None:
    codes = [office.write(lambda uow: grant_access(uow, "display", MORNING, center="hall")) for _ in range(3)]

    def listed(now: int = MORNING) -> list[str]:
        return [each.id for each in office.store.read(lambda r: list_codes(r, now))]

    ids = listed()
    assert len(ids) == 3
    assert not any(code in id_ for code in codes for id_ in ids)
    office.write(lambda uow: redeem_access(uow, codes[0], MORNING + 1))
    assert len(listed()) == 2
    victim = listed()[0]
    office.store.write(WHOLE_CITY, lambda uow: revoke_code(uow, victim, MORNING + 1))
    assert victim not in listed()
    for wrong in (victim, "", "0" * 12):
        with pytest.raises(Refusal):
            office.store.write(WHOLE_CITY, lambda uow, wrong=wrong: revoke_code(uow, wrong, MORNING + 1))  # type: ignore[misc]
    assert listed(MORNING + VALID_MS) == []


def test_tokens_are_listed_by_center_kind_counter_and_age(embedded: Office) -> None:
    old = {each.id for each in embedded.store.read(lambda r: list_tokens(r, MORNING))}
    wanted = [
        ("hall", "counter", "hall-1", MORNING + 1),
        ("hall", "counter", "hall-1", MORNING + 2),
        ("hall", "counter", "hall-2", MORNING),
        ("hall", "display", None, MORNING),
        ("village", "counter", "village-1", MORNING),
    ]
    for place in (1, 4, 3, 2, 0):
        center, scope, counter, at = wanted[place]
        embedded.write(lambda uow, c=center, s=scope, n=counter, at=at: new_token(uow, s, at, center=c, counter=n))  # type: ignore[misc]
    listed = [each for each in embedded.store.read(lambda r: list_tokens(r, MORNING)) if each.id not in old]
    assert [(each.center, each.scope, each.counter, each.created_at) for each in listed] == wanted
    assert {each.name for each in listed} == {""}


def test_a_token_is_over_from_its_last_millisecond_and_others_are_not(embedded: Office) -> None:
    texts = [embedded.write(lambda uow: new_token(uow, "channel", MORNING)) for _ in range(2)]
    ends = embedded.write(lambda uow: new_token(uow, "channel", MORNING, expires_at=MORNING + 20))
    gone, stays, ended = (embedded.store.read(lambda r, each=each: bearer_of(r, each)).id for each in (*texts, ends))  # type: ignore[misc]
    embedded.store.write(WHOLE_CITY, lambda uow: revoke_token(uow, gone, MORNING + 10))
    found = {
        (since, now): embedded.store.read(lambda r, s=since, n=now: over_since(r, MORNING + s, MORNING + n))  # type: ignore[misc]
        for since, now in ((10, 19), (11, 19), (11, 20), (20, 20), (21, 99))
    }
    assert found == {(10, 19): {gone}, (11, 19): set(), (11, 20): {ended}, (20, 20): {ended}, (21, 99): set()}
    states = {each.id: each.state for each in embedded.store.read(lambda r: list_tokens(r, MORNING + 19))}
    assert (states[gone], states[stays], states[ended]) == ("revoked", "valid", "valid")


def test_codes_are_listed_in_the_order_they_were_granted_with_the_beginning_of_their_hash(embedded: Office) -> None:
    later = embedded.write(lambda uow: grant_access(uow, "counter", MORNING + 9, center="hall", counter="hall-1"))
    first = embedded.write(lambda uow: grant_access(uow, "display", MORNING + 5, center="village"))
    codes = embedded.store.read(lambda r: list_codes(r, MORNING + 3_600_004))
    assert [(c.id, c.scope, c.center, c.counter, c.granted_at, c.expires_at) for c in codes] == [
        (secret_hash(first)[:12], "display", "village", None, MORNING + 5, MORNING + 3_600_005),
        (secret_hash(later)[:12], "counter", "hall", "hall-1", MORNING + 9, MORNING + 3_600_009),
    ]
    assert len(embedded.store.read(lambda r: list_codes(r, MORNING + 3_600_005))) == 1


def test_a_code_is_named_by_four_letters_that_are_no_others(embedded: Office) -> None:
    for hash_ in ("abcd1", "abcd2", "abce1"):
        row = dict.fromkeys(("counter", "used_at"), None) | {"scope": "display", "center": "hall"}
        row |= {"granted_at": MORNING, "expires_at": MORNING + HOUR}
        embedded.write(lambda uow, h=hash_, row=row: uow.run(access_tables.access_codes.insert(), hash=h, **row))  # type: ignore[misc]
    for wrong in ("abc", "abcd", "bcd1", "abcd11"):
        with pytest.raises(Refusal) as caught:
            embedded.write(lambda uow, wrong=wrong: revoke_code(uow, wrong, MORNING))  # type: ignore[misc]
        assert (caught.value.code, caught.value.values) == ("access_unknown", {"id": wrong})
    embedded.write(lambda uow: revoke_code(uow, "abce", MORNING))
    assert [each.id for each in embedded.store.read(lambda r: list_codes(r, MORNING))] == ["abcd1", "abcd2"]
