"""Backups are made, tried, told of, thrown away and put back; whatever goes wrong is a result with a code."""

import os
from pathlib import Path

import pytest

from config.backing_up import Backup
from config.settings import Settings
from server.office.care import backups
from server.office.care.backups import back_up, kept_backups, key_of, restore, state_of, throw_old_away
from server.office.care.care_notices import care_notices
from server.store.errors import StoreError
from server.store.opening import open_store
from server.store.people_key import first_people_key
from server.store.release_key import FILE as RELEASE_KEY
from server.store.release_key import make_key, read_key
from server.store.seeding import empty_city, seed
from server.wire.signed_release import public_key
from tests.server.conftest import MORNING

DAY = 24 * 3_600_000


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return a machine with a small hall, no file of settings, and a folder for backups."""
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    store = open_store(data, create=True)
    seed(store, empty_city(), MORNING)
    store.close()
    return Settings(data=data, backup=Backup(folder=tmp_path / "backups", keep_days=3))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text("one two three\n", encoding="utf-8")
    return file


def folder(here: Settings) -> Path:
    assert here.backup.folder is not None
    return here.backup.folder


def test_what_became_of_each_is_known_beside_them(here: Settings) -> None:
    good = back_up(here, folder(here), now=MORNING, trial=True)
    assert (good.good, good.tried, good.sealed) == (True, True, False)
    assert (folder(here) / good.file).stat().st_size == good.bytes
    assert good.rows > 3
    bad = back_up(here.model_copy(update={"data": here.data / "no"}), folder(here), now=MORNING + 1, trial=True)
    assert (bad.code, bad.file) == ("data_missing", "")
    assert bad.why is not None
    assert "banshi seed" in bad.why.en
    assert kept_backups(folder(here)) == (good, bad)
    assert [each.suffix for each in folder(here).iterdir() if each.name.startswith(".")] == []


def test_a_folder_that_cannot_be_written_is_a_result(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    made = back_up(here, tmp_path / "file" / "below", now=MORNING, trial=False)
    assert made.code == "backup_unwritable"
    assert kept_backups(tmp_path / "file") == ()


def test_a_key_that_cannot_be_read_makes_no_open_backup(here: Settings, tmp_path: Path) -> None:
    made = back_up(here, folder(here), now=MORNING, key_file=tmp_path / "none", trial=False)
    assert (made.code, made.file) == ("missing", "")
    assert list(folder(here).glob("banshi-*")) == []


def test_the_key_comes_from_the_word_the_environment_or_the_settings(
    here: Settings, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(backups.KEY_VARIABLE, raising=False)
    assert key_of(here) is None
    written = here.model_copy(update={"backup": Backup(key_file=key_file)})
    assert key_of(written) == "one two three"
    monkeypatch.setenv(backups.KEY_VARIABLE, "four")
    assert (key_of(written), key_of(written, key_file)) == ("four", "one two three")


def test_a_sealed_one_brings_the_key_of_releases_back(here: Settings, key_file: Path, tmp_path: Path) -> None:
    key = public_key(make_key(here.data))
    (tmp_path / "banshi.toml").write_text("patience = 2\n", encoding="utf-8")
    made = back_up(here, folder(here), now=MORNING, key_file=key_file, trial=False)
    file = folder(here) / made.file
    new = here.model_copy(update={"data": tmp_path / "new"})
    with pytest.raises(StoreError, match="--key-file"):
        restore(new, file, now=MORNING)
    assert not (tmp_path / "new").exists()
    restore(new, file, now=MORNING, key_file=key_file)
    found = read_key(tmp_path / "new")
    assert found is not None
    assert public_key(found) == key
    assert (tmp_path / "new" / "restored" / "banshi.toml").read_text(encoding="utf-8") == "patience = 2\n"
    # A key that is there is never replaced: its releases are the ones that kiosks trust.
    other = public_key(make_key(tmp_path / "new"))
    restore(new, file, now=MORNING + 5000, key_file=key_file)
    found = read_key(tmp_path / "new")
    assert found is not None
    assert public_key(found) == other
    assert (tmp_path / "new" / "restored" / RELEASE_KEY).is_file()


def test_second_factors_are_opened_by_the_key_that_came_with_them(
    here: Settings, key_file: Path, tmp_path: Path
) -> None:
    ours = first_people_key(here.data)
    file = folder(here) / back_up(here, folder(here), now=MORNING, key_file=key_file, trial=False).file
    new = here.model_copy(update={"data": tmp_path / "new"})
    other = first_people_key(new.data)
    restore(new, file, now=MORNING, key_file=key_file)
    assert first_people_key(new.data) == ours
    (aside,) = new.data.glob("people.key.before-restore-*")
    assert aside.read_bytes() == other
    restore(new, file, now=MORNING + 5000, key_file=key_file)
    assert len(list(new.data.glob("people.key*"))) == 2


def test_a_machine_is_red_when_its_last_good_backup_is_old(here: Settings) -> None:
    assert state_of(Settings(data=here.data), MORNING).off
    assert care_notices(Settings(data=here.data), MORNING) == ()
    (none,) = care_notices(here, MORNING)
    assert (none.code, none.says.en) == ("backup_overdue", "there is no good backup")
    made = back_up(here, folder(here), now=MORNING, trial=False)
    assert care_notices(here, MORNING + 2 * DAY) == ()
    back_up(here.model_copy(update={"data": here.data / "no"}), folder(here), now=MORNING + DAY, trial=False)
    state = state_of(here, MORNING + 2 * DAY + 1)
    assert (state.overdue, state.last_good, state.last and state.last.code) == (True, MORNING, "data_missing")
    (old,) = care_notices(here, MORNING + 2 * DAY + 1)
    assert "2025-11-25" in old.says.zh
    (folder(here) / made.file).unlink()
    assert state_of(here, MORNING).overdue, "a file that somebody took away is no backup"


def test_old_ones_go_and_the_last_good_one_stays(here: Settings) -> None:
    made = [back_up(here, folder(here), now=MORNING + day * DAY, trial=False).file for day in range(5)]
    for day, name in enumerate(made):
        seconds = MORNING / 1000 + day * 24 * 3600
        os.utime(folder(here) / name, (seconds, seconds))
    other = folder(here) / "banshi-notes.tar.gz"
    other.write_bytes(b"")
    os.utime(other, (0, 0))
    torn = folder(here) / ".banshi-20251125-020000.tar.gz.unfinished"
    torn.write_bytes(b"")
    os.utime(torn, (MORNING / 1000 + 4 * 86_400 - 3600,) * 2)
    assert throw_old_away(folder(here), 3, MORNING + 4 * DAY) == made[:1]
    assert torn.exists(), "somebody may be writing it"
    assert throw_old_away(folder(here), 3, MORNING + 100 * DAY) == [torn.name, *made[1:4]]
    assert other.exists()


def test_results_that_cannot_be_read_are_none(here: Settings) -> None:
    folder(here).mkdir()
    (folder(here) / backups.KEPT).write_bytes(b"{")
    assert kept_backups(folder(here)) == ()
    back_up(here, folder(here), now=MORNING, trial=False)
    assert len(kept_backups(folder(here))) == 1
