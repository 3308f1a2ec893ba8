"""Letters as dots: as wide as their cells, black where there is ink, and the same at every height."""

import pytest

from config.font import font_file
from hardware.printer.lettering import Lettering

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
