"""Six digits beside a number: read however they are written, and never a part of another number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.numbering import label
from server.rules.hall.slip_digits import DIGITS, MOST_SIGNS, digits_of, read_booking, read_typed, shown

numbers = st.builds(label, st.from_regex("[A-Z]{1,2}", fullmatch=True), st.integers(1, 9999))
hashes = st.from_regex("[0-9a-f]{64}", fullmatch=True)


@given(numbers, hashes)
def test_what_stands_on_the_slip_is_read_however_it_is_typed(number: str, secret_hash: str) -> None:
    digits = digits_of(secret_hash)
    assert len(digits) == DIGITS
    for typed in (number + digits, f"{number} {digits}", f" {number.lower()}-{digits[:3]} {digits[3:]} "):
        assert read_typed(typed) == (number, digits)
    assert read_typed(number) == (number, "")
    assert len(number + digits) <= MOST_SIGNS
    assert shown(number + digits) == f"{number} {digits}"


@given(st.integers(1, 999), hashes, st.integers(2, DIGITS - 1))
def test_half_of_the_digits_is_nothing(count: int, secret_hash: str, left: int) -> None:
    assert read_typed(label("A", count) + digits_of(secret_hash)[:left]) is None


@pytest.mark.parametrize("typed", ["", "A", "001", "A1", "A000", "A0001", "ABC001", "A001 1234567", "甲001", "A٠٠١"])
def test_what_can_be_no_number_is_none(typed: str) -> None:
    assert read_typed(typed) is None


def test_wide_letters_are_read_as_such() -> None:
    assert read_typed("Ａ００１　１２３４５６") == ("A001", "123456")


@pytest.mark.parametrize(
    ("signs", "seen"),
    [("", ""), ("A", "A"), ("A0123", "A0123"), ("A01234", "A012 34"), ("AB1012123456", "AB1012 123456")],
)
def test_the_gap_stands_where_it_stands_on_the_slip(signs: str, seen: str) -> None:
    assert shown(signs) == seen


def test_eight_digits_alone_are_those_of_a_booking() -> None:
    assert read_booking("01234567") == "01234567"
    assert shown("01234567") == "0123 4567"
    assert shown("012") == "012"
    for text in ("", "1234567", "123456789", "A0123456", "A001123456", "０1234567"):
        assert read_booking(text) is None
