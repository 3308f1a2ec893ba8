"""An upgrade is foreseen without being done, done with a copy, and refused whole where a step of it fails."""

import json
import os
import shutil
from pathlib import Path

import pysqlite3
import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, make_url, text

from commands.failing import CannotRun
from commands.upgrading import upgrade
from config.settings import Settings
from server.store import migrating
from server.store.errors import StoreError
from server.store.sqlite_file import FILE
from tests.server.store.test_upgrade import everything, fill

STEP = """
from alembic import op

revision = "9999"
down_revision = "{newest}"


def upgrade() -> None:
    op.execute("UPDATE tickets SET label = 'lost'")
    op.execute("ALTER TABLE tickets ADD COLUMN half TEXT")
    op.execute("SELECT nothing FROM nowhere")
"""
pytestmark = pytest.mark.usefixtures("made_not_copied")


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return a machine whose database a release of long ago has left."""
    if request.param == "sqlite":
        here = Settings(data=tmp_path)
        engine = create_engine(f"sqlite:///{tmp_path / FILE}", module=pysqlite3)
    else:
        server = request.getfixturevalue("postgresql")
        here = Settings(data=tmp_path, database=server.url(server.create()))
        engine = create_engine(make_url(str(here.database)).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0002")
        fill(connection)
    engine.dispose()
    return here


def content(here: Settings) -> dict[str, list[str]]:
    address = (
        make_url(here.database).set(drivername="postgresql+psycopg")
        if here.database
        else make_url(f"sqlite:///{here.data / FILE}")
    )
    engine = create_engine(address, **({} if here.database else {"module": pysqlite3}))
    try:
        return everything(engine)
    finally:
        engine.dispose()


def test_it_is_foreseen_and_then_done(before: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    was = content(before)
    upgrade(before, check=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["found"], told["steps"][0], told["steps"][-1]) == ("0002", "0003", told["newest"])
    assert content(before) == was
    upgrade(before, check=False, as_json=False)
    assert f"schema {told['newest']}" in capsys.readouterr().out
    upgrade(before, check=False, as_json=True)
    assert json.loads(capsys.readouterr().out)["steps"] == []


def test_a_step_that_fails_leaves_everything_as_it_was(
    before: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = content(before)
    # A release with one more step, which does half of its work and then finds that it cannot go on.
    steps = Path(migrating.__file__).with_name("migrations")
    shutil.copytree(steps, tmp_path / "release" / "migrations")
    newest = migrating.known_revisions()[0]
    broken = STEP.format(newest=newest)
    (tmp_path / "release" / "migrations" / "versions" / "9999_broken.py").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(migrating, "__file__", str(tmp_path / "release" / "migrating.py"))
    with pytest.raises(StoreError) as error:
        upgrade(before, check=False, as_json=False)
    assert error.value.code == "upgrade_failed"
    assert "Nothing was changed" in str(error.value)
    assert content(before) == was
    monkeypatch.undo()
    upgrade(before, check=False, as_json=False)


def test_without_room_for_the_copy_nothing_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / FILE}", module=pysqlite3)
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0002")
    engine.dispose()
    full = os.statvfs_result((4096, 4096, 100, 1, 1, 10, 10, 10, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: full)
    with pytest.raises(CannotRun) as error:
        upgrade(Settings(data=tmp_path), check=True, as_json=False)
    assert error.value.code == "no_room"


def test_what_is_no_database_of_this_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        upgrade(Settings(data=tmp_path / "none"), check=True, as_json=False)
    assert error.value.code == "data_missing"
    engine = create_engine(f"sqlite:///{tmp_path / FILE}", module=pysqlite3)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (x)"))
    with pytest.raises(StoreError) as error:
        upgrade(Settings(data=tmp_path), check=True, as_json=False)
    assert error.value.code == "schema_missing"
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "head")
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert "tickets" in inspect(connection).get_table_names()
    engine.dispose()
    with pytest.raises(StoreError) as error:
        upgrade(Settings(data=tmp_path), check=True, as_json=False)
    assert error.value.code == "schema_newer"
