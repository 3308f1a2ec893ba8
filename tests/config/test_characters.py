"""Characters without a shape are found, named and left out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.characters import SHOWN_AT_MOST, first_shapeless, in_pieces, name_of, plain, shapeless, shortened, visible


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x1b", "U+001B ESCAPE"),
        ("\x85", "U+0085 NEXT LINE"),
        ("\x7f", "U+007F DELETE"),
        ("\x01", "U+0001 CONTROL CHARACTER"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u2029", "U+2029 PARAGRAPH SEPARATOR"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\ud800", "U+D800 UNASSIGNED"),
        ("\uffff", "U+FFFF UNASSIGNED"),
        ("\ue000", "U+E000 UNASSIGNED"),
    ],
)
def test_what_has_no_shape_has_a_name(char: str, name: str) -> None:
    assert shapeless(char)
    assert name_of(char) == name
    assert plain(f"A{char}B") in ("AB", "A B")
    assert first_shapeless(f"政务{char}") == 2


@pytest.mark.parametrize("char", ["\ufe0f", "\U000e0100"])
def test_what_only_chooses_among_forms_may_be_written_and_is_not_printed(char: str) -> None:
    assert first_shapeless(f"葛{char}") is None
    assert plain(f"葛{char}") == "葛"


def test_what_has_a_shape_stays() -> None:
    text = "政务𠮷㛃 A1，。（）「」—…€¥①😀"
    assert plain(text) == text
    assert first_shapeless(text) is None
    assert first_shapeless("a\nb", besides="\n") is None


@given(st.text(st.characters(codec=None)))
def test_what_is_left_is_one_line_of_shapes(text: str) -> None:
    left = plain(text)
    assert first_shapeless(left) is None
    assert plain(left) == left
    assert all(unicodedata.category(char) != "Zs" or char in " \u3000" for char in left)


@given(st.text())
def test_what_is_shown_has_a_shape_and_what_had_one_stays(text: str) -> None:
    assert first_shapeless(visible(text)) is None
    assert visible(text).encode().decode() == visible(text)
    assert visible(visible(text)) == visible(text)


def test_only_what_acts_is_written_out() -> None:
    assert visible("居住证 — a\x1b[2J.yaml") == r"居住证 — a\x1b[2J.yaml"
    assert visible("x\udcff") == r"x\udcff", "a name that is not UTF-8"


def test_long_words_are_shortened() -> None:
    assert shortened("a" * SHOWN_AT_MOST) == "a" * SHOWN_AT_MOST
    assert shortened("a" * 2_000_000) == "a" * SHOWN_AT_MOST + "…"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("cafe\u0301", 4),
        ("\uf9d1月", 0),
        ("\u1112\u1161", 1),
        ("a\u0301\u0316", 1),
        ("caf\u00e9", None),
        ("葛\U000e0100", None),
        ("办事 1½ ①", None),
    ],
)
def test_letters_in_pieces_and_doubles_are_found(text: str, place: int | None) -> None:
    assert in_pieces(text) == place


@given(st.text())
def test_what_is_composed_and_nothing_else_is_whole(text: str) -> None:
    assert (in_pieces(text) is None) == unicodedata.is_normalized("NFC", text)
