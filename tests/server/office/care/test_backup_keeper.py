"""The server lets a backup be made when one is due, by a process of its own that ends with it."""

import sys
import threading
from pathlib import Path

import pytest

from config.backing_up import Backup
from config.settings import Settings
from server.office.care import backup_keeper
from server.office.care.backup_keeper import BackupKeeper, backup_apart
from server.office.care.backups import back_up, kept_backups
from server.store.opening import open_store
from server.store.seeding import empty_city, seed
from tests.server.conftest import MORNING


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANSHI_BACKUP__FOLDER", str(tmp_path / "backups"))
    store = open_store(tmp_path / "data", create=True)
    seed(store, empty_city(), MORNING)
    store.close()
    return Settings(data=tmp_path / "data", backup=Backup(folder=tmp_path / "backups"))


def test_it_asks_for_one_when_it_is_due(here: Settings) -> None:
    made: list[Settings] = []
    keeper = BackupKeeper(here, lambda: MORNING, lambda settings, ended: made.append(settings))
    keeper.look()
    assert made == [here]
    back_up(here, here.backup.folder or Path(), now=MORNING, trial=False)
    keeper.look()
    assert made == [here]


def test_one_that_cannot_be_made_ends_no_keeper(here: Settings) -> None:
    def fail(settings: Settings, ended: threading.Event) -> None:
        raise OSError("no process")

    BackupKeeper(here, lambda: MORNING, fail).look()


def test_another_process_makes_it(here: Settings, tmp_path: Path) -> None:
    backup_apart(here, threading.Event())
    (made,) = kept_backups(tmp_path / "backups")
    assert (made.code, made.tried) == ("", True)
    backup_apart(here, threading.Event())
    assert len(kept_backups(tmp_path / "backups")) == 1
    backup_apart(here, threading.Event(), now=True)
    assert [each.tried for each in kept_backups(tmp_path / "backups")] == [True, True]


def test_it_ends_with_the_server(here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A program that would read for ever.
    monkeypatch.setattr(sys, "executable", "/usr/bin/yes")
    ended = threading.Event()
    ended.set()
    backup_apart(here, ended)
    assert kept_backups(tmp_path / "backups") == ()
    assert backup_keeper.GIVE_UP_SECONDS < 4.5, "a server ends within that time"
