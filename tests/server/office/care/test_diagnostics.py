"""The file for whoever helps tells of the machine and of nobody: planted canaries are not in it."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from config.settings import Settings
from server.office.care.backups import back_up
from server.office.care.diagnostics import Diagnosis, write_diagnostics
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.unit_of_work import CITY as WHOLE
from tests.server.conftest import CITY, MORNING, Office

CANARIES = {
    "staff": "欧阳金丝雀",
    "id": "441900198001011234",
    "phone": "13800138000",
    "token": "kJ8s_2Fh-9sKq0Zr7VxT3bLmP5wYc6NdE1aG4uHiJ0k",
    "password": "geheim4711",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return a machine whose every corner has a canary."""
    monkeypatch.chdir(tmp_path)
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = open_store(tmp_path / "data", database, create=True)
    seed(store, CITY, MORNING)
    ticket = Office(store).take("social")
    plant = text("UPDATE tickets SET note = :note, plan = :plan WHERE id = :id")
    note = f"{CANARIES['id']} {CANARIES['staff']}"
    store.write(WHOLE, lambda uow: uow.run(plant, note=note, plan=CANARIES["phone"], id=ticket.id))
    store.write(WHOLE, lambda uow: uow.run(text("UPDATE staff SET name = :name"), name=CANARIES["staff"]))
    store.close()
    log = tmp_path / "log" / "banshi.log"
    log.parent.mkdir()
    log.write_text(f"worker failed why={list(CANARIES.values())} at 10.20.30.40\n", encoding="utf-8")
    return Settings(
        data=tmp_path / "data",
        database=database,
        token=CANARIES["token"],
        metrics_token=CANARIES["password"],
        log_file=log,
    )


def test_no_canary_is_in_the_file(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backups", now=MORNING, trial=False)
    findings = [Diagnosis("database", False, f"postgresql://me:{CANARIES['password']}@db: no", "Look.")]
    file = tmp_path / "help.zip"
    names = write_diagnostics(file, here, findings, MORNING)
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as read:
        assert sorted(read.namelist()) == names
        texts = {name: read.read(name).decode() for name in names}
    assert [(name, what) for name, told in texts.items() for what, canary in CANARIES.items() if canary in told] == []
    assert json.loads(texts["rows.json"])["rows"]["tickets"] == 1
    assert json.loads(texts["findings.json"])[0]["remedy"] == "Look."
    assert "worker failed" in texts["log/banshi.log"]
    assert "10.20.*.*" in texts["log/banshi.log"]
    assert "kivy" in texts["packages.json"].lower()


def test_where_there_is_no_database_it_is_said(tmp_path: Path) -> None:
    write_diagnostics(tmp_path / "help.zip", Settings(data=tmp_path / "none"), [], MORNING)
    with zipfile.ZipFile(tmp_path / "help.zip") as read:
        assert json.loads(read.read("rows.json")) == {"code": "data_missing"}
    assert not (tmp_path / "none").exists()
