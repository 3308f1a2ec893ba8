"""The write-ahead log cannot fill a small disk, whoever reads meanwhile."""

import shutil
from pathlib import Path

import pysqlite3
import pytest

from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE, connect
from server.store.sqlite_log import FEWEST_PAGES, PAGE_BYTES, TOO_LONG, LogBound
from tests.server.conftest import CITY, MORNING, Office


class Said:
    """A connection that remembers what it was told, and whose log somebody reads (`busy`), or that fails (None)."""

    def __init__(self, busy: int | None) -> None:
        self.said: list[str] = []
        self._busy = busy

    def execute(self, statement: str) -> "Said":
        self.said.append(statement)
        if self._busy is None and "checkpoint" in statement:
            raise pysqlite3.OperationalError("disk I/O error")
        return self

    def fetchone(self) -> tuple[int, int, int]:
        return self._busy or 0, 0, 0


@pytest.mark.parametrize(
    ("free", "pages"), [(0, 250), (64 * 1024 * 1024, 512), (2**40, 8000)], ids=["full", "small", "large"]
)
def test_it_may_have_a_part_of_what_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, pages: int
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    bound = LogBound(tmp_path / FILE)
    assert (bound.pages, bound.bytes) == (pages, pages * 4096)
    writer = Said(busy=0)
    bound.apply(writer)
    assert writer.said == [
        f"PRAGMA wal_autocheckpoint = {pages}",
        f"PRAGMA journal_size_limit = {pages * 4096}",
    ]


def test_a_log_is_cut_off_at_twice_its_bound_and_tried_again_a_bound_later_while_somebody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    bound, most = LogBound(tmp_path / FILE), 250 * 4096
    free, held, broken = Said(busy=0), Said(busy=1), Said(busy=None)
    bound.keep(free, 2 * most - 1)
    assert free.said == []
    bound.keep(free, 2 * most)
    tried = ["PRAGMA busy_timeout = 100", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA busy_timeout = 10000"]
    assert free.said == tried
    for who in (held, broken):
        bound.keep(who, 2 * most)
        bound.keep(who, 3 * most - 1)
        assert who.said == tried
        bound.keep(free, 3 * most)
        bound.keep(free, 2 * most - 1)
    assert free.said == tried * 3


def test_it_is_cut_off_after_a_reader_that_held_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.sqlite_log.MOST_PAGES", FEWEST_PAGES)
    monkeypatch.setattr("server.store.sqlite_log.WAIT_MS", 0)
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    office = Office(store)
    log = tmp_path / f"{FILE}-wal"
    bound = FEWEST_PAGES * PAGE_BYTES
    reader = connect(tmp_path / FILE, writer=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM journal").fetchone()
    while log.stat().st_size < bound * (TOO_LONG + 1):
        office.take("idcard" if len(str(log)) % 2 else "social")
    reader.execute("ROLLBACK")
    reader.close()
    while log.stat().st_size > bound:
        office.take("school")
    seqs = [fact.seq for fact in office.journal()]
    assert seqs == list(range(1, len(seqs) + 1))
    store.close()
