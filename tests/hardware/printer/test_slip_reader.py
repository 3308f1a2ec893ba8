"""What the reader says of a slip, command by command."""

import pytest

from hardware.printer.command_sheet import Unfinished
from hardware.printer.slip_reader import Line, Slip, read_slip

CODE = b"\x1d(k\x06\x00\x31\x50\x30abc\x1d(k\x03\x00\x31\x51\x30"


def test_each_line_keeps_the_style_that_it_was_printed_in() -> None:
    job = b"plain\n\x1d!\x21wide\n\x1bE\x01bold\n\x1bE\x00thin\n\x1ba\x01middle\n\x1ba\x32right\n\x1b@again\n"
    assert read_slip(job).lines == [
        Line("plain"),
        Line("wide", 3, 2),
        Line("bold", 3, 2, True),
        Line("thin", 3, 2),
        Line("middle", 3, 2, align=1),
        Line("right", 3, 2, align=2),
        Line("again"),
    ]
    assert Line("x") == Line("x", 1, 1, False, 0)


def test_text_of_a_line_may_come_in_pieces() -> None:
    slip = read_slip("政".encode("gb18030") + b"\x1bE\x01" + "务".encode("gb18030") + b"\nA\nrest")
    assert slip.text == "政务\nA"
    assert slip.lines[0].bold


def test_codes_pictures_and_cuts_are_counted() -> None:
    picture = b"\x1dv0\x00\x02\x01\x03\x00" + bytes(258 * 3) + b"\x1dv0\x00\x01\x00\x00\x01" + bytes(256)
    slip = read_slip(b"\x1d(k\x03\x00\x31\x43\x06" + CODE + picture + b"\x1dV\x00" + CODE + b"\x1dV\x42\x00")
    assert slip == Slip([], ["abc", "abc"], [(258 * 8, 3), (8, 256)], 2)
    assert read_slip(b"") == Slip([], [], [], 0)


def test_a_code_that_is_stored_and_never_printed_is_on_no_slip() -> None:
    assert read_slip(CODE[:-8]).codes == []


def test_a_slip_that_ends_inside_a_command_is_refused() -> None:
    with pytest.raises(Unfinished):
        read_slip(b"A\n\x1dV\x42")
