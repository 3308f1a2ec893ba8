"""Nobody waits for long for a counter that pauses, also where no verb comes to it."""

from structlog.testing import capture_logs

from server.office.hand_over_keeper import HandOverKeeper
from server.rules.errors import Refusal
from tests.server.conftest import Office
from tests.server.office.halting import halting


def bound_and_paused(office: Office) -> None:
    for counter in ("hall-2", "hall-3"):
        office.at(counter, "open")
    office.take()
    office.serve("hall-2")
    office.transfer("hall-2", None, to="hall-3")
    office.at("hall-3", "pause")


def test_a_long_pause_ends_by_itself_for_those_who_are_bound(office: Office) -> None:
    bound_and_paused(office)
    keeper = HandOverKeeper(office.store, lambda: office.now)
    keeper.look()
    assert office.kinds()[-1] == "counter.paused"
    office.now += 10 * 60_000
    keeper.look()
    keeper.look()
    assert office.kinds()[-2:] == ["counter.paused", "ticket.transferred"]
    assert office.serve("hall-2").number == "D001"


def test_a_center_that_fails_is_told_and_tried_again(office: Office) -> None:
    bound_and_paused(office)
    office.now += 10 * 60_000
    failing = [Refusal("store_unavailable")]
    keeper = HandOverKeeper(halting(office.store, failing), lambda: office.now)
    with capture_logs() as logs:
        keeper.look()
    assert [(each["center"], each["counter"], each["code"]) for each in logs] == [
        ("hall", "hall-3", "store_unavailable")
    ]
    failing.clear()
    keeper.look()
    assert office.kinds()[-1] == "ticket.transferred"
