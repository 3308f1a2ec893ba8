"""Every byte of a slip against the command sheet, and any text back from the paper."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.characters import plain
from config.printing import DOTS, Charset, Cut
from hardware.printer.command_sheet import commands
from hardware.printer.encoder import Align, Slip, balanced, columns_of, printable, wrap
from hardware.printer.model import Model
from hardware.printer.slip_reader import read_slip
from tests.hardware.printer.sheet import read


def dots(text: str, height: int) -> tuple[int, bytes]:
    """A raster that can be told apart: as many bytes wide as there are characters."""
    return len(text), bytes(len(text) * height)


def slip(width: int = 80, charset: Charset = "gb18030", **options: Any) -> Slip:
    return Slip(dots, Model(DOTS[width], charset, **options))


def test_the_bytes_of_a_ticket() -> None:
    made = slip()
    made.line("政务A", size=2, bold=True, align="center")
    made.feed(8)
    expected = b"\x1b@\x1c&" + b"\x1ba\x01\x1d!\x11\x1bE\x01\x1dB\x00\xd5\xfe\xce\xf1A\n" + b"\x1bJ\x08"
    assert made.cut() == expected + b"\x1bJ\x60\x1dV\x42\x00"


def test_the_bytes_of_a_native_code() -> None:
    made = slip()
    made.code("http://x/1", 6)
    sheet = (
        "1b61011d286b0400314132001d286b03003143061d286b03003145311d286b0d00315030687474703a2f2f782f311d286b0300315130"
    )
    assert made.cut().removeprefix(b"\x1b@\x1c&").startswith(bytes.fromhex(sheet))


@pytest.mark.parametrize(
    ("char", "gb2312", "gbk", "gb18030"),
    [("政", True, True, True), ("堃", False, True, True), ("䶮", False, False, True), ("𠮷", False, False, False)],
)
def test_which_printer_has_which_character(char: str, gb2312: bool, gbk: bool, gb18030: bool) -> None:
    assert printable(char, "gb2312") is gb2312
    assert printable(char, "gbk") is gbk
    assert printable(char, "gb18030") is gb18030


@pytest.mark.parametrize("char", ["鿍", "㛃", "😀"])
def test_what_no_printer_has_is_drawn_and_nothing_is_lost(char: str) -> None:
    made = slip()
    made.line(f"张{char}", size=2)
    made.line("好")
    found = read(made.cut())
    assert found.rasters == [(2, 48, bytes(96))]
    assert [line[0] for line in found.lines] == ["好"]


def test_long_rasters_go_in_strips() -> None:
    made = Slip(lambda text, height: (10, bytes(10 * 300)))
    made.line("😀")
    assert [(wide, high) for wide, high, _ in read(made.cut()).rasters] == [(10, 128), (10, 128), (10, 44)]


@pytest.mark.parametrize(("width", "size", "columns"), [(80, 1, 48), (80, 2, 24), (58, 1, 32), (58, 4, 8)])
def test_how_much_fits_on_a_line(width: int, size: int, columns: int) -> None:
    assert slip(width=width).columns(size) == columns


TEXTS = st.text(st.sampled_from("户口迁入 abcABC012，。、（）: -窗口"), max_size=60)


@given(TEXTS, st.integers(6, 48))
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(columns_of(line) <= columns + 2 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FA5), max_size=40).map(plain))
def test_any_line_comes_back_from_the_paper(text: str) -> None:
    made = slip()
    made.line(text, size=3, align="right")
    found = read(made.cut())
    assert found.cuts == 1
    if printable(text, "gb18030"):
        assert found.lines == [(text, 3, False, "right")]
        assert read_slip(made.cut()).text == text
    else:
        assert len(found.rasters) == 1


@given(st.lists(st.tuples(TEXTS, st.integers(1, 8), st.booleans()), max_size=8), st.text("abc/:?=#1", min_size=1))
def test_both_readers_read_the_same(lines: list[tuple[str, int, bool]], code: str) -> None:
    made = slip()
    for text, size, bold in lines:
        made.line(text, size=size, bold=bold)
    made.code(code)
    ours, sheet = read_slip(made.cut()), read(made.cut())
    assert [(line.text, line.width, line.bold) for line in ours.lines] == [line[:3] for line in sheet.lines]
    assert ours.codes == [code] == [found[0] for found in sheet.codes]
    assert ours.cuts == sheet.cuts == 1


def test_text_over_several_lines_is_indented_after_the_first() -> None:
    made = slip(width=58)
    made.text("政务服务中心一号窗口办理社会保险登记业务", size=1, bold=True, align="center", indent=4)
    made.text("A\nB", size=2)
    lines = read(made.cut()).lines
    assert lines == [
        ("政务服务中心一号窗口", 1, True, "center"),
        ("    办理社会保险登记业务", 1, True, "center"),
        ("A", 2, False, "left"),
        ("B", 2, False, "left"),
    ]
    assert wrap("政务服务中心一号窗口办理社会保险登记业务", 28)[0] == "政务服务中心一号窗口办理社会"


def test_a_rule_is_two_dots_of_black_over_the_paper_with_room_around() -> None:
    made = slip(width=58)
    made.line("x", align="right")
    made.rule()
    job = made.cut()
    assert read(job).rasters == [(48, 2, b"\xff" * 96)]
    assert read(job).feeds == [10, 10, 96]
    assert b"\x1bJ\x0a\x1ba\x00\x1dv0\x00" in job


def test_reverse_and_bold_are_said_for_every_line() -> None:
    made = slip()
    made.line("A", reverse=True)
    made.line("B", bold=True)
    job = made.cut()
    assert b"\x1bE\x00\x1dB\x01A\n" in job
    assert b"\x1bE\x01\x1dB\x00B\n" in job


@pytest.mark.parametrize("size", range(1, 9))
def test_a_size_is_both_ways(size: int) -> None:
    made = slip()
    made.line("A", size=size)
    assert bytes((0x1D, 0x21, (size - 1) * 17)) in made.cut()


def test_a_code_has_six_dots_a_module_and_may_be_long() -> None:
    made = slip()
    made.code("x" * 300)
    assert read(made.cut()).codes == [("x" * 300, 6, 1)]
    made = slip()
    made.code("政务", 16)
    assert read(made.cut()).codes == [("政务", 16, 1)]


def test_characters_that_one_charset_has_and_another_lacks() -> None:
    made = slip(charset="gb2312")
    made.line("堃")
    made.line("政")
    found = read(made.cut())
    assert (len(found.rasters), [line[0] for line in found.lines]) == (1, ["政"])
    assert printable("", "gb18030")
    assert not printable("政\U0001f600", "gb18030")


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one  two", 5, ["one", "two"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("户口迁入", 4, ["户口", "迁入"]),
        ("户口，迁入", 6, ["户口，", "迁入"]),
        ("户口迁，入", 6, ["户口", "迁，入"]),
        ("A户B", 3, ["A户", "B"]),
        ("户A口", 3, ["户A", "口"]),
        ("no. 12）", 6, ["no.", "12）"]),
    ],
)
def test_where_lines_break(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


def test_a_column_is_a_latin_letter() -> None:
    assert columns_of("aZ~") == 3
    assert columns_of("户é") == 4
    assert columns_of("\x7f\x80") == 3


CHARSETS: tuple[Charset, ...] = ("gb2312", "gbk", "gb18030")
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
ANY = st.text(
    st.one_of(
        st.characters(codec=None),
        st.characters(max_codepoint=0x2F),
        st.sampled_from("\x1b\x1d\x10\x04\x05\x14\x85\u2028\u2029\u202e\u200b\ufeff\ud800\U000e0100€𠮷丂"),
    ),
    max_size=12,
)


def skeleton(job: bytes) -> list[bytes]:
    """Return the commands of a job with their arguments, without what is text, picture or code in them."""
    found: list[bytes] = []
    for command, _ in commands(job):
        if command.name == b"text":
            found.append(b"text")
        elif command.name == b"\x1dv":
            if found[-1] != b"raster":
                found.append(b"raster")
        elif command.name == b"\x1d(" and command.data[3:5] == b"1P":
            found.append(b"code")
        else:
            found.append(command.name + command.data)
    return found


@given(ANY, st.sampled_from(CHARSETS), st.integers(1, 8), st.sampled_from(("left", "center", "right")), st.booleans())
def test_whatever_the_text_the_commands_are_the_same(
    text: str, charset: Charset, size: int, align: Align, reverse: bool
) -> None:
    """Text mode and picture are the two ways of a line; no text makes a third one."""
    made = slip(charset=charset)
    made.line(text, size=size, align=align, reverse=reverse)
    job = made.cut()
    asked = b"\x1ba" + bytes((("left", "center", "right").index(align),))
    style = [b"\x1d!" + bytes(((size - 1) * 17,)), b"\x1bE\0", b"\x1dB" + bytes((reverse,))]
    end = [b"\x1bJ\x60", b"\x1dV\x42\x00"]
    start = [b"\x1b@", b"\x1c&", asked]
    assert skeleton(job) in (
        [*start, *style, b"text", b"\n", *end],
        [*start, *style, b"\n", *end],
        [*start, b"raster", *end],
    )
    assert read(job).cuts == 1
    assert not REAL_TIME.search(job)


@given(ANY.filter(lambda text: bool(plain(text))), st.booleans())
def test_whatever_the_code_the_commands_are_the_same(text: str, native: bool) -> None:
    made = slip(native_codes=native)
    made.code(text)
    job = made.cut()
    assert skeleton(job) == skeleton_of_code(native)
    assert not REAL_TIME.search(job)
    if native:
        assert read(job).codes == [(plain(text), 6, 1)]


def skeleton_of_code(native: bool) -> list[bytes]:
    made = slip(native_codes=native)
    made.code("x")
    return skeleton(made.cut())


@given(st.binary(min_size=64, max_size=64))
def test_a_picture_holds_nothing_that_a_printer_obeys_at_once(rows: bytes) -> None:
    asks = rows + bytes.fromhex("1004011005021014080102")[: 64 - len(rows) % 64] + bytes(64)
    made = Slip(lambda text, height: (8, asks[:128]), Model())
    made.line("😀")
    job = made.cut()
    assert not REAL_TIME.search(job)
    (picture,) = read(job).rasters
    differ = [(ours, told) for ours, told in zip(asks[:128], picture[2], strict=True) if ours != told]
    assert all(each == (0x10, 0x18) for each in differ)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A\x85B", "A B"),
        ("A\u2028B\u2029C", "A B C"),
        ("A\x1b@B\x7f", "A@B"),
        ("\u202eA\u2066\u200b\ufeffB", "AB"),
        ("A\tB\nC", "A B C"),
        ("e\u0301", "é"),
        ("\ud800户\U000e0100", "户"),
    ],
)
def test_what_is_no_sign_is_left_out(text: str, left: str) -> None:
    made = slip()
    made.line(text)
    assert [line[0] for line in read(made.cut()).lines] == [left]


def test_two_paragraphs_are_two_lines_and_a_separator_is_none() -> None:
    made = slip()
    made.text("一\n二\u2028三")
    assert [line[0] for line in read(made.cut()).lines] == ["一", "二 三"]


@pytest.mark.parametrize(
    ("cut", "end"), [("partial", b"\x1dV\x42\0"), ("full", b"\x1dV\x41\0"), ("none", b"\x1bJ\x60")]
)
def test_a_slip_ends_as_the_printer_can(cut: Cut, end: bytes) -> None:
    made = slip(cut=cut)
    made.line("A")
    assert made.cut().endswith(b"\n\x1bJ\x60" + end)


def test_a_printer_without_codes_gets_a_picture_of_one() -> None:
    made = slip(native_codes=False)
    made.code("http://hall.example/t/1#s", 6)
    job = made.cut()
    assert read(job).codes == []
    # Version 2: 25 modules of 6 dots, in strips.
    assert {wide for wide, _, _ in read(job).rasters} == {19}
    assert sum(high for _, high, _ in read(job).rasters) == 150


@given(TEXTS, st.integers(6, 48))
def test_lines_in_the_middle_are_as_few_as_can_be_and_about_equally_long(text: str, columns: int) -> None:
    lines, packed = balanced(text, columns), wrap(text, columns)
    assert len(lines) == len(packed)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(columns_of(line) for line in lines) <= max(columns_of(line) for line in packed)


def test_no_word_stands_alone_in_the_last_line() -> None:
    told = "Please watch the screens and listen for your number."
    assert wrap(told, 48) == ["Please watch the screens and listen for your", "number."]
    assert balanced(told, 48) == ["Please watch the screens", "and listen for your number."]
