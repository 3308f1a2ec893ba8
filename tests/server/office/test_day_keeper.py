"""The keeper closes days at the start and at midnight, and outlives whatever fails."""

import threading

from structlog.testing import capture_logs

from server.office.day_keeper import DayKeeper
from server.rules.errors import Refusal
from tests.server.office.halting import halting

DAY = 24 * 3_600_000


def test_what_is_left_over_is_closed_at_the_start(office):
    office.take()
    office.now += 3 * DAY
    keeper = DayKeeper(office.store, lambda: office.now)
    keeper.start()
    assert "day-keeper" in [thread.name for thread in threading.enumerate()]
    keeper.stop()
    assert office.kinds() == ["ticket.issued", "ticket.expired", "day.closed"]


def test_midnight_passes_while_it_looks(office):
    office.take()
    keeper = DayKeeper(office.store, lambda: office.now)
    keeper.look()
    assert office.kinds() == ["ticket.issued"]
    office.now += DAY
    keeper.look()
    keeper.look()
    assert office.kinds() == ["ticket.issued", "ticket.expired", "day.closed"]


def test_a_center_that_fails_holds_up_no_other_and_is_closed_later(office):
    office.take()
    village = type(office)(office.store, "village", office.now)
    village.take()
    office.now += DAY
    failing: list[Exception] = [RuntimeError("broken")]
    keeper = DayKeeper(halting(office.store, failing), lambda: office.now)
    with capture_logs() as logs:
        keeper.look()
    assert [(each["event"], each["center"]) for each in logs] == [("day not closed", "hall")]
    assert village.kinds()[-1] == "day.closed"
    failing[0] = Refusal("store_unavailable")
    keeper.look()
    assert office.kinds() == ["ticket.issued"]
    failing.clear()
    keeper.look()
    assert office.kinds()[-1] == "day.closed"
