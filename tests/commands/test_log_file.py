"""A log that turns over keeps the newest lines, and a disk that takes none stops nobody."""

from pathlib import Path

import pytest

from commands.log_file import LogFile


def test_the_oldest_goes_when_another_begins(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "log" / "banshi.log", turn_bytes=10, kept=2)
    for number in range(8):
        assert log.write(f"line {number}\n") == 7
    log.close()
    kept = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "log").iterdir()}
    assert kept == {
        "banshi.log": "line 6\nline 7\n",
        "banshi.log.1": "line 4\nline 5\n",
        "banshi.log.2": "line 2\nline 3\n",
    }
    assert (tmp_path / "log" / "banshi.log").stat().st_mode & 0o077 == 0
    again = LogFile(tmp_path / "log" / "banshi.log", turn_bytes=1000)
    again.write("on\n")
    again.close()
    assert (tmp_path / "log" / "banshi.log").read_text(encoding="utf-8").endswith("line 7\non\n")


def test_a_name_that_cannot_be_one_is_known_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        LogFile(tmp_path / "file" / "banshi.log")


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = LogFile(tmp_path / "banshi.log", turn_bytes=5)
    log.write("line 1\n")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    assert log.write("line 2\n") == 7
    monkeypatch.undo()
    log.write("line 3\n")
    log.flush()
    assert "line 3" in (tmp_path / "banshi.log").read_text(encoding="utf-8")
    log.close()
    assert log.write("late\n") == 5
