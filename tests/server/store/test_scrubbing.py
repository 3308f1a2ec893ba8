"""What was deleted is in no byte of the files any more: neither in the database, nor in its log."""

import random
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from server.store.errors import StoreError
from server.store.guidance_tables import consultations, releases
from server.store.opening import open_store
from server.store.schema import metadata
from server.store.scrubbing import REWRITTEN, rewrite_whole, scrub
from server.store.sqlite_file import FILE
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

ROWS = 3000


def fill(uow: UnitOfWork) -> None:
    uow.run(insert(releases), id="r", body="{}", submitted_at=0)
    drawn = random.Random(33)
    for number in range(ROWS):
        uow.run(
            insert(consultations),
            code=f"{drawn.randrange(10**9):09}",
            release="r",
            edition=None,
            center=None,
            checklists="[]",
            answers=f"canary-{number:05}-" * drawn.randrange(5, 100),
            wish="{}",
            day="2025-11-25",
            created_at=0,
            changed_at=0,
            expires_at=number,
        )


def bytes_of(data: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(data.glob(f"{FILE}*")))


def canaries(data: Path) -> set[int]:
    told = bytes_of(data)
    return {number for number in range(ROWS) if b"canary-%05d-" % number in told}


@pytest.fixture
def store(tmp_path: Path):
    made = open_store(tmp_path, create=True)
    yield made
    made.close()


def test_what_was_deleted_is_gone_and_the_rest_is_there(store: Store, tmp_path: Path) -> None:
    store.write(CITY, fill)
    stays = {number for number in range(ROWS) if number % 5 == 0}
    for rest in range(1, 5):
        gone = delete(consultations).where(consultations.c.expires_at % 5 == rest)
        store.write(CITY, partial(UnitOfWork.run, statement=gone))
    assert scrub(store)
    assert canaries(tmp_path) == stays
    assert (tmp_path / f"{FILE}-wal").stat().st_size == 0


def test_a_reader_that_does_not_end_is_waited_for_and_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.scrubbing.TRIES", 2)
    monkeypatch.setattr("server.store.scrubbing.BETWEEN_SECONDS", 0)
    store.write(CITY, fill)

    def meanwhile(reading):
        reading.rows(consultations.select().limit(1))
        store.write(CITY, lambda uow: uow.run(delete(consultations)))
        return scrub(store)

    assert not store.read(meanwhile)
    assert scrub(store)
    assert canaries(tmp_path) == set()


def test_nothing_refers_to_a_table_that_is_written_anew() -> None:
    assert set(REWRITTEN) <= set(metadata.tables)
    named = {key.column.table.name for table in metadata.tables.values() for key in table.foreign_keys}
    assert named & set(REWRITTEN) == set()


def test_the_whole_file_is_written_anew_when_no_server_has_it(store: Store, tmp_path: Path) -> None:
    store.write(CITY, fill)
    assert scrub(store)
    before = (tmp_path / FILE).stat().st_size
    store.write(CITY, lambda uow: uow.run(delete(consultations)))
    with pytest.raises(StoreError, match="Another Banshi process"):
        rewrite_whole(tmp_path)
    store.close()
    rewrite_whole(tmp_path)
    assert canaries(tmp_path) == set()
    assert (tmp_path / FILE).stat().st_size < before
