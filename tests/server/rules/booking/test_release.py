"""Days are released at their hour, and no slot is booked too late."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.bookings import Bookings
from server.rules.booking.release import bookable, check, last_released, released_at
from server.rules.booking.slots import MINUTE, Slot
from server.rules.errors import Code, Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = Bookings((), release_days=7, release_at="09:00", lead_minutes=30)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


SLOT = Slot("2025-12-02", "10:00", at("2025-12-02T10:00"), at("2025-12-02T10:30"), 3)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ("2025-11-25T08:59:59", "booking_unreleased"),
        ("2025-11-25T09:00", None),
        ("2025-12-02T09:30", None),
        ("2025-12-02T09:30:01", "booking_soon"),
        ("2025-12-02T10:00", "booking_past"),
        ("2026-12-02T10:00", "booking_past"),
    ],
)
def test_a_slot_is_booked_from_its_release_until_shortly_before_it(now: str, code: Code | None) -> None:
    assert bookable(SLOT, RULES, SHANGHAI, at(now)) == (code is None)
    if code is not None:
        with pytest.raises(Refusal) as caught:
            check(SLOT, RULES, SHANGHAI, at(now))
        assert caught.value.code == code


@given(
    st.integers(at("2025-01-01") // MINUTE, at("2030-01-01") // MINUTE),
    st.integers(0, 60),
    st.sampled_from(["00:00", "02:30", "09:00", "24:00"]),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]),
)
def test_the_last_released_day_is_released_and_the_next_is_not(now: int, days: int, clock: str, zone: str) -> None:
    rules, own = Bookings((), release_days=days, release_at=clock), ZoneInfo(zone)
    moment = now * MINUTE
    last = last_released(moment, rules, own)
    assert released_at(last, rules, own) <= moment < released_at(last + timedelta(days=1), rules, own)


def test_who_waits_for_the_release_is_told_its_moment() -> None:
    with pytest.raises(Refusal) as caught:
        check(SLOT, RULES, SHANGHAI, SLOT.begins_at - 20 * 24 * 60 * MINUTE)
    assert caught.value.values == {"day": "2025-12-02", "on": "2025-11-25", "at": "09:00"}
    assert released_at(date(2025, 12, 2), RULES, SHANGHAI) == at("2025-11-25T09:00")
