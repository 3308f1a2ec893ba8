"""Numbers are counted in parts of a day that never overlap, and whoever gets none learns when there are more."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Quota
from server.rules.day_time import clock_of, minute_of
from server.rules.errors import Refusal
from server.rules.hall.quotas import check_quotas, next_after, quota_at

MONDAY = date(2025, 11, 24)
parts = st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).flatmap(
    lambda marks: st.lists(st.integers(0, 3), min_size=len(marks) - 1, max_size=len(marks) - 1).map(
        lambda numbers: tuple(
            Quota(clock_of(begins), clock_of(ends), number, (1, 2))
            for (begins, ends), number in zip(zip(sorted(marks), sorted(marks)[1:], strict=False), numbers, strict=True)
        )
    )
)


def fine(place: str, opens: str, closes: str) -> list[Refusal]:
    wrong = Refusal("settings_hours_backwards", field=f"{place}.closes", opens=opens, closes=closes)
    return [] if opens < closes else [wrong]


@given(parts, st.integers(0, 1439), st.integers(0, 6))
def test_one_quota_at_most_counts_a_moment_and_the_next_numbers_come_after_it(
    quotas: tuple[Quota, ...], minute: int, ahead: int
) -> None:
    day = MONDAY + timedelta(days=ahead)
    here = [each for each in quotas if minute_of(each.begins) <= minute < minute_of(each.ends) and ahead < 2]
    assert quota_at(quotas, day, minute) == (here[0] if here else None)
    assert not list(check_quotas("q", quotas, fine))
    again = next_after(quotas, day, minute)
    if again is None:
        assert not here or not any(each.numbers for each in quotas if each.begins > here[0].begins)
    else:
        assert minute < again < 1440
        found = quota_at(quotas, day, again)
        assert found is None or found.numbers > 0


@pytest.mark.parametrize(
    ("quota", "field", "code"),
    [
        (Quota("11:00", "09:00", 5), "q[1].ends", "settings_hours_backwards"),
        (Quota("12:00", "13:00", -1), "q[1].numbers", "settings_number"),
        (Quota("12:00", "13:00", 5, ()), "q[1].days", "settings_days"),
        (Quota("12:00", "13:00", 5, (1, 8)), "q[1].days", "settings_days"),
        (Quota("10:59", "13:00", 5), "q[1].begins", "settings_hours_overlap"),
    ],
)
def test_quotas_that_cannot_be_are_named(quota: Quota, field: str, code: str) -> None:
    found = list(check_quotas("q", (Quota("09:00", "11:00", 40), quota), fine))
    assert [(each.code, each.values["field"]) for each in found] == [(code, field)]
