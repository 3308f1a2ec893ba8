"""Numbers after GB 11643, by the examples of the standard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.id_card.number import check_sign, is_number


@pytest.mark.parametrize("text", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_are_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "11010519491231002", "11010519491231002x", "１１010519491231002X", "X" * 18])
def test_other_texts_are_none(text: str) -> None:
    assert not is_number(text)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found(first: str, place: int, digit: str) -> None:
    right = first + check_sign(first)
    assert is_number(right)
    other = right[:place] + digit + right[place + 1 :]
    assert is_number(other) == (other == right)
