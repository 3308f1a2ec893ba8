"""A drawn slip has its ink where the printer puts it, dot by dot."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from config.font import font_file
from hardware.printer.drawing import draw_slip
from hardware.printer.lettering import Lettering

MARGIN = 24
WIDTHS = {640: 576, 464: 384}
"""Dots of the whole paper -> printable ones: 80 and 58 mm, eight dots a millimetre."""


def drawn(tmp_path: Path, job: bytes, dots: int = 576) -> Image.Image:
    path = tmp_path / "slip.png"
    draw_slip(job, path, font_file(), dots)
    return Image.open(path).convert("L")


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom of the ink, counted from the paper's corner inside the margin."""
    box, side = picture.point(lambda grey: 255 - grey).getbbox(), side_of(picture)
    return None if box is None else (box[0] - side, box[1] - MARGIN, box[2] - side, box[3] - MARGIN)


def side_of(picture: Image.Image) -> int:
    """Return the dots left of the first that can be printed."""
    return (picture.width - WIDTHS[picture.width]) // 2


def raster(width: int, rows: int, byte: int = 0xFF) -> bytes:
    return b"\x1dv0\x00" + width.to_bytes(2, "little") + rows.to_bytes(2, "little") + bytes((byte,)) * width * rows


@pytest.mark.parametrize(
    ("align", "left"), [(b"\x00", 0), (b"\x01", (384 - 16) // 2), (b"\x02", 384 - 16), (b"\x31", 184)]
)
def test_a_picture_stands_where_it_is_aligned(tmp_path: Path, align: bytes, left: int) -> None:
    job = b"\x1bJ\x0a" + b"\x1ba" + align + raster(2, 5) + b"\x1bJ\x07" + raster(2, 1)
    picture = drawn(tmp_path, job, 384)
    assert ink(picture) == (left, 10, left + 16, 10 + 5 + 7 + 1)
    assert picture.size == (464, 23 + 2 * MARGIN)
    assert picture.getpixel((side_of(picture) + left, MARGIN + 16)) == 255


def test_long_and_wide_pictures_are_drawn_whole(tmp_path: Path) -> None:
    assert ink(drawn(tmp_path, raster(72, 300))) == (0, 0, 576, 300)
    bits = drawn(tmp_path, raster(1, 1, 0b10000001))
    row = [bits.getpixel((side_of(bits) + dot, MARGIN)) for dot in range(8)]
    assert row == [0, 255, 255, 255, 255, 255, 255, 0]


@pytest.mark.parametrize(
    ("size", "wide", "high"), [(b"\x00", 1, 1), (b"\x11", 2, 2), (b"\x10", 2, 1), (b"\x01", 1, 2), (b"\x33", 4, 4)]
)
def test_text_is_as_wide_and_high_as_it_was_told(tmp_path: Path, size: bytes, wide: int, high: int) -> None:
    picture = drawn(tmp_path, b"\x1d!" + size + "口口".encode("gb18030") + b"\n")
    assert picture.height == 24 * high + 8 + 2 * MARGIN
    found = ink(picture)
    assert found is not None
    left, top, right, bottom = found
    # 口 fills most of its square.
    assert 40 * wide < right <= 48 * wide
    assert 0 <= left < 6 * wide
    assert 12 * high < bottom - top <= 24 * high


def test_lines_stand_below_each_other_and_empty_ones_take_their_room(tmp_path: Path) -> None:
    one, two = drawn(tmp_path, b"A\n"), drawn(tmp_path, b"A\n\nA\n")
    assert (one.height, two.height) == (32 + 2 * MARGIN, 96 + 2 * MARGIN)
    assert two.crop((0, 0, two.width, MARGIN + 32)).tobytes() == one.crop((0, 0, one.width, MARGIN + 32)).tobytes()
    again = two.crop((0, MARGIN + 64, two.width, MARGIN + 96))
    assert again.tobytes() == one.crop((0, MARGIN, one.width, MARGIN + 32)).tobytes()


def test_bold_has_more_ink_and_ends(tmp_path: Path) -> None:
    def black(picture: Image.Image) -> int:
        return sum(picture.point(lambda grey: 1 if grey < 128 else 0).tobytes())

    thin, bold = drawn(tmp_path, b"ABC\n"), drawn(tmp_path, b"\x1bE\x01ABC\n")
    assert black(bold) > black(thin) * 1.2
    assert drawn(tmp_path, b"\x1bE\x01\x1bE\x00ABC\n").tobytes() == thin.tobytes()
    right = ink(drawn(tmp_path, b"\x1ba\x02ABC\n"))
    left = ink(thin)
    assert left is not None
    assert right is not None
    assert right[0] - left[0] == 576 - 36


@pytest.mark.parametrize("module", [3, 8])
def test_a_code_is_read_back_and_its_modules_are_so_big(tmp_path: Path, module: int) -> None:
    text = b"https://hall.example/t/1"
    stored = b"\x1d(k" + (len(text) + 3).to_bytes(2, "little") + b"\x31\x50\x30" + text
    sized = b"" if module == 3 else b"\x1d(k\x03\x00\x31\x43" + bytes((module,))
    picture = drawn(tmp_path, b"\x1ba\x01" + sized + stored + b"\x1d(k\x03\x00\x31\x51\x30\x1bJ\x08" + raster(1, 1))
    found = ink(picture)
    assert found is not None
    left, top, right, bottom = found
    assert (right - left) == 25 * module
    assert (left, top, bottom) == ((576 - 25 * module) // 2, 0, 25 * module + 8 + 1)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == text.decode()


def test_a_slip_without_text_is_blank(tmp_path: Path) -> None:
    assert ink(drawn(tmp_path, b"\x1bJ\x20\x1d(k\x03\x00\x31\x45\x31")) is None


@pytest.mark.parametrize(
    ("text", "height", "width"),
    [("政", 24, 3), ("A", 24, 2), ("政A", 24, 5), ("政务", 48, 12), ("é", 24, 3), ("", 24, 1)],
)
def test_letters_as_rows_of_bits(text: str, height: int, width: int) -> None:
    found, rows = Lettering(font_file()).raster(text, height)
    assert found == width
    assert len(rows) == width * height
    assert any(rows) is bool(text)


def test_every_letter_stands_in_its_own_cell() -> None:
    letters = Lettering(font_file())
    picture = letters.picture("口 口", 24)
    assert picture.size == (60, 24)
    first, gap, second = (picture.crop(box) for box in ((0, 0, 24, 24), (24, 0, 36, 24), (36, 0, 60, 24)))
    assert gap.getbbox() is None
    assert first.tobytes() == second.tobytes()
    box = first.getbbox()
    assert box is not None
    # In the middle of the square, a little above as fonts hang.
    assert abs((box[0] + box[2]) - 24) <= 2
    assert abs((box[1] + box[3]) - 24) <= 4
    assert box[3] - box[1] >= 14


def test_rows_of_bits_are_the_picture_in_black_and_white() -> None:
    letters = Lettering(font_file())
    width, rows = letters.raster("口", 24)
    grey = letters.picture("口", 24)
    for row in range(24):
        for dot in range(24):
            black = rows[row * width + dot // 8] >> (7 - dot % 8) & 1
            assert black == (grey.getpixel((dot, row)) > 110)  # type: ignore[operator]
