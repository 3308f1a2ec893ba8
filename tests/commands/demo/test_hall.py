"""The demo goes on with the data of the last time."""

from pathlib import Path

import pytest

from commands.demo.hall import Hall
from commands.demo.processes import Processes
from commands.failing import CannotRun
from commands.seeding import now
from server.office.access.bearer import bearer_of
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY


def test_a_city_that_is_here_is_opened_anew(tmp_path: Path) -> None:
    hall = Hall(Processes(tmp_path / "logs"), tmp_path / "data", 1, 2)
    first, again = hall.prepare(2), hall.prepare(2)
    assert [desk.id for desk in again.counters] == [desk.id for desk in first.counters]
    store = open_store(tmp_path / "data")
    try:
        for access in (first, again):
            for token in (access.kiosk_token, access.display_token, access.counters[0].token):
                assert store.read(lambda reading, token=token: bearer_of(reading, token)).center == "dj-city"  # type: ignore[misc]
    finally:
        store.close()
    keys = {access.kiosk_token.partition("~")[2] for access in (first, again)}
    assert len(keys) == 1
    assert keys != {""}
    assert len({*again.caller_codes, *first.caller_codes}) == 4


def test_another_city_is_not_taken_for_the_demos(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data", create=True)
    seed(store, CITY, now())
    store.close()
    with pytest.raises(CannotRun, match="another city"):
        Hall(Processes(tmp_path / "logs"), tmp_path / "data", 1, 2).prepare()
