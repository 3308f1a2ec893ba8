"""A device is paired by who may: its code is used once, in time, not guessed, and by one administrator."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count

import pytest

from server.office.access.bearer import bearer_of
from server.office.access.last_use import note_use
from server.office.access.pairing import (
    MOST_LIVE,
    VALID_MS,
    Begun,
    Choice,
    Paired,
    Wanting,
    approve,
    begin,
    find,
    take,
)
from server.office.audit.chain import portion
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.rules.people.lockout import MOST
from server.rules.people.roles import Grant
from server.rules.people.typed_code import LETTERS, shown
from server.store.unit_of_work import CITY, UnitOfWork
from tests.server.conftest import MORNING, Office

ANN = By("ann", "Ann", "10.0.0.1", (Grant("city"),))
BO = By("bo", "Bo", "10.0.0.2", (Grant("city"),))
VILLAGER = By("vi", "Vi", "10.0.0.3", (Grant("center", "village"),))
HALL = Choice("hall", None, "  By the\tdoor ")
LATER = MORNING + 5000


def started(office: Office, scope: str = "display", now: int = MORNING) -> Begun:
    return office.store.write(CITY, lambda uow: begin(uow, scope, "tv", "10.0.0.9", now))  # type: ignore[arg-type]


def looked(office: Office, typed: str, by: By = ANN, now: int = MORNING) -> Wanting | None:
    return office.store.write(CITY, lambda uow: find(uow, typed, by, now))


def decided(office: Office, code: str, choice: Choice = HALL, by: By = ANN, now: int = MORNING) -> str:
    def work(uow: UnitOfWork) -> str:
        found = find(uow, code, by, now)
        assert found is not None
        return approve(uow, found, choice, by, now)

    return office.store.write(CITY, work)


def fetched(office: Office, begun: Begun, now: int = LATER) -> Paired | None:
    return office.store.write(CITY, lambda uow: take(uow, begun.device_code, now))


def refused(code: str, act: Callable[..., object], *arguments: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act(*arguments)
    assert refusal.value.code == code
    return refusal.value


def test_a_device_gets_its_token_when_somebody_said_yes(office: Office) -> None:
    begun = started(office)
    assert fetched(office, begun) is None
    token = decided(office, begun.code.lower().replace("-", " "))
    paired = fetched(office, begun, LATER + 5000)
    assert paired is not None
    assert (paired.scope, paired.center, paired.counter) == ("display", "hall", None)
    bearer = office.store.read(lambda reading: bearer_of(reading, paired.token))
    assert (bearer.id, bearer.scope, bearer.center, bearer.expires_at) == (token, "display", "hall", None)
    (row,) = office.store.read(lambda reading: portion(reading, 0))
    assert (row.changed.what, row.changed.about, row.changed.center) == ("device_paired", token, "hall")
    assert "By the door" in row.changed.after
    assert paired.token not in str(row)
    assert begun.device_code not in str(row)


def test_a_counter_is_put_where_it_stands(office: Office) -> None:
    begun = started(office, "counter")
    decided(office, begun.code, Choice(None, "hall-2", "Desk"))
    paired = fetched(office, begun)
    assert paired is not None
    assert (paired.center, paired.counter) == ("hall", "hall-2")


def test_nobody_puts_a_device_where_they_look_after_none(office: Office) -> None:
    begun = started(office)
    refused("duty_missing", decided, office, begun.code, HALL, VILLAGER)
    assert fetched(office, begun) is None
    decided(office, begun.code, Choice("village", None, "TV"), VILLAGER)


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(None, None, "TV"), "access_center_missing"),
        (Choice("nowhere", None, "TV"), "center_unknown"),
        (Choice("hall", None, " "), "device_name_unfit"),
        (Choice("hall", None, "x" * 41), "device_name_unfit"),
    ],
)
def test_what_is_chosen_must_be_there(office: Office, choice: Choice, code: str) -> None:
    refused(code, decided, office, started(office).code, choice)


def test_a_code_is_good_for_ten_minutes(office: Office) -> None:
    begun = started(office)
    assert looked(office, begun.code, now=MORNING + VALID_MS - 1) is not None
    assert looked(office, begun.code, now=MORNING + VALID_MS) is None
    refused("pairing_over", fetched, office, begun, MORNING + VALID_MS)
    refused("pairing_over", fetched, office, Begun("unknown", ""))


def test_five_wrong_tries_that_begin_like_a_code_burn_it(office: Office) -> None:
    begun = started(office)
    wrong = begun.code[:5] + ("BBBB" if not begun.code.endswith("BBBB") else "CCCC")
    for by in (ANN, BO, VILLAGER, ANN, BO):
        assert looked(office, wrong, by) is None
    assert looked(office, begun.code, VILLAGER) is None
    refused("pairing_over", fetched, office, begun)


def test_five_wrong_codes_lock_who_typed_them_and_nobody_else(office: Office) -> None:
    begun = started(office)
    others = [shown(each * 8) for each in LETTERS if each != begun.code[0]][:MOST]
    for wrong in others:
        assert looked(office, wrong) is None
    assert refused("pairing_tries", looked, office, begun.code).values["minutes"] == 10
    assert [row.changed.what for row in office.store.read(lambda reading: portion(reading, 0))] == ["pairing_locked"]
    assert looked(office, begun.code, BO) is not None
    refused("pairing_tries", looked, office, begun.code, ANN, MORNING + 599_000)


def test_two_administrators_at_once_pair_a_device_once(office: Office) -> None:
    begun, ended = started(office), []
    both = threading.Barrier(2)

    def pair(by: By) -> None:
        both.wait()
        try:
            decided(office, begun.code, HALL, by)
            ended.append("paired")
        except Refusal as refusal:
            ended.append(refusal.code)

    threads = [threading.Thread(target=pair, args=(by,)) for by in (ANN, BO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["paired", "pairing_taken"]


def test_who_decides_on_an_old_look_is_told_that_another_did(office: Office) -> None:
    begun = started(office)
    found = looked(office, begun.code)
    assert found is not None
    decided(office, begun.code, HALL, BO)
    refused("pairing_taken", lambda: office.store.write(CITY, lambda uow: approve(uow, found, HALL, ANN, MORNING)))


def test_a_lost_answer_is_made_anew_until_the_token_was_used(office: Office) -> None:
    begun = started(office)
    token = decided(office, begun.code)
    lost = fetched(office, begun)
    again = fetched(office, begun, LATER + 5000)
    assert lost is not None
    assert again is not None
    refused("token_unknown", lambda: office.store.read(lambda reading: bearer_of(reading, lost.token)))
    bearer = office.store.read(lambda reading: bearer_of(reading, again.token))
    assert bearer.id == token
    note_use(office.store, bearer, LATER + 6000)
    refused("pairing_over", fetched, office, begun, LATER + 11_000)


def test_who_asks_for_the_token_too_often_is_told_to_wait(office: Office) -> None:
    begun = started(office)
    fetched(office, begun)
    assert refused("too_many", fetched, office, begun, LATER + 3000).values["seconds"] == 5
    assert fetched(office, begun, LATER + 4500) is None


def test_a_full_table_is_said_and_empties_by_itself(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.office.access.pairing.MOST_LIVE", 3)
    for _ in range(3):
        started(office)
    refused("pairings_full", started, office)
    started(office, now=MORNING + VALID_MS)


def test_who_guesses_at_codes_hits_less_often_than_once_in_a_million() -> None:
    """Simulated: as many devices as may wait, a day of guesses as often as the lock allows, in a smaller alphabet.

    The chance in the real one follows by its size: guesses x devices / 20^8 of one administrator's tries at any code.
    """
    chance, letters, length = random.Random(20261130), 12, 4
    size, devices, hits = letters**length, 40, 0
    rounds = 4000
    for _ in range(rounds):
        live = {chance.randrange(size) for _ in range(devices)}
        hits += any(chance.randrange(size) in live for _ in range(MOST))
    assert hits / rounds == pytest.approx(MOST * devices / size, rel=0.5)
    # Between two locks: five tries at a thousand codes.
    assert MOST * MOST_LIVE / len(LETTERS) ** 8 < 1e-6
    # And however many administrators try at one device: its own code is burned after five tries at its second half.
    assert MOST / len(LETTERS) ** 4 * (1 / len(LETTERS) ** 4) < 1e-9


def test_a_flood_of_guesses_by_one_administrator_is_a_handful_of_tries(office: Office) -> None:
    begun = started(office)
    chance, tried = random.Random(7), count()
    for _ in range(200):
        code = "".join(chance.choice(LETTERS) for _ in range(8))
        with suppress(Refusal):
            assert looked(office, code) is None
            next(tried)
    assert next(tried) == MOST
    assert looked(office, begun.code, BO) is not None
