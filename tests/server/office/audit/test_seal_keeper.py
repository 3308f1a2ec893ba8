"""Journals are sealed by the keeper, again and again."""

from server.office.audit.journal_seals import newest_seals
from server.office.audit.seal_keeper import SealKeeper
from tests.server.conftest import MORNING, Office


def test_what_was_told_since_is_sealed(office: Office) -> None:
    keeper = SealKeeper(office.store, lambda: MORNING)
    office.take()
    keeper.look()
    first = office.store.read(newest_seals)["hall"]
    keeper.look()
    assert office.store.read(newest_seals)["hall"] == first
    office.take()
    keeper.look()
    assert office.store.read(newest_seals)["hall"].seq > first.seq
