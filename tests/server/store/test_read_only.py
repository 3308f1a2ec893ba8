"""A store that is only looked at shows everything and keeps nothing, on each database."""

from pathlib import Path

import pytest

from commands.failing import CannotRun
from commands.serving import only_to_read
from config.settings import Settings
from server.office.board import board_of
from server.office.care import upgrade_ahead
from server.store import migrating
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY, MORNING, Office, refused


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = open_store(tmp_path, database, create=True)
    seed(store, CITY, MORNING)
    Office(store).take("social")
    store.close()
    return Settings(data=tmp_path, database=database)


def test_everything_is_shown_and_nothing_kept(here: Settings) -> None:
    store = only_to_read(here)
    try:
        before = store.read(lambda reading: board_of(reading, "hall"))
        assert before.waiting == {"social": 1}
        refused("safe_mode", store.write, "hall", lambda uow: None)
        refused("safe_mode", store.order, "hall", lambda uow: None)
        refused("safe_mode", store.pulse)
        assert store.dialect == ("postgresql" if here.database else "sqlite")
        assert store.tail() is not None
        if here.database is None:
            # Whoever mends it may open it meanwhile.
            beside = open_store(here.data)
            Office(beside, now=MORNING + 60_000).take("social")
            beside.close()
            assert store.read(lambda reading: board_of(reading, "hall")).waiting == {"social": 2}
    finally:
        store.close()


def test_a_database_of_another_release_is_left_alone(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    known = migrating.known_revisions()
    monkeypatch.setattr(migrating, "revisions", lambda connection: (known[0], ["9999", *known]))
    assert upgrade_ahead.upgrade_ahead(here).steps == ("9999",)
    with pytest.raises(CannotRun) as error:
        only_to_read(here)
    assert error.value.code == "safe_schema"
