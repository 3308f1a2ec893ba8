"""Codes that are typed: read as they were meant."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.people.typed_code import LETTERS, read_code, shown, typed_code


@given(st.integers(0, len(LETTERS) ** 8 - 1))
def test_what_is_shown_is_read(number: int) -> None:
    code = typed_code(number, 8)
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert read_code(shown(code)) == code
    assert read_code(f" {shown(code).lower().replace('-', ' ')}\t") == code


def test_each_number_has_its_own_code() -> None:
    assert len({typed_code(number, 3) for number in range(len(LETTERS) ** 3)}) == len(LETTERS) ** 3


def test_it_is_read_out_in_groups() -> None:
    assert shown("BCDFGHJK") == "BCDF-GHJK"
