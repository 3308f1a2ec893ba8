"""Letters as dots: as wide as their cells, black where there is ink, and the same at every height."""

import pytest

from config.font import font_file
from hardware.printer.lettering import Lettering
from tests.latin_font import latin_font

LETTERS = Lettering(font_file())


@pytest.mark.parametrize(("text", "width"), [("A", 12), ("号", 24), ("A012号", 72), ("", 1)])
def test_a_hanzi_is_a_square_and_a_letter_half_of_it(text: str, width: int) -> None:
    assert LETTERS.picture(text, 24).size == (width, 24)


@pytest.mark.parametrize("height", [16, 24, 48])
def test_rows_of_bits_are_padded_to_bytes(height: int) -> None:
    width, bits = LETTERS.raster("审前", height)
    assert width == -(-2 * height // 8)
    assert len(bits) == width * height
    black = sum(byte.bit_count() for byte in bits)
    assert 0.05 < black / (8 * len(bits)) < 0.6


def test_nothing_is_white_and_different_signs_differ() -> None:
    assert set(LETTERS.raster("  ", 24)[1]) == {0}
    assert LETTERS.raster("号", 24) != LETTERS.raster("好", 24)


def test_bold_has_more_ink() -> None:
    thin, bold = (sum(LETTERS.picture("东江", 32, bold=bold).tobytes()) for bold in (False, True))
    assert bold > thin * 1.2


def test_a_character_of_no_font_is_a_sign_and_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    letters = Lettering(font_file())
    assert not letters.has("𠮷")
    assert letters.raster("𠮷", 24) == letters.raster("〓", 24) == letters.raster("😀", 24)
    assert [record.getMessage() for record in caplog.records] == [
        "no font has U+20BB7 CJK UNIFIED IDEOGRAPH-20BB7: 〓 is printed for it",
        "no font has U+1F600 GRINNING FACE: 〓 is printed for it",
    ]


def test_a_rare_character_is_drawn_with_the_font_that_has_it() -> None:
    latin = latin_font()
    letters = Lettering(latin, [(font_file(), 0)])
    assert letters.raster("政", 48) == LETTERS.raster("政", 48)
    assert letters.raster("A", 48) == Lettering(latin).raster("A", 48) != LETTERS.raster("A", 48)
    assert not letters.has("𠮷")
