"""The write-ahead log cannot fill a small disk, whoever reads meanwhile."""

import shutil
from pathlib import Path

import pytest

from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE, connect
from server.store.sqlite_log import FEWEST_PAGES, MOST_PAGES, PAGE_BYTES, TOO_LONG, LogBound
from tests.server.conftest import CITY, MORNING, Office


@pytest.mark.parametrize(
    ("free", "pages"), [(0, FEWEST_PAGES), (64 * 1024 * 1024, 512), (2**40, MOST_PAGES)], ids=["full", "small", "large"]
)
def test_it_may_have_a_part_of_what_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, pages: int
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    assert LogBound(tmp_path / FILE).pages == pages


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
