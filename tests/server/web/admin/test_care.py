"""The care of the server in the browser: a backup made and told of, what to repair, a file without anybody's data."""

import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from config.backing_up import Backup
from config.settings import Settings
from server.office.care.backups import back_up
from server.office.care.care_desk import CareDesk
from server.office.care.diagnostics import Diagnosis
from server.rules.people.roles import Grant
from server.store.opening import open_store
from server.store.read_only import ReadOnlyStore
from server.store.seeding import empty_city, seed
from server.store.store import Store
from tests.server.conftest import MORNING, refused
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.test_one_record import count
from tests.server.web.conftest import Web, web_over

CARE = "/admin/care"


@dataclass
class Machine:
    """A machine whose backups are made when `go` is set."""

    settings: Settings
    go: threading.Event = field(default_factory=threading.Event)
    made: threading.Event = field(default_factory=threading.Event)

    def apart(self, settings: Settings, ended: threading.Event) -> None:
        self.go.wait(20)
        if not ended.is_set() and settings.backup.folder is not None:
            back_up(settings, settings.backup.folder, now=MORNING, trial=True)
        self.made.set()

    def look(self, settings: Settings, language: str) -> tuple[Diagnosis, ...]:
        return (Diagnosis("clock", True, "09:00", ""), Diagnosis("printer", False, f"off {language}", "Switch it on."))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.chdir(tmp_path)
    data = open_store(tmp_path / "machine", create=True)
    seed(data, empty_city(), MORNING)
    data.close()
    return Machine(Settings(data=tmp_path / "machine", backup=Backup(folder=tmp_path / "backups")))


@pytest.fixture
def desk(machine: Machine) -> Iterator[CareDesk]:
    made = CareDesk(machine.settings, machine.look, apart=machine.apart)
    yield made
    machine.go.set()
    made.stop()


@pytest.fixture
def web(store: Store, desk: CareDesk) -> Iterator[Web]:
    with web_over(store, care_desk=desk) as made:
        yield made


@pytest.fixture
def browser(web: Web) -> Browser:
    House(web.store).add("sys", Grant("system"))
    made = Browser(web)
    made.open("/admin/sign-in")
    made.send("/admin/sign-in", login="sys", password=PASSWORD)
    made.open(CARE)
    return made


def test_a_backup_is_made_once_recorded_and_told_when_it_is_done(
    web: Web, machine: Machine, desk: CareDesk, browser: Browser
) -> None:
    assert "There is no good backup yet." in browser.text()
    assert count(web, lambda: browser.send(f"{CARE}/backup")) == 1
    assert "A backup is being made since" in browser.text()
    assert 'hx-trigger="every 3s"' in browser.page
    assert count(web, lambda: browser.send(f"{CARE}/backup")) == 0
    assert "being made already" in browser.text()
    machine.go.set()
    assert machine.made.wait(60)
    desk.stop()
    browser.open(CARE)
    told = " ".join(browser.text().split())
    assert "The last good backup is of 2025-11-25 10:00" in told
    assert "Yes, every row was there" in told
    assert "every 3s" not in browser.page


def test_one_that_failed_says_why(web: Web, machine: Machine, desk: CareDesk, browser: Browser) -> None:
    folder = machine.settings.backup.folder
    assert folder is not None
    folder.write_text("a file, and no folder")
    machine.go.set()
    browser.send(f"{CARE}/backup")
    assert machine.made.wait(60)
    folder.unlink()
    folder.mkdir()
    (machine.settings.data / "banshi.sqlite3").write_bytes(b"no database at all" * 100)
    back_up(machine.settings, folder, now=MORNING, trial=True)
    browser.open(CARE)
    assert "failed" in browser.text()
    assert "There is no good backup yet." in browser.text()


def test_what_to_repair_is_said_in_the_readers_language(browser: Browser) -> None:
    browser.open(f"{CARE}/findings")
    assert "off en" in browser.text()
    assert "Switch it on." in browser.text()
    assert "What is in order: 1" in browser.text()


def test_the_file_of_diagnostics_names_nobody(browser: Browser) -> None:
    answer = browser._ask("GET", f"{CARE}/diagnostics.zip", None, {})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        assert {"findings.json", "settings.json", "rows.json"} <= set(found.namelist())


def test_where_no_backups_are_made_that_is_said_with_what_to_write(web: Web, desk: CareDesk, browser: Browser) -> None:
    desk.settings = desk.settings.model_copy(update={"backup": Backup()})
    browser.open(CARE)
    assert "No backups are made." in browser.text()
    assert "Back up now" not in browser.text()
    assert count(web, lambda: browser.send(f"{CARE}/backup")) == 0
    assert "No folder for backups is set" in browser.text()


def test_a_safe_server_says_so_with_a_code_of_its_own(store: Store) -> None:
    safe = ReadOnlyStore(store)
    for work in (
        safe.pulse,
        lambda: safe.write("hall", lambda uow: None),
        lambda: safe.order("hall", lambda uow: None),
    ):
        assert refused("safe_mode", work).status == 503
