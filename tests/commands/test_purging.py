"""The verb that purges, as an operator types it."""

from pathlib import Path

from tests.commands.test_restored import banshi


def test_what_went_is_said(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert banshi("seed", "--demo", "--data", data).returncode == 0
    done = banshi("purge", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "0" in done.stdout


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path) -> None:
    assert banshi("purge", "--data", str(tmp_path / "nothing")).returncode == 2
    assert not (tmp_path / "nothing").exists()
