"""The verb for a restored database, as an operator types it."""

import subprocess
import sys
from pathlib import Path

from server.office.audit.looking import Sought, newest
from server.office.board import board_of
from server.store.opening import open_store
from tests.journeys.hall_server import seeded


def epoch(data: Path) -> int:
    store = open_store(data)
    try:
        return store.read(lambda reading: board_of(reading, "dj-city").epoch)
    finally:
        store.close()


def recorded(data: Path) -> list[tuple[str, str]]:
    store = open_store(data)
    try:
        return [(row.changed.what, row.changed.place) for row in store.read(lambda reading: newest(reading, Sought()))]
    finally:
        store.close()


def banshi(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-P", "-m", "banshi", *words], capture_output=True, text=True, check=False)


def test_every_journal_is_another_one_afterwards(tmp_path: Path) -> None:
    data = tmp_path / "data"
    seeded(data, None)
    before = epoch(data)
    done = banshi("restored", "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert epoch(data) > before
    assert recorded(data) == [("restored", "console")]


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path) -> None:
    done = banshi("restored", "--data", str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert not (tmp_path / "nothing").exists()
