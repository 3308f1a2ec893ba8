"""When a token was used last is told once a minute, to the millisecond, and of that token alone."""

import threading
from typing import cast

import pytest

from server.office.access.bearer import Bearer, bearer_of
from server.office.access.last_use import note_use, note_uses
from server.rules.errors import Refusal
from server.store.store import Store
from server.store.tokens import new_token
from tests.server.conftest import MORNING, Office


def token(office: Office) -> str:
    return office.write(lambda uow: new_token(uow, "channel", MORNING))


def seen(office: Office, text: str) -> Bearer:
    return office.store.read(lambda reading: bearer_of(reading, text))


def done_when_ordered(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every order of the store be done when it comes back; return at which centers there were any."""
    orders: list[str] = []
    order = office.store.order

    def noting(center, work):
        orders.append(center)
        ordered = order(center, work)
        ordered.result()
        return ordered

    monkeypatch.setattr(office.store, "order", noting)
    return orders


def test_a_use_is_told_again_after_a_minute_and_not_a_millisecond_before(
    embedded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = token(embedded)
    told, writes = [], done_when_ordered(embedded, monkeypatch)
    for at in (5, 59_999, 60_004, 60_005, 60_006, 120_005):
        note_use(embedded.store, seen(embedded, text), MORNING + at)
        told.append((seen(embedded, text).last_used_at or 0) - MORNING)
    assert told == [5, 5, 5, 60_005, 60_005, 120_005]
    # What need not be told costs no transaction.
    assert len(writes) == 3


def test_who_saw_an_older_use_does_not_tell_within_the_minute(
    embedded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    done_when_ordered(embedded, monkeypatch)
    text = token(embedded)
    name = seen(embedded, text).id
    told = []
    for at in (5, 60_004, 60_005):
        note_uses(embedded.store, {name: MORNING + at})
        told.append((seen(embedded, text).last_used_at or 0) - MORNING)
    assert told == [5, 5, 60_005]


def test_nobody_waits_until_a_use_is_written_down(embedded: Office) -> None:
    """Whoever only asks how the board stands must not wait for a writer that hangs."""
    text = token(embedded)
    who, has_it, free = seen(embedded, text), threading.Event(), threading.Event()

    def hold(_: object) -> None:
        has_it.set()
        free.wait(20)

    holding = embedded.store.order("hall", hold)
    assert has_it.wait(20)
    note_use(embedded.store, who, MORNING + 5)
    assert not holding.done
    free.set()
    embedded.store.write("hall", lambda uow: None)
    assert seen(embedded, text).last_used_at == MORNING + 5


def test_the_use_of_one_token_is_not_that_of_another(embedded: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    done_when_ordered(embedded, monkeypatch)
    one, two, other = token(embedded), token(embedded), token(embedded)
    note_uses(embedded.store, {seen(embedded, one).id: MORNING + 1, seen(embedded, two).id: MORNING + 2})
    assert [seen(embedded, text).last_used_at for text in (one, two, other)] == [MORNING + 1, MORNING + 2, None]


def test_a_store_that_keeps_nothing_locks_nobody_out(embedded: Office) -> None:
    class Full:
        """A store on a full disk."""

        asked = 0

        def order(self, center, work):
            self.asked += 1
            raise Refusal("disk_full")

    full = Full()
    note_use(cast(Store, full), Bearer("a", "channel", None, None), MORNING)
    assert full.asked == 1
