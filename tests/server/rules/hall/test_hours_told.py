"""What a hall says of its hours, minute by minute: the sentence, what comes after, and until when it is true."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Calendar, Holiday, Hours, MakeUpDay, Opens, SpecialDay, Text
from server.rules.day_time import minute_of
from server.rules.hall.hours_told import hours_told
from server.rules.open_days import OpenDays

WEEK = (
    Hours((1, 2, 3, 4, 5), "09:00", "12:00"),
    Hours((1, 2, 3, 4, 5), "13:30", "17:00"),
    Hours((6,), "15:00", "18:00"),
)
HALL = OpenDays(
    (*WEEK, Hours((6,), "09:00", "14:30")),
    Calendar((Holiday("2026-10-01", "2026-10-08", Text("国庆节", "National Day")),), (MakeUpDay("2026-10-10"),)),
    (
        SpecialDay("2026-10-14", (Opens("09:00", "15:00"),), Text("停电", "no electricity")),
        SpecialDay("2026-10-15", (), Text("台风", "typhoon")),
    ),
)
NIGHT = OpenDays((Hours((1,), "20:00", "24:00"), Hours((2,), "00:00", "02:00")))
ALWAYS = OpenDays((Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),))
NEVER = OpenDays(())


@pytest.mark.parametrize(
    ("hall", "day", "clock", "stands", "says", "then"),
    [
        (HALL, "09-29", "08:00", "closed", "Opens 09:00 today", None),
        (HALL, "09-29", "09:00", "open", "Open until 12:00", "Lunch break 12:00-13:30"),
        (HALL, "09-29", "12:00", "pause", "Lunch break until 13:30", "After that open until 17:00"),
        (HALL, "09-29", "13:30", "open", "Open until 17:00", "Open again 09:00 tomorrow"),
        (HALL, "09-30", "13:30", "open", "Open until 17:00", "Open again Friday 9 Oct, 09:00"),
        (HALL, "09-29", "16:29", "open", "Open until 17:00", "Open again 09:00 tomorrow"),
        (HALL, "09-29", "16:30", "closing", "Closes soon, at 17:00", "Open again 09:00 tomorrow"),
        (HALL, "09-29", "17:00", "closed", "Closed for today", "Open again 09:00 tomorrow"),
        (HALL, "09-26", "14:30", "pause", "Break until 15:00", "After that open until 18:00"),
        (HALL, "09-27", "10:00", "closed", "Closed today", "Open again 09:00 tomorrow"),
        (HALL, "10-03", "10:00", "closed", "Closed today for National Day", "Open again Friday 9 Oct, 09:00"),
        (
            HALL,
            "10-10",
            "14:00",
            "open",
            "Open until 17:00, as a workday that makes up for a holiday",
            "Open again Monday 12 Oct, 09:00",
        ),
        (HALL, "10-14", "10:00", "open", "Open until 15:00 today (no electricity)", "Open again Friday 16 Oct, 09:00"),
        (HALL, "10-15", "10:00", "closed", "Closed today: typhoon", "Open again 09:00 tomorrow"),
        (NIGHT, "09-28", "21:00", "open", "Open until 02:00 tomorrow", "Open again Monday 5 Oct, 20:00"),
        (NIGHT, "09-29", "01:30", "closing", "Closes soon, at 02:00", "Open again Monday 5 Oct, 20:00"),
        (ALWAYS, "09-28", "21:00", "open", "Open day and night", None),
        (NEVER, "09-28", "21:00", "closed", "Closed today", None),
    ],
)
def test_what_is_said(hall: OpenDays, day: str, clock: str, stands: str, says: str, then: str | None) -> None:
    told = hours_told(hall, date.fromisoformat(f"2026-{day}"), minute_of(clock))
    assert (told.stands, told.says.en, told.then and told.then.en) == (stands, says, then)
    assert told.says.zh != told.says.en


MOMENTS = st.tuples(st.dates(date(2026, 9, 20), date(2026, 10, 31)), st.integers(0, 24 * 60 - 1))


@given(st.sampled_from((HALL, NIGHT, ALWAYS, NEVER)), MOMENTS, st.data())
def test_it_is_said_until_something_else_is(hall: OpenDays, moment: tuple[date, int], data: st.DataObject) -> None:
    day, minute = moment
    told = hours_told(hall, day, minute)
    assert (told.stands in ("open", "closing")) is (hall.shut(day, minute) is None)
    assert told.until > (day, minute)
    last = told.until[1] - 1 if told.until[0] == day else 24 * 60 - 1
    assert told.until[0] in (day, day + timedelta(days=1))
    between = data.draw(st.integers(minute, last))
    assert hours_told(hall, day, between) == told
