"""The verb that purges, as an operator types it."""

import json
from pathlib import Path

from server.office.audit.looking import Sought, newest
from server.store.opening import open_store
from tests.commands.test_restored import banshi
from tests.journeys.hall_server import seeded


def test_what_went_is_said(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    seeded(Path(data), None)
    done = banshi("purge", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "0" in done.stdout
    proved = banshi("audit", "verify", "--data", data)
    assert proved.returncode == 0, proved.stdout
    store = open_store(Path(data))
    try:
        rows = store.read(lambda reading: newest(reading, Sought(whats=("purged",))))
    finally:
        store.close()
    assert [row.changed.place for row in rows] == ["console"]
    told = json.loads(rows[0].changed.after)
    assert told["scrubbed"] is True
    assert told["days"]["record_days"] == 1095


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path) -> None:
    assert banshi("purge", "--data", str(tmp_path / "nothing")).returncode == 2
    assert not (tmp_path / "nothing").exists()
