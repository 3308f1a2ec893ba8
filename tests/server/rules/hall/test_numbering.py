"""Labels are read back as what they were made of, and nothing else is a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Span
from server.rules.hall.numbering import FIRST, LAST, handed_out, label, parse


@given(st.text(st.characters(min_codepoint=65, max_codepoint=90), min_size=1, max_size=2), st.integers(FIRST, LAST))
def test_round_trip(prefix: str, number: int) -> None:
    assert parse(label(prefix, number)) == (prefix, number)


@pytest.mark.parametrize(("number", "text"), [(1, "A001"), (999, "A999"), (1000, "A1000"), (9999, "A9999")])
def test_three_digits_at_least(number: int, text: str) -> None:
    assert label("A", number) == text


@pytest.mark.parametrize(("prefix", "number"), [("A", 0), ("A", 10_000), ("a", 1), ("ABC", 1), ("", 1), ("号", 1)])
def test_what_is_no_number_is_refused(prefix: str, number: int) -> None:
    with pytest.raises(ValueError, match="is not"):
        label(prefix, number)


@pytest.mark.parametrize("text", ["", "A", "A1", "A01", "A000", "A0001", "A10000", "a001", "A001 ", "A٠٠١", "ABC001"])
def test_what_was_never_printed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        parse(text)


SPANS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 9)).map(lambda span: Span(span[0], sum(span))), max_size=5
)


@given(st.integers(1, 60), SPANS)
def test_the_next_number_is_the_first_that_nobody_else_gives_out(number: int, kept: list[Span]) -> None:
    free = (each for each in range(number, 200) if not any(span.first <= each <= span.last for span in kept))
    assert handed_out(number, kept) == next(free)
