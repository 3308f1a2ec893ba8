"""The journal under its seals: whatever is changed, left out or cut off of what halls did is found."""

from functools import partial

import pytest
from sqlalchemy import delete, select, update

from server.office.audit import journal_seals as seals
from server.office.audit.chain import Broken, Head
from server.office.audit.journal_seals import SEALED, newest_seal, newest_seals, prove_journal, seal_journal
from server.store.audit_tables import journal_seals
from server.store.store import Store
from server.store.tables import journal
from server.store.unit_of_work import CITY, Reading
from tests.server.conftest import MORNING, Office


@pytest.fixture
def hall(office: Office) -> Store:
    office.at("hall-2", "open")
    for _ in range(4):
        office.take()
    office.serve("hall-2")
    seal_journal(office.store, MORNING)
    office.take()
    seal_journal(office.store, MORNING + 1)
    return office.store


def write(store: Store, statement: object) -> None:
    store.write(CITY, lambda uow: uow.run(statement))  # type: ignore[arg-type]


def test_a_hall_is_sealed_to_its_last_fact(hall: Store, office: Office) -> None:
    seq = hall.read(partial(Reading.value, statement=select(journal.c.seq).order_by(journal.c.seq.desc())))
    assert hall.read(partial(newest_seal, center="hall")).seq == seq
    proof = prove_journal(hall, {center: [head] for center, head in hall.read(newest_seals).items()})
    assert (proof.broken, proof.center) == (None, "")
    assert proof.facts >= seq
    assert seal_journal(hall, MORNING) == 0


def test_what_comes_after_the_last_seal_breaks_nothing(hall: Store, office: Office) -> None:
    before = prove_journal(hall, {}).facts
    office.take()
    assert prove_journal(hall, {}) == seals.JournalProof(before)


def test_every_column_counts(hall: Store) -> None:
    for name in SEALED[1:]:
        value = hall.read(
            partial(
                Reading.value,
                statement=select(journal.c[name]).where(journal.c.center == "hall", journal.c.seq == 2),
            )
        )
        other = value + 1 if isinstance(value, int) else f"{value or ''} "
        change = update(journal).where(journal.c.center == "hall", journal.c.seq == 2)
        write(hall, change.values({name: other}))
        found = prove_journal(hall, {})
        assert (found.center, found.broken) == ("hall", Broken(1, "changed")), name
        write(hall, change.values({name: value}))
    assert prove_journal(hall, {}).broken is None
    assert set(SEALED) == {column.name for column in journal.c} - {"center"}


def test_what_is_left_out_or_cut_off_is_missed(hall: Store) -> None:
    kept = hall.read(newest_seals)
    write(hall, delete(journal_seals).where(journal_seals.c.seq == kept["hall"].seq))
    assert prove_journal(hall, {}).broken is None
    broken = prove_journal(hall, {"hall": [kept["hall"]]}).broken
    assert broken is not None
    assert broken.why == "cut"
    write(hall, delete(journal).where(journal.c.center == "hall", journal.c.seq == 3))
    assert prove_journal(hall, {}).broken == Broken(1, "missing")


def test_a_head_that_does_not_fit_is_told(hall: Store) -> None:
    seq = hall.read(newest_seals)["hall"].seq
    assert prove_journal(hall, {"hall": [Head(seq, "0" * 64)]}).broken == Broken(seq, "changed")
    assert prove_journal(hall, {"gone": [Head(5, "0" * 64)]}).center == "gone"


def test_whoever_seals_second_changes_nothing(hall: Store, office: Office) -> None:
    """Two processes that looked at the same moment: the second finds the seal of the first."""
    before = hall.read(partial(newest_seal, center="hall"))
    office.take()
    seal_journal(hall, MORNING)
    hall.write(CITY, partial(seals._set, center="hall", before=before, fresh=Head(before.seq + 9, "0"), now=MORNING))
    assert prove_journal(hall, {}).broken is None
