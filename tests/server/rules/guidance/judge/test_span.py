"""Answers from one number or day to another: read strictly, decided only where both ends agree."""

from datetime import date

import pytest

from server.rules.guidance.judge.span import days_of, is_rough, numbers_of, written


def test_a_number_is_both_of_its_ends() -> None:
    assert numbers_of(7) == (7, 7)
    assert numbers_of(written(12, 600)) == (12, 600)


@pytest.mark.parametrize(
    "value", [True, "12", "12..", "..12", "600..12", "-1..5", "1..2..3", "１..２", "1..9" + "9" * 40]
)
def test_what_is_no_number_is_none(value: str | bool) -> None:
    assert numbers_of(value) is None


def test_a_day_is_both_of_its_ends() -> None:
    assert days_of("2026-11-24") == (date(2026, 11, 24), date(2026, 11, 24))
    assert days_of(written(date(1990, 1, 1), date(1999, 12, 31))) == (date(1990, 1, 1), date(1999, 12, 31))


@pytest.mark.parametrize("value", [7, "", "20261124", "2026-11-31", "2026-11-24..", "2026-12-01..2026-11-01"])
def test_what_is_no_day_is_none(value: str | int) -> None:
    assert days_of(value) is None


def test_only_what_has_two_ends_is_rough() -> None:
    assert is_rough("12..600")
    assert not is_rough("12")
    assert not is_rough(12)
