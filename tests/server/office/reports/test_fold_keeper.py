"""Closed days are folded by themselves, a few at a time, months too; a center that fails holds up no other."""

from datetime import date

from structlog.testing import capture_logs

from server.office.day import begin_day
from server.office.reports.fold_keeper import AT_ONCE, FoldKeeper
from server.office.reports.kept_folds import kept_days
from server.rules.errors import Refusal
from tests.server.conftest import MORNING, Office
from tests.server.office.halting import halting
from tests.server.office.reports.test_kept_folds import DAY_MS, EVER, live


def kept(office: Office, span: str = "day") -> list[date]:
    return office.store.read(lambda reading: kept_days(reading, "hall", *EVER, span))  # type: ignore[arg-type]


def test_a_past_is_folded_a_few_days_at_each_look(office: Office) -> None:
    live(office, AT_ONCE + 2)
    keeper = FoldKeeper(office.store, lambda: office.now)
    keeper.look()
    assert len(kept(office)) == AT_ONCE
    assert kept(office, "month") == []
    keeper.look()
    assert len(kept(office)) == AT_ONCE + 2
    assert kept(office, "month") == [date(2025, 11, 1)]
    office.now += DAY_MS
    office.write(lambda uow: begin_day(uow, office.now))
    keeper.look()
    assert len(kept(office)) == AT_ONCE + 3


def test_a_center_that_fails_holds_up_no_other(office: Office) -> None:
    live(office, 1)
    village = Office(office.store, "village", MORNING)
    village.take()
    village.now += DAY_MS
    village.write(lambda uow: begin_day(uow, village.now))
    failing: list[Exception] = [Refusal("store_unavailable")]
    keeper = FoldKeeper(halting(office.store, failing), lambda: office.now)
    with capture_logs() as logs:
        keeper.look()
    assert [(each["event"], each["center"]) for each in logs] == [("a day not folded", "hall")]
    failing.clear()
    keeper.look()
    assert len(kept(office)) == 1


def test_doors_open_before_anything_is_folded(office: Office) -> None:
    live(office, 1)
    keeper = FoldKeeper(office.store, lambda: office.now)
    keeper.start()
    keeper.stop()
    assert kept(office) == []
