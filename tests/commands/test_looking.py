"""What a hall's machine lacks is found, and nothing is changed by looking."""

import resource
import socket
import time
from pathlib import Path

import pytest

from commands import looking
from commands.demo.processes import free_port
from commands.finding import Finding
from commands.seeding import now
from config.backing_up import Backup
from config.settings import Settings
from server.office.care.backups import back_up
from server.store.opening import open_store
from server.store.seeding import empty_city, seed
from server.store.sqlite_file import FILE
from tests.server.web.conftest import Web, web

__all__ = ["web"]


def settings(data: Path, **more: str) -> Settings:
    places = {"http": f"127.0.0.1:{free_port()}", "live": f"127.0.0.1:{free_port()}", "server": "http://127.0.0.1:1"}
    return Settings(data=data, **{**places, **more})  # type: ignore[arg-type]


def found(here: Settings) -> dict[str, Finding]:
    looked = {each.name: each for each in looking.look_around(here, data_given=True)}
    assert all(each.good is not bool(each.remedy) for each in looked.values()), looked
    return looked


def test_a_database_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    assert "banshi seed" in found(settings(tmp_path / "none"))["database"].remedy
    assert not (tmp_path / "none").exists()
    store = open_store(tmp_path, create=True)
    assert not found(settings(tmp_path))["database"].good, "a schema without a city"
    seed(store, empty_city(), now())
    store.close()
    assert found(settings(tmp_path))["database"].good
    file = tmp_path / FILE
    whole = file.read_bytes()
    file.write_bytes(b"")
    assert not found(settings(tmp_path))["database"].good
    assert file.stat().st_size == 0
    file.write_bytes(whole[:100] + b"\x00" * 5000)
    assert not found(settings(tmp_path))["database"].good


@pytest.mark.postgres
def test_a_database_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    away = found(settings(tmp_path, database="postgresql://me:geheim@127.0.0.1:1/d"))["database"]
    assert not away.good
    assert "geheim" not in away.found


def test_a_running_server_is_asked_and_else_its_ports(web: Web, tmp_path: Path) -> None:
    assert found(settings(tmp_path, server=f"http://127.0.0.1:{web.port}"))["server"].good
    assert found(settings(tmp_path))["ports"].good
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        assert place in found(settings(tmp_path, live=place))["ports"].found


def test_backups_are_asked_for(tmp_path: Path) -> None:
    def looked(here: Settings) -> Finding:
        return found(here)["backup"]

    assert "[backup]" in looked(settings(tmp_path)).remedy
    here = settings(tmp_path).model_copy(update={"backup": Backup(folder=tmp_path / "backups")})
    assert looked(here).found == "there is no good backup"
    open_store(tmp_path, create=True).close()
    for at, good in ((now() - 3 * 86_400_000, False), (now(), True)):
        assert back_up(here, tmp_path / "backups", now=at, trial=False).good
        assert looked(here).good is good
    back_up(here.model_copy(update={"data": tmp_path / "no"}), tmp_path / "backups", now=now(), trial=False)
    assert "banshi seed" in looked(here).found


def test_a_printer_is_called(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert found(settings(tmp_path, printer=f"socket://127.0.0.1:{listening.getsockname()[1]}"))["printer"].good
    assert not found(settings(tmp_path, printer="socket://127.0.0.1:1"))["printer"].good
    assert not found(settings(tmp_path, printer="serial:///dev/nothing"))["printer"].good
    assert "printer" not in found(settings(tmp_path))


def test_a_card_reader_is_called_where_one_is_set(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        there = f"socket://127.0.0.1:{listening.getsockname()[1]}"
        assert found(settings(tmp_path, card_reader=there))["card reader"].good
    assert not found(settings(tmp_path, card_reader="serial:///dev/nothing"))["card reader"].good
    assert "card reader" not in found(settings(tmp_path))


def test_limits_and_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 1024))
    assert "ulimit" in found(settings(tmp_path))["descriptors"].remedy
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 20_000))
    assert found(settings(tmp_path))["descriptors"].good
    assert looking._clock(round(time.time() * 1000)).good
    assert "NTP" in looking._clock(round((time.time() + 500) * 1000)).remedy


def test_a_log_of_another_file_is_told_before_anything_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, empty_city(), now())
    store.close()
    log = tmp_path / f"{FILE}-wal"
    monkeypatch.setattr(looking, "foreign_log", lambda file: log if file == tmp_path / FILE else None)
    monkeypatch.setattr(looking, "connect", lambda *_, **__: pytest.fail("SQLite would mix the two"))
    told = found(settings(tmp_path))["database"]
    assert str(log) in told.found
    assert "banshi restored" in told.remedy
