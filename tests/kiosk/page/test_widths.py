"""The widths that pages count with are those of the fonts that draw them."""

import pytest
from PIL import ImageFont

from config.font import font_file
from kiosk.page.widths import BOLD, REGULAR


@pytest.mark.parametrize(("weight", "widths"), [("Bold", BOLD), ("Regular", REGULAR)])
def test_the_widths_are_those_of_the_font(weight: str, widths: tuple[int, ...]) -> None:
    font = ImageFont.truetype(str(font_file(weight)), 1000)
    assert tuple(round(font.getlength(chr(sign))) for sign in range(32, 127)) == widths
