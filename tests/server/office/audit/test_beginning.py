"""What is old leaves the record; what stays is proved as before, and so is where it begins."""

from functools import partial

import pytest
from sqlalchemy import delete, insert, select, update

from server.office.audit.beginning import A_DAY, LEAST_DAYS, throw_old_away
from server.office.audit.chain import BEGINNING, Broken, Changed, Head, Verifying, beginning, head, portion, record
from server.office.audit.proof_words import proof_words
from server.office.audit.proving import prove
from server.store.audit_tables import record_beginning
from server.store.people_tables import audit
from server.store.store import Store
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING, Office, refused

NOW = MORNING + 1000 * A_DAY
OLD = NOW - LEAST_DAYS * A_DAY


def note(store: Store, *moments: int) -> None:
    for at in moments:
        store.write(CITY, partial(record, changed=Changed(at, "p1", "张三", "signed_in")))


def cut(store: Store, before: int = OLD, now: int = NOW) -> int:
    return store.write(CITY, lambda uow: throw_old_away(uow, before, now))


def verified(store: Store, *kept: Head) -> tuple[Broken | None, int]:
    walking = Verifying(kept)
    while store.read(walking.more):
        pass
    return walking.broken, walking.looked


@pytest.fixture
def recorded(office: Office) -> Store:
    note(office.store, *(OLD - 20 + number for number in range(20)), OLD, OLD + 1, OLD + 2)
    return office.store


def test_what_is_old_goes_and_the_rest_is_proved(recorded: Store) -> None:
    rows = recorded.read(lambda reading: portion(reading, 0))
    assert cut(recorded) == 20
    assert recorded.read(beginning) == Head(20, rows[19].hash)
    left = recorded.read(lambda reading: portion(reading, 0))
    assert [row.seq for row in left] == [21, 22, 23, 24]
    assert (left[-1].changed.what, left[-1].changed.at) == (BEGINNING, NOW)
    assert verified(recorded) == (None, 4)
    proof = prove(recorded)
    assert (proof.holds, proof.rows, proof.begins) == (True, 4, 20)
    assert "from row 21 on: 4 rows" in proof_words(proof).en
    assert cut(recorded) == 0


def test_nothing_goes_before_half_a_year_is_over(recorded: Store) -> None:
    refused("record_too_young", cut, recorded, OLD + 1)
    assert recorded.read(beginning) == Head(0, "")


def test_an_old_row_behind_a_young_one_stays(office: Office) -> None:
    """A clock that was set back leaves no gap."""
    note(office.store, OLD - 2, OLD + 5, OLD - 1)
    assert cut(office.store) == 1
    assert verified(office.store) == (None, 3)


def test_it_goes_on_where_it_ended_also_when_nothing_is_left(office: Office) -> None:
    note(office.store, OLD - 2, OLD - 1)
    assert cut(office.store) == 2
    assert verified(office.store) == (None, 1)
    note(office.store, NOW)
    assert cut(office.store, NOW + 1, NOW + 1 + LEAST_DAYS * A_DAY) == 2
    assert verified(office.store) == (None, 1)


def test_heads_kept_elsewhere_still_count_from_where_it_begins(recorded: Store) -> None:
    rows = recorded.read(lambda reading: portion(reading, 0))
    cut(recorded)
    for seq in (20, 21):
        assert verified(recorded, Head(seq, rows[seq - 1].hash))[0] is None
        assert verified(recorded, Head(seq, "0" * 64))[0] == Broken(seq, "changed")
    # What came before can be compared no more.
    assert verified(recorded, Head(5, "0" * 64))[0] is None
    assert prove(recorded, {"": [Head(5, "0" * 64), Head(20, rows[19].hash)]}).heads == 1


def test_who_cuts_without_saying_so_is_found(recorded: Store) -> None:
    rows = recorded.read(lambda reading: portion(reading, 0))

    def forge(uow):
        uow.run(delete(audit).where(audit.c.seq <= 5))
        uow.run(insert(record_beginning), id=1, seq=5, hash=rows[4].hash, until=rows[4].changed.at)

    recorded.write(CITY, forge)
    assert verified(recorded)[0] == Broken(1, "missing")


def test_who_cuts_more_than_was_said_or_changes_where_it_begins_is_found(recorded: Store) -> None:
    cut(recorded)
    rows = recorded.read(lambda reading: portion(reading, 0))
    recorded.write(CITY, lambda uow: uow.run(update(record_beginning).values(hash="0" * 64)))
    assert verified(recorded)[0] == Broken(21, "changed")
    recorded.write(CITY, lambda uow: uow.run(update(record_beginning).values(seq=21, hash=rows[0].hash)))
    recorded.write(CITY, lambda uow: uow.run(delete(audit).where(audit.c.seq == 21)))
    assert verified(recorded)[0] == Broken(21, "missing")
    recorded.write(CITY, lambda uow: uow.run(delete(record_beginning)))
    assert verified(recorded)[0] == Broken(1, "missing")


def test_more_than_a_portion_goes_in_several(embedded: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.office.audit.beginning.PORTION", 3)
    note(embedded.store, *range(OLD - 8, OLD))
    assert [cut(embedded.store) for _ in range(4)] == [3, 3, 2, 0]
    assert verified(embedded.store) == (None, 3)
    assert embedded.store.read(head).seq == 11
    assert embedded.store.read(lambda reading: reading.value(select(record_beginning.c.until))) == OLD - 1
