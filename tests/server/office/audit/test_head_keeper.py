"""A head is kept once a day, and none of an empty record."""

from pathlib import Path

from server.office.audit.chain import Changed, head, record
from server.office.audit.head_keeper import HeadKeeper
from server.office.audit.kept_heads import kept_heads
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING, Office

A_DAY = 24 * 3600 * 1000


def test_a_head_is_kept_once_a_day(office: Office, tmp_path: Path) -> None:
    now, file = [MORNING], tmp_path / "audit-heads.txt"
    HeadKeeper(office.store, lambda: now[0], file).look()
    assert not file.exists()
    keeper = HeadKeeper(office.store, lambda: now[0], file)
    expected = []
    for day in range(3):
        office.store.write(CITY, lambda uow: record(uow, Changed(now[0], "p", "n", "w")))
        expected.append(office.store.read(head))
        for hour in (0, 1, 5):
            now[0] = MORNING + day * A_DAY + hour * 3600 * 1000
            keeper.look()
    assert kept_heads(file)[""] == expected


def test_a_folder_that_cannot_be_written_ends_nobody(office: Office, tmp_path: Path) -> None:
    office.store.write(CITY, lambda uow: record(uow, Changed(MORNING, "p", "n", "w")))
    keeper = HeadKeeper(office.store, lambda: MORNING, tmp_path / "none" / "audit-heads.txt")
    keeper.look()
    (tmp_path / "none").mkdir()
    keeper.look()
    assert len(kept_heads(tmp_path / "none" / "audit-heads.txt")[""]) == 1
