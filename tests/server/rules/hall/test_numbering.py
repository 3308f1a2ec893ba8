"""Labels are read back as what they were made of, and nothing else is a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.numbering import FIRST, LAST, label, parse


@given(st.characters(min_codepoint=65, max_codepoint=90), st.integers(FIRST, LAST))
def test_round_trip(prefix: str, number: int) -> None:
    assert parse(label(prefix, number)) == (prefix, number)


@pytest.mark.parametrize(("number", "text"), [(1, "A001"), (999, "A999"), (1000, "A1000"), (9999, "A9999")])
def test_three_digits_at_least(number: int, text: str) -> None:
    assert label("A", number) == text


@pytest.mark.parametrize(("prefix", "number"), [("A", 0), ("A", 10_000), ("a", 1), ("AB", 1), ("", 1), ("号", 1)])
def test_what_is_no_number_is_refused(prefix: str, number: int) -> None:
    with pytest.raises(ValueError, match="is not"):
        label(prefix, number)


@pytest.mark.parametrize("text", ["", "A", "A1", "A01", "A000", "A0001", "A10000", "a001", "A001 ", "A٠٠١"])
def test_what_was_never_printed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        parse(text)
