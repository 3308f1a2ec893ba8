"""A backup is due once a day from its time on, again an hour after it failed, and one process makes it."""

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from config.backing_up import Backup
from config.settings import Settings
from server.office.care import backup_schedule
from server.office.care.backup_schedule import is_due, scheduled_backup
from server.office.care.backups import KEPT, BackupResult, kept_backups
from server.store.opening import open_store
from server.store.seeding import empty_city, seed
from tests.server.conftest import MORNING

HOUR = 3_600_000


@pytest.fixture(autouse=True)
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def machine(tmp_path: Path, at: str = "02:30") -> Settings:
    return Settings(data=tmp_path / "data", backup=Backup(folder=tmp_path / "backups", at=at))


def told(tmp_path: Path, *results: BackupResult) -> None:
    (tmp_path / "backups").mkdir(exist_ok=True)
    (tmp_path / "backups" / KEPT).write_bytes(msgspec.json.encode(results))


def test_it_is_due_from_its_time_of_day_on(tmp_path: Path) -> None:
    here = machine(tmp_path)
    assert not is_due(Settings(data=tmp_path), MORNING)
    assert is_due(here, MORNING), "the first one is not waited for"
    # It is ten in the morning: half past two was seven and a half hours ago.
    asked = MORNING - 7 * HOUR - HOUR // 2
    for last, due in ((asked - 1, True), (asked, False), (MORNING, False)):
        told(tmp_path, BackupResult(last, 1))
        assert is_due(here, MORNING) is due
    evening = machine(tmp_path, "23:00")
    for last, due in ((MORNING - 12 * HOUR, True), (MORNING - 11 * HOUR, False)):
        told(tmp_path, BackupResult(last, 1))
        assert is_due(evening, MORNING) is due


def test_one_that_failed_is_tried_again_after_an_hour(tmp_path: Path) -> None:
    told(tmp_path, BackupResult(MORNING - HOUR + 1, 1, code="disk"))
    assert not is_due(machine(tmp_path), MORNING)
    assert is_due(machine(tmp_path), MORNING + 1)


def test_one_process_makes_it_and_tries_it(tmp_path: Path) -> None:
    here = machine(tmp_path)
    store = open_store(here.data, create=True)
    seed(store, empty_city(), MORNING)
    store.close()
    (tmp_path / "backups").mkdir()
    with backup_schedule._alone(tmp_path / "backups") as alone:
        assert alone
        assert scheduled_backup(here, MORNING) is None
    made = scheduled_backup(here, MORNING)
    assert made is not None
    assert made.tried
    assert scheduled_backup(here, MORNING) is None
    assert kept_backups(tmp_path / "backups") == (made,)
    assert scheduled_backup(Settings(data=tmp_path), MORNING) is None
