"""Backup and restore as an operator types them, beside a running hall and onto another database."""

import json
from pathlib import Path

import pytest

from server.store.opening import open_store
from tests.commands.test_restored import banshi, epoch
from tests.journeys.hall_server import seeded


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    seeded(Path("hall"), None)
    return tmp_path / "hall"


def test_a_hall_goes_out_and_comes_back(data: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a key\n", encoding="utf-8")
    running = open_store(data)
    try:
        made = banshi("backup", "--data", "hall", "--to", "out", "--trial", "--json", "--key-file", "key")
        assert made.returncode == 0, made.stderr
        refused = banshi(
            "restore", str(next((tmp_path / "out").glob("*.banshi"))), "--data", "hall", "--key-file", "key"
        )
        assert (refused.returncode, "Stop it first" in refused.stderr) == (2, True)
    finally:
        running.close()
    told = json.loads(made.stdout)
    assert (told["tried"], told["sealed"]) == (True, True)
    before = epoch(data)
    file = str(tmp_path / "out" / told["file"])
    wrong = banshi("restore", file, "--data", "hall", "--json")
    assert (wrong.returncode, json.loads(wrong.stderr)["code"]) == (2, "backup_key_missing")
    done = banshi("restore", file, "--data", "hall", "--key-file", "key", "--json")
    assert done.returncode == 0, done.stderr
    back = json.loads(done.stdout)
    assert back["rows"] == told["rows"]
    assert Path(back["kept"]).is_file()
    assert epoch(data) > before


def test_it_is_said_what_was_made_and_what_to_do(data: Path) -> None:
    nowhere = banshi("backup", "--data", "hall")
    assert (nowhere.returncode, "--to FOLDER" in nowhere.stderr) == (2, True)
    made = banshi("backup", "--data", "hall", "--to", "out")
    assert "not sealed" in made.stdout
    assert banshi("backup", "--data", "nothing", "--to", "out").returncode == 1
    assert banshi("backup", "--data", "hall", "--scheduled").returncode == 0, "none is asked for"
    done = banshi("restore", str(next(Path("out").glob("*.tar.gz"))), "--data", "other")
    assert "each as it was" in done.stdout
    assert (Path("other") / "banshi.sqlite3").is_file()
