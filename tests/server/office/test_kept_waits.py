"""What was said of waits is judged once a day, from the journal alone, and anybody may see it."""

from structlog.testing import capture_logs

from server.office.kept_waits import DAYS, KeptWaitsKeeper, days_to_judge, kept_waits
from server.rules.errors import Refusal
from server.wire.kept_waits import KeptWaitsAnswer
from tests.server.conftest import MORNING, Office
from tests.server.office.halting import halting
from tests.server.office.test_day import close as begin
from tests.server.office.test_estimates import busy_days

DAY = 24 * 3_600_000


def seen(office: Office, days: int = DAYS) -> KeptWaitsAnswer:
    return office.store.read(lambda reading: kept_waits(reading, office.center, days, office.now))


def look(office: Office) -> None:
    KeptWaitsKeeper(office.store, lambda: office.now).look()


def test_a_closed_day_is_judged_once(office: Office) -> None:
    busy_days(office, 16)
    look(office)
    assert seen(office).days == ()
    office.now = MORNING + DAY
    begin(office)
    look(office)
    told = seen(office)
    assert [each.day for each in told.days] == ["2025-11-25"]
    (social,) = told.services
    assert social.service == "social"
    assert 0 < social.held <= social.told <= social.judged == 16 * 8 // 4
    assert (social.told, social.held) == (told.days[0].told, told.days[0].held)
    assert 3 < social.wait_min < 25
    assert 0 < social.error_min < social.wait_min
    look(office)
    assert seen(office) == told
    assert office.store.read(days_to_judge) == []
    # A day later it speaks of its own people alone, though it has learned from those of the day before.
    busy_days(office, 2)
    office.now = MORNING + 3 * DAY
    begin(office)
    look(office)
    newest, oldest = seen(office).days
    assert newest.day == "2025-11-26"
    assert newest.told == 4
    assert oldest == told.days[0]
    assert seen(office, 2).days == (newest,)


def test_a_center_that_fails_holds_up_no_other_and_is_judged_later(office: Office) -> None:
    village = Office(office.store, "village", office.now)
    for each in (office, village):
        each.take()
        each.now += DAY
        begin(each)
    failing: list[Exception] = [Refusal("store_unavailable")]
    keeper = KeptWaitsKeeper(halting(office.store, failing), lambda: office.now)
    with capture_logs() as logs:
        keeper.look()
    assert [(each["event"], each["center"]) for each in logs] == [("a day's waits not judged", "hall")]
    assert office.store.read(days_to_judge) == ["hall"]
    failing.clear()
    keeper.look()
    assert office.store.read(days_to_judge) == []
    assert seen(office).days[0].told == 0


def test_doors_open_before_anything_is_judged(office: Office) -> None:
    office.take()
    office.now += DAY
    begin(office)
    keeper = KeptWaitsKeeper(office.store, lambda: office.now)
    keeper.start()
    keeper.stop()
    assert office.store.read(days_to_judge) == ["hall"]
