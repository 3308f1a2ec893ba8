"""Rows are found newest first, each once, however they are narrowed."""

from server.office.audit.chain import Changed, record
from server.office.audit.looking import Sought, newest, row_of
from server.store.store import Store
from server.store.unit_of_work import CITY
from tests.server.conftest import Office


def seqs(store: Store, sought: Sought, before: int = 2**62, most: int = 50) -> list[int]:
    return [row.seq for row in store.read(lambda reading: newest(reading, sought, before, most))]


def test_rows_are_narrowed_and_paged(office: Office) -> None:
    def work(uow: object) -> None:
        for number in range(1, 31):
            changed = Changed(
                number * 1000, f"p{number % 2}", "", f"w{number % 3}", center="hall" if number % 5 == 0 else ""
            )
            record(uow, changed)  # type: ignore[arg-type]

    office.store.write(CITY, work)
    everything = list(range(30, 0, -1))
    assert seqs(office.store, Sought()) == everything
    assert seqs(office.store, Sought(), before=11, most=4) == [10, 9, 8, 7]
    for sought, fits in (
        (Sought(who="p1"), lambda n: n % 2 == 1),
        (Sought(whats=("w1", "w2")), lambda n: n % 3 != 0),
        (Sought(center="hall"), lambda n: n % 5 == 0),
        (Sought(since=5000, until=9000), lambda n: 5 <= n < 9),
        (Sought(since=5000), lambda n: n >= 5),
        (Sought("p0", ("w0",), "hall", 1, 20_000), lambda n: n % 30 == 0 and n < 20),
    ):
        assert seqs(office.store, sought) == [number for number in everything if fits(number)]


def test_one_row(office: Office) -> None:
    office.store.write(CITY, lambda uow: record(uow, Changed(5, "p", "n", "w")))
    found = office.store.read(lambda reading: row_of(reading, 1))
    assert found is not None
    assert found.changed == Changed(5, "p", "n", "w")
    assert office.store.read(lambda reading: row_of(reading, 2)) is None
