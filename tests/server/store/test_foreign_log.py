"""A backup put in the place of a killed server's file is never mixed with the log that still lies beside it."""

import os
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pysqlite3
import pytest

from server.store.errors import StoreError
from server.store.foreign_log import APART_NS, HEADER, foreign_log
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE
from tests.server.conftest import CITY, MORNING, Office

WORKING = """
import sys
from pathlib import Path
from server.store.opening import open_store
from tests.server.conftest import Office
store = open_store(Path(sys.argv[1]))
office = Office(store)
for line in sys.stdin:
    for _ in range(int(line)):
        office.take()
    print("done", flush=True)
"""
BEFORE, AFTER = 30, 40


class Server:
    """A process of its own that works in the database of `data`, and is killed in the end."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-P", "-c", WORKING, str(data)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def take(self, tickets: int) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(tickets, file=self._process.stdin, flush=True)
        assert self._process.stdout.readline() == "done\n"

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a directory with a city, in which nobody works."""
    there = tmp_path / "data"
    store = open_store(there, create=True)
    seed(store, CITY, MORNING)
    store.close()
    return there


def backed_up(file: Path, there: Path) -> Path:
    source, target = pysqlite3.connect(file), pysqlite3.connect(there)
    source.backup(target)
    source.close()
    target.close()
    return there


def tickets(data: Path) -> int:
    store = open_store(data)
    try:
        return sum(1 for fact in Office(store).journal() if fact.kind == "ticket.issued")
    finally:
        store.close()


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def in_place(backup: Path, file: Path) -> None:
    shutil.copyfile(backup, file)


def moved(backup: Path, file: Path) -> None:
    backup.replace(file)


def with_its_old_times(backup: Path, file: Path) -> None:
    file.unlink()
    os.utime(backup, ns=(10**18, 10**18))
    shutil.copy2(backup, file)


def age(log: Path) -> None:
    """Let some time pass since the log was written: the clock of files counts in steps."""
    newer = log.with_name("newer")
    while True:
        newer.write_bytes(b"")
        if newer.stat().st_ctime_ns > log.stat().st_ctime_ns + 2 * APART_NS:
            newer.unlink()
            return


@pytest.mark.parametrize("restore", [in_place, moved, with_its_old_times], ids=lambda each: each.__name__)
@pytest.mark.parametrize("when", ["before the server", "while it runs"])
def test_a_backup_beside_an_old_log_is_refused_and_nothing_is_changed(
    data: Path, tmp_path: Path, restore: Callable[[Path, Path], None], when: str
) -> None:
    file, backup = data / FILE, tmp_path / "backup"
    if when == "before the server":
        backed_up(file, backup)
    server = Server(data)
    server.take(BEFORE)
    if when == "while it runs":
        backed_up(file, backup)
        shorten(file)
    server.take(AFTER)
    server.kill()
    assert log_of(file).stat().st_size > HEADER
    age(log_of(file))
    restore(backup, file)
    held = file.read_bytes(), log_of(file).read_bytes()
    for follow_only in (False, True):
        with pytest.raises(StoreError) as refused:
            open_store(data, follow_only=follow_only)
        assert refused.value.code == "log_foreign"
        assert str(log_of(file)) in str(refused.value)
    assert (file.read_bytes(), log_of(file).read_bytes()) == held
    log_of(file).unlink()
    assert tickets(data) == (0 if when == "before the server" else BEFORE)


def shorten(file: Path) -> None:
    """Copy the log back and let it begin anew, as a server does now and then."""
    other = pysqlite3.connect(file)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()


def test_what_a_killed_server_has_left_is_its_own(data: Path) -> None:
    server = Server(data)
    server.take(BEFORE)
    shorten(data / FILE)
    server.take(AFTER)
    server.kill()
    assert foreign_log(data / FILE) is None
    assert tickets(data) == BEFORE + AFTER
    assert foreign_log(data / FILE) is None, "a server that ended has left no log"


def test_a_log_of_which_everything_was_copied_back_is_its_own(data: Path) -> None:
    server = Server(data)
    server.take(BEFORE)
    age(log_of(data / FILE))
    other = pysqlite3.connect(data / FILE)
    other.execute("PRAGMA wal_checkpoint(PASSIVE)")
    server.kill()
    other.close()
    if log_of(data / FILE).exists():
        assert foreign_log(data / FILE) is None
    assert tickets(data) == BEFORE


def test_what_was_moved_with_its_log_is_taken_when_that_is_said(data: Path, tmp_path: Path) -> None:
    server = Server(data)
    server.take(BEFORE)
    server.kill()
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy2(log_of(data / FILE), log_of(there / FILE))
    age(log_of(there / FILE))
    shutil.copy2(data / FILE, there / FILE)
    with pytest.raises(StoreError, match="touch"):
        open_store(there)
    log_of(there / FILE).touch()
    assert tickets(there) == BEFORE


