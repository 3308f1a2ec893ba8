"""The exact second: of opening, of closing, of a miss, and of the day that a number belongs to."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from config.centers import Opens, Text
from server.office.views import center_view, ticket_view
from server.rules.errors import Refusal
from tests.server.conftest import Office
from tests.server.settings_of import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> int:
    """Return milliseconds since the epoch of a moment in Shanghai, such as `2025-11-25 09:00`."""
    return round(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def take_at(office: Office, text: str, early: int = 0) -> str:
    """Take a ticket at `text`, `early` ms before it, and return its number."""
    # An office lets a second pass before it works.
    office.now = moment(text) - 1000 - early
    return office.take("social").number


@pytest.mark.parametrize(
    ("text", "early", "is_open"),
    [
        ("2025-11-25 09:00", 1, False),
        ("2025-11-25 09:00", 0, True),
        ("2025-11-25 17:00", 1, True),
        ("2025-11-25 17:00", 0, False),
        # Friday's last moment, Saturday, and Monday's first.
        ("2025-11-28 17:00", 1, True),
        ("2025-11-29 10:00", 0, False),
        ("2025-11-30 10:00", 0, False),
        ("2025-12-01 09:00", 0, True),
    ],
)
def test_a_center_is_open_from_its_first_moment_to_before_its_last(
    office: Office, text: str, early: int, is_open: bool
) -> None:
    now = moment(text) - early
    assert office.store.read(lambda reading: center_view(reading, "hall", now)).open is is_open
    if is_open:
        assert take_at(office, text, early) == "D001"
        return
    with pytest.raises(Refusal) as refusal:
        take_at(office, text, early)
    assert refusal.value.code == "center_closed"


@pytest.mark.parametrize("text", ["2025-11-25 00:00", "2025-11-25 12:00", "2025-11-26 00:00", "2025-11-30 03:00"])
@pytest.mark.parametrize("early", [0, 1])
def test_a_center_that_is_open_all_day_never_closes(office: Office, text: str, early: int) -> None:
    now = moment(text) - early
    assert office.store.read(lambda reading: center_view(reading, "village", now)).open


def test_a_number_belongs_to_the_day_of_its_center_and_not_of_greenwich(office: Office) -> None:
    office.center = "village"
    assert take_at(office, "2025-11-25 07:59") == "D001"
    # Midnight in Greenwich.
    assert take_at(office, "2025-11-25 08:00") == "D002"
    assert take_at(office, "2025-11-26 00:00", early=1) == "D003"
    assert take_at(office, "2025-11-26 00:00") == "D001"
    assert take_at(office, "2025-11-26 08:00") == "D002"


@pytest.mark.parametrize(("late", "seconds"), [(29_999, 1), (29_000, 1), (28_999, 2), (0, 30)])
def test_before_the_exact_second_nobody_has_missed(office: Office, late: int, seconds: int) -> None:
    called = _called_twice(office)
    office.now = called + late - 1000
    with pytest.raises(Refusal) as refusal:
        office.at("hall-1", "miss")
    assert (refusal.value.code, refusal.value.values["seconds"]) == ("miss_too_early", seconds)


def test_at_the_exact_second_somebody_has_missed(office: Office) -> None:
    called = _called_twice(office)
    office.now = called + 30_000 - 1000
    missed = office.at("hall-1", "miss").ticket
    assert missed is not None
    assert missed.state == "missed"


def test_the_seconds_are_counted_from_the_last_call(office: Office) -> None:
    office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    office.now += 25_000
    office.at("hall-1", "recall")
    office.now += 8_000
    with pytest.raises(Refusal) as refusal:
        office.at("hall-1", "miss")
    assert refusal.value.code == "miss_too_early"


def _called_twice(office: Office) -> int:
    """Return when somebody was called the second time."""
    office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    office.at("hall-1", "recall")
    return office.now


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("2025-11-25 06:31", "2025-11-25T01:00:00.000Z"),
        ("2025-11-25 17:00", "2025-11-26T01:00:00.000Z"),
        ("2025-11-28 20:00", "2025-12-01T01:00:00.000Z"),
        ("2025-11-25 09:00", None),
    ],
)
def test_a_closed_center_tells_when_it_opens(office: Office, text: str, opens: str | None) -> None:
    assert office.store.read(lambda reading: center_view(reading, "hall", moment(text))).opens_at == opens


def test_a_hall_that_rests_at_noon_gives_no_number_and_says_until_when(office: Office) -> None:
    week = [1, 2, 3, 4, 5]
    lines = [{"days": week, "opens": "09:00", "closes": "12:00"}, {"days": week, "opens": "13:30", "closes": "17:00"}]
    Settings(office.store, moment("2025-11-24 08:00")).edit(lambda document: document.update(hours=lines))
    noon = office.store.read(lambda reading: center_view(reading, "hall", moment("2025-11-25 12:00")))
    assert (noon.open, noon.closed_for, noon.opens_at) == (False, "pause", "2025-11-25T05:30:00.000Z")
    assert noon.today == (Opens("09:00", "12:00"), Opens("13:30", "17:00"))
    with pytest.raises(Refusal) as refusal:
        take_at(office, "2025-11-25 12:00")
    assert refusal.value.code == "center_closed"
    assert take_at(office, "2025-11-25 13:30") == "D001"
    open_again = office.store.read(lambda reading: center_view(reading, "hall", moment("2025-11-25 13:30")))
    assert (open_again.open, open_again.closed_for, open_again.opens_at) == (True, None, None)


def test_in_the_last_minutes_of_a_day_nobody_gets_a_number_and_all_learn_when_to_come_back(office: Office) -> None:
    week = [1, 2, 3, 4, 5]
    lines = [{"days": week, "opens": "09:00", "closes": "12:00"}, {"days": week, "opens": "13:30", "closes": "17:00"}]
    boss = Settings(office.store, moment("2025-11-24 08:00"))
    boss.edit(lambda document: document.update(hours=lines, rules={"last_ticket_minutes": 20}))
    assert take_at(office, "2025-11-28 11:59") == "D001", "a break is no end of a day"
    assert take_at(office, "2025-11-28 16:40", early=1) == "D002"
    with pytest.raises(Refusal) as refusal:
        take_at(office, "2025-11-28 16:40")
    assert refusal.value.code == "center_closing"
    assert refusal.value.values["closes"] == "17:00"
    assert refusal.value.values["opens"] == Text("12 月 1 日 09:00", "1 Dec, 09:00")
    assert take_at(office, "2025-12-01 09:00") == "D001", "nothing was counted for whoever was refused"


def test_a_holiday_is_told_by_its_name(office: Office) -> None:
    holiday = {"first": "2025-11-25", "last": "2025-11-26", "name": {"zh": "节", "en": "Feast"}}
    table = {"holidays": [holiday], "workdays": []}
    Settings(office.store, moment("2025-11-24 08:00")).edit(lambda document: document.update(calendar=table))
    seen = office.store.read(lambda reading: center_view(reading, "hall", moment("2025-11-25 10:00")))
    assert (seen.closed_for, seen.closed_name, seen.today) == ("holiday", Text("节", "Feast"), ())
    assert seen.opens_at == "2025-11-27T01:00:00.000Z"


def test_who_looks_at_a_ticket_learns_whether_anybody_will_call_it(office: Office) -> None:
    taken = office.take("social")
    assert taken.counters_open is None

    def open_counters() -> int | None:
        return office.store.read(lambda reading: ticket_view(reading, taken.id)).counters_open

    assert open_counters() == 0
    office.at("hall-1", "open")
    assert open_counters() == 1
    office.at("hall-1", "call_next")
    assert open_counters() is None
