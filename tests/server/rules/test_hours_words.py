"""Opening hours as people say them."""

import pytest

from config.centers import Hours
from server.rules.hours_words import hours_text, hours_words

WEEK = (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        ((), "", ""),
        ((Hours(WEEK, "00:00", "24:00"),), "全天", "day and night"),
        ((Hours(WEEK, "09:00", "17:00"),), "每天 09:00-17:00", "every day 09:00-17:00"),
        (
            (Hours((1, 2, 3, 4, 5), "09:00", "17:00"), Hours((6,), "09:00", "12:00")),
            "周一至周五 09:00-17:00；周六 09:00-12:00",
            "Monday through Friday 09:00-17:00; Saturday 09:00-12:00",
        ),
        (
            (Hours((1, 2, 4), "13:30", "17:00"), Hours((1, 2, 4), "09:00", "12:00")),
            "周一、周二、周四 09:00-12:00、13:30-17:00",
            "Monday, Tuesday, Thursday 09:00-12:00, 13:30-17:00",
        ),
        ((Hours((1,), "00:00", "24:00"),), "周一 00:00-24:00", "Monday 00:00-24:00"),
    ],
)
def test_hours_are_said_by_days_of_one_kind(hours: tuple[Hours, ...], zh: str, en: str) -> None:
    assert (hours_words("zh", hours), hours_words("en", hours)) == (zh, en)


def test_hours_that_nobody_has_written_are_not_said() -> None:
    assert hours_text(()) is None
    said = hours_text((Hours((1, 2, 3, 4, 5), "09:00", "12:00"), Hours((1, 2, 3, 4, 5), "14:00", "17:00")))
    assert said is not None
    assert (said.zh, said.en) == (
        "周一至周五 09:00-12:00、14:00-17:00",
        "Monday through Friday 09:00-12:00, 14:00-17:00",
    )
