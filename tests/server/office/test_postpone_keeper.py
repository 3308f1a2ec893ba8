"""The keeper brings back whose time is over, also late; one center that fails holds up no other."""

import threading

from structlog.testing import capture_logs

from server.office.postpone_keeper import PostponeKeeper
from server.office.postponing import AT_ONCE
from tests.server.conftest import Office
from tests.server.office.halting import halting

MINUTE = 60_000


def test_what_became_due_while_the_machine_was_off_is_done_at_the_start(office: Office) -> None:
    office.postpone(office.take().id)
    office.now += 90 * MINUTE
    keeper = PostponeKeeper(office.store, lambda: office.now)
    keeper.start()
    assert "postpone-keeper" in [thread.name for thread in threading.enumerate()]
    keeper.stop()
    assert office.kinds() == ["ticket.issued", "ticket.postponed", "ticket.rejoined"]


def test_after_a_weekend_they_have_gone_home(office: Office) -> None:
    office.postpone(office.take().id)
    office.now += 3 * 24 * 60 * MINUTE
    PostponeKeeper(office.store, lambda: office.now).look()
    assert office.kinds() == ["ticket.issued", "ticket.postponed", "ticket.expired", "day.closed"]


def test_it_waits_for_the_moment(office: Office) -> None:
    office.postpone(office.take().id)
    keeper = PostponeKeeper(office.store, lambda: office.now)
    office.now += 10 * MINUTE - 1
    keeper.look()
    assert office.kinds()[-1] == "ticket.postponed"
    office.now += 1
    keeper.look()
    keeper.look()
    assert office.kinds() == ["ticket.issued", "ticket.postponed", "ticket.rejoined"]


def test_all_come_back_at_one_look(embedded: Office) -> None:
    for _ in range(AT_ONCE + 2):
        embedded.postpone(embedded.take().id)
    embedded.now += 60 * MINUTE
    PostponeKeeper(embedded.store, lambda: embedded.now).look()
    assert embedded.kinds().count("ticket.rejoined") == AT_ONCE + 2


def test_a_center_that_fails_holds_up_no_other_and_is_done_later(office: Office) -> None:
    office.postpone(office.take().id)
    village = Office(office.store, "village", office.now)
    village.postpone(village.take().id)
    office.now += 20 * MINUTE
    failing: list[Exception] = [RuntimeError("broken")]
    keeper = PostponeKeeper(halting(office.store, failing), lambda: office.now)
    with capture_logs() as logs:
        keeper.look()
    assert [(each["event"], each["center"]) for each in logs] == [("nobody brought back into line", "hall")]
    assert village.kinds()[-1] == "ticket.rejoined"
    failing.clear()
    keeper.look()
    assert office.kinds()[-1] == "ticket.rejoined"
