"""`banshi audit head` prints what `banshi audit verify --head` later proves the record against."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from commands.audit.proving import tell_head, verify
from commands.failing import CannotRun
from config.settings import Settings
from server.office.audit.chain import Changed, Head, record
from server.office.audit.kept_heads import FILE, keep_head, read_head
from server.store.opening import open_store
from server.store.people_tables import audit
from server.store.seeding import seed
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import CITY, MORNING


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    for number in range(3):
        store.write(WHOLE_CITY, lambda uow, number=number: record(uow, Changed(number, "p", "n", "w")))  # type: ignore[misc]
    store.close()
    return Settings(data=tmp_path)


def test_the_record_is_proved(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    tell_head(here)
    printed = capsys.readouterr().out
    found = read_head(printed)
    assert found is not None
    assert verify(here, [printed], as_json=False)
    assert "3 rows" in capsys.readouterr().out
    keep_head(here.data / FILE, "2026-11-30T00:00:00Z", found)
    assert verify(here, [], as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["heads"], told["broken"]) == (3, 1, None)
    assert not verify(here, ["3:" + "0" * 64], as_json=False)


def test_the_file_beside_the_database_counts(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    keep_head(here.data / FILE, "2026-11-30T00:00:00Z", Head(2, "0" * 64))
    assert not verify(here, [], as_json=False)
    assert "Row 2" in capsys.readouterr().out


def test_a_changed_row_is_found(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(here.data)
    store.write(WHOLE_CITY, lambda uow: uow.run(update(audit).where(audit.c.seq == 1).values(who="q")))
    store.close()
    assert not verify(here, [], as_json=False)
    assert "Row 1" in capsys.readouterr().out


def test_what_is_no_head_is_said(here: Settings) -> None:
    with pytest.raises(CannotRun) as refused:
        verify(here, ["7"], as_json=False)
    assert refused.value.code == "head_unreadable"