@pytest.mark.parametrize("log", [b"", b"x" * HEADER, b"x" * 9000, b"\x37\x7f\x06\x82" + bytes(9000)])
def test_what_is_no_log_is_nobodys(tmp_path: Path, log: bytes) -> None:
    file = tmp_path / FILE
    log_of(file).write_bytes(log)
    age(log_of(file))
    file.write_bytes(bytes(8192))
    assert foreign_log(file) is None


OTHER_PAGE, LAST_PAGE = b"b" * 512, b"c" * 512


def log_bytes(*frames: tuple[int, int, bytes], magic: int = 0x377F0682, size: int = 512) -> bytes:
    """Return a log with `frames`, each its page, the pages of the database if it commits (else 0), and its content."""
    header = struct.pack(">8I", magic, 3007000, size, 0, 11, 22, 0, 0)
    return header + b"".join(
        struct.pack(">6I", page, committed, 11, 22, 0, 0) + content for page, committed, content in frames
    )


def beside(folder: Path, held: bytes, log: bytes) -> Path:
    """Return a database file that holds `held` and was put there long after `log`."""
    file = folder / FILE
    log_of(file).write_bytes(log)
    age(log_of(file))
    file.write_bytes(held)
    return file


@pytest.mark.parametrize("magic", [0x377F0682, 0x377F0683])
def test_a_log_of_one_small_page_is_looked_at(tmp_path: Path, magic: int) -> None:
    log = log_bytes((2, 2, OTHER_PAGE), magic=magic)
    assert foreign_log(beside(tmp_path, bytes(512) + OTHER_PAGE, log)) is None
    assert foreign_log(beside(tmp_path, OTHER_PAGE + bytes(512), log)) == log_of(tmp_path / FILE)
    assert foreign_log(beside(tmp_path, bytes(512), log)) == log_of(tmp_path / FILE), "it has no second page at all"


def test_the_first_page_of_a_log_tells_in_any_of_its_states(tmp_path: Path) -> None:
    log = log_bytes((3, 0, LAST_PAGE), (2, 3, bytes(512)), (2, 3, OTHER_PAGE))
    for second in (bytes(512), OTHER_PAGE):
        assert foreign_log(beside(tmp_path, b"a" * 512 + second + b"x" * 512, log)) is None
    assert foreign_log(beside(tmp_path, b"a" * 512 + b"x" * 512 + LAST_PAGE, log)) == log_of(tmp_path / FILE)


@pytest.mark.parametrize(
    "log",
    [
        log_bytes((2, 0, OTHER_PAGE)),
        log_bytes((0, 2, OTHER_PAGE)),
        log_bytes((2, 2, OTHER_PAGE))[:-1],
        log_bytes((2, 2, OTHER_PAGE), magic=0x377F0684),
        log_bytes((2, 2, b"b" * 511), size=511),
        log_bytes() + struct.pack(">6I", 2, 2, 11, 23, 0, 0) + OTHER_PAGE,
        log_bytes() + struct.pack(">6I", 2, 2, 12, 22, 0, 0) + OTHER_PAGE,
    ],
    ids=["no commit", "no page", "cut off", "no log", "no size of a page", "one salt", "the other salt"],
)
def test_what_sqlite_would_not_copy_back_is_nobodys(tmp_path: Path, log: bytes) -> None:
    assert foreign_log(beside(tmp_path, bytes(2048), log)) is None


def test_what_comes_after_the_last_commit_tells_nothing(tmp_path: Path) -> None:
    log = log_bytes((2, 2, OTHER_PAGE), (1, 0, LAST_PAGE))
    assert foreign_log(beside(tmp_path, bytes(512) + OTHER_PAGE, log)) is None
    assert foreign_log(beside(tmp_path, LAST_PAGE + bytes(512), log)) == log_of(tmp_path / FILE)


@pytest.mark.parametrize(("apart", "foreign"), [(20_000_000, False), (20_000_001, True)])
def test_files_that_changed_a_fiftieth_of_a_second_apart_were_moved_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: int, foreign: bool
) -> None:
    file, log = tmp_path / FILE, log_bytes((1, 1, OTHER_PAGE))
    file.write_bytes(bytes(512))
    log_of(file).write_bytes(log)
    changed = {file: 1_000_000_000 + apart, log_of(file): 1_000_000_000}

    def stat(path: Path) -> SimpleNamespace:
        return SimpleNamespace(st_size=os.path.getsize(path), st_ctime_ns=changed[path])

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", stat)
        found = foreign_log(file)
    assert found == (log_of(file) if foreign else None)
