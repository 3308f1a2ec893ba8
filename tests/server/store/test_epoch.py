"""After a restore every journal has an epoch that it never had, whatever the clock says."""

import msgspec

from server.office.board import board_of
from server.store.epoch import renew_epochs
from tests.server.conftest import MORNING


def test_a_restored_journal_says_that_it_is_another_one(office):
    office.take()
    assert renew_epochs(office.store, MORNING + 5000) == 2
    office.take()
    assert [fact.epoch for fact in office.journal()] == [MORNING, MORNING + 5000]
    board = office.store.read(lambda reading: board_of(reading, "hall"))
    assert (board.epoch, board.seq) == (MORNING + 5000, 2)
    assert msgspec.json.decode(msgspec.json.encode(board))["epoch"] == MORNING + 5000


def test_an_epoch_never_comes_back_when_the_clock_was_set_back(office):
    for now in (MORNING + 1000, MORNING + 1000, MORNING - 3_600_000):
        before = office.store.read(lambda reading: board_of(reading, "hall").epoch)
        renew_epochs(office.store, now)
        assert office.store.read(lambda reading: board_of(reading, "hall").epoch) > before
