"""The proof of the record, against its own chain and against the heads that were kept."""

import pytest
from sqlalchemy import delete, update

from server.office.audit.chain import Broken, Changed, Head, head, record
from server.office.audit.proof_words import proof_words
from server.office.audit.proving import prove
from server.store.people_tables import audit, audit_head
from server.store.store import Store
from server.store.unit_of_work import CITY
from tests.server.conftest import Office


@pytest.fixture
def recorded(office: Office) -> Store:
    for number in range(5):
        office.store.write(CITY, lambda uow, number=number: record(uow, Changed(number, "p", "n", "w")))  # type: ignore[misc]
    return office.store


def test_a_whole_record(recorded: Store) -> None:
    kept = recorded.read(head)
    proof = prove(recorded, {"": [kept]})
    assert (proof.rows, proof.heads, proof.head, proof.broken) == (5, 1, kept, None)
    assert "5 rows" in proof_words(proof).en


def test_every_kept_head_is_looked_for(recorded: Store) -> None:
    good = recorded.read(head)
    for kept, broken in (
        ([good, Head(3, "0" * 64)], Broken(3, "changed")),
        ([Head(5, "0" * 64), good], Broken(5, "changed")),
        ([Head(9, "0" * 64)], Broken(6, "cut")),
    ):
        proof = prove(recorded, {"": kept})
        assert proof.broken == broken
        assert str(broken.seq) in proof_words(proof).en


def test_an_end_that_was_cut_off_with_its_head_is_missed(recorded: Store) -> None:
    """Only a head that was kept elsewhere can tell of it."""
    kept = recorded.read(head)

    def cut(uow: object) -> None:
        third = uow.row(audit.select().where(audit.c.seq == 3))  # type: ignore[attr-defined]
        uow.run(delete(audit).where(audit.c.seq > 3))  # type: ignore[attr-defined]
        uow.run(update(audit_head).values(seq=3, hash=third[-1]))  # type: ignore[attr-defined]

    recorded.write(CITY, cut)
    assert prove(recorded).broken is None
    assert prove(recorded, {"": [kept]}).broken == Broken(4, "cut")
