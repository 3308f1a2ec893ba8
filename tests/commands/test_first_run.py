"""`banshi first-run` and a server's first start print a code with which the first administrator comes in."""

import re
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from commands.failing import CannotRun
from commands.first_run import first_run, tell_first_run
from config.settings import Settings
from server.office.audit.looking import row_of
from server.office.people.accounts import NewPerson, Own
from server.office.people.first_run import check_first_run, found
from server.office.people.signing_in import Where
from server.rules.people.passwords import LAWS
from server.store.opening import open_store
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING


def test_a_code_is_printed_until_somebody_came_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Settings(data=tmp_path / "hall", phone="https://hall.example")
    open_store(here.data, create=True).close()
    first_run(here)
    told = capsys.readouterr().out
    assert "https://hall.example/admin/first-run" in told
    code = re.findall(r"[A-Z]{4}-[A-Z]{4}-[A-Z]{4}", told)[0]
    store = open_store(here.data)
    try:
        row = store.read(lambda reading: row_of(reading, 1))
        assert row is not None
        assert (row.changed.what, row.changed.place, code in str(row)) == ("first_run_told", "console", False)
        with capture_logs() as logs:
            tell_first_run(store, MORNING, here)
        newer = logs[0]["code"]
        assert logs[0]["open"] == "https://hall.example/admin/first-run"
        assert newer != code
        store.read(lambda reading: check_first_run(reading, newer, MORNING))
        new, where = NewPerson("root", "Root"), Where("10.0.0.1", "")
        store.write(CITY, lambda uow: found(uow, newer, new, Own("hash"), LAWS["mlps2"], where, MORNING))
        with capture_logs() as logs:
            tell_first_run(store, MORNING, here)
        assert logs == []
    finally:
        store.close()
    with pytest.raises(CannotRun, match="set up already"):
        first_run(here)
