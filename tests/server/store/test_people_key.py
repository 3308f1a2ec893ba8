"""The key of second factors: made once, its owner's alone, and never replaced by another."""

import stat
import threading
from pathlib import Path

import pytest

from server.store.errors import StoreError
from server.store.people_key import BYTES, FILE, first_people_key


def test_it_is_made_once_and_nobody_elses(tmp_path: Path) -> None:
    key = first_people_key(tmp_path)
    assert len(key) == BYTES
    assert first_people_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


def test_all_who_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda: keys.append(first_people_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys) == 8


@pytest.mark.parametrize("kept", [b"", b"short", bytes(BYTES + 1)])
def test_what_is_no_key_is_said_and_kept(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / FILE).write_bytes(kept)
    with pytest.raises(StoreError) as caught:
        first_people_key(tmp_path)
    assert caught.value.code == "key_unreadable"
    assert (tmp_path / FILE).read_bytes() == kept


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    assert len(first_people_key(tmp_path / "new" / "hall")) == BYTES
