"""Where commands begin and end: every one on the sheet, and every place where a stream may be cut off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.command_sheet import FIXED, Command, Unfinished, commands, longest
from hardware.printer.encoder import Slip

SIZES = {
    "1b40": 0,
    "1c26": 0,
    "1c2e": 0,
    "1b61": 1,
    "1b45": 1,
    "1b4a": 1,
    "1b64": 1,
    "1b21": 1,
    "1b74": 1,
    "1b4d": 1,
    "1b2d": 1,
    "1c21": 1,
    "1c57": 1,
    "1d21": 1,
    "1d42": 1,
    "1d4c": 2,
    "1d57": 2,
    "1d72": 1,
    "1d61": 1,
    "1004": 1,
}


def read(stream: bytes) -> list[Command]:
    return [command for command, _ in commands(stream)]


def test_the_sheet_is_the_printers_own() -> None:
    assert {name.hex(): size for name, size in FIXED.items()} == SIZES


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_command_of_fixed_size(name: str, size: int) -> None:
    head = bytes.fromhex(name)
    stream = head + b"\x1b@"[:size] + b"A"
    assert read(stream) == [Command(head, b"\x1b@"[:size]), Command(b"text", b"A")]
    assert [end for _, end in commands(stream)] == [2 + size, 3 + size]
    if size:
        with pytest.raises(Unfinished):
            read(head + b"\x00" * (size - 1))


@pytest.mark.parametrize(
    ("stream", "name", "data"),
    [
        ("1d286b030031430a", "1d28", "6b03003143" + "0a"),
        ("1d286b00010000" + "0a" * 254, "1d28", "6b00010000" + "0a" * 254),
        ("1d76300002000300" + "0a" * 6, "1d76", "300002000300" + "0a" * 6),
        ("1d76300001000001" + "0a" * 256, "1d76", "300001000001" + "0a" * 256),
        ("1d7630000001" + "0100" + "0a" * 256, "1d76", "30000001" + "0100" + "0a" * 256),
        ("1d5600", "1d56", "00"),
        ("1d5601", "1d56", "01"),
        ("1d564103", "1d56", "4103"),
        ("1d564200", "1d56", "4200"),
        ("0a", "0a", ""),
    ],
)
def test_a_command_that_says_its_own_size(stream: str, name: str, data: str) -> None:
    whole = bytes.fromhex(stream)
    assert read(whole + b"A") == [Command(bytes.fromhex(name), bytes.fromhex(data)), Command(b"text", b"A")]
    assert [end for _, end in commands(whole)] == [len(whole)]
    for cut in range(1, len(whole)):
        with pytest.raises(Unfinished):
            read(whole[:cut])


@pytest.mark.parametrize("first", ["1b", "1c", "1d", "10"])
def test_a_command_that_is_not_on_the_sheet_is_two_bytes(first: str) -> None:
    unknown = bytes.fromhex(first) + b"\xfe"
    assert read(unknown + b"A") == [Command(b"?", unknown), Command(b"text", b"A")]
    with pytest.raises(Unfinished):
        read(bytes.fromhex(first))


@pytest.mark.parametrize("ends", ["0a", "1b40", "1c26", "1d2100", "100401"])
def test_text_ends_where_a_command_begins(ends: str) -> None:
    assert read(b"A\x7f\x80\xff" + bytes.fromhex(ends))[0] == Command(b"text", b"A\x7f\x80\xff")


@pytest.mark.parametrize("lead", [0x81, 0xFE])
def test_the_second_byte_of_a_hanzi_is_never_a_command(lead: int) -> None:
    assert read(bytes((lead, 0x1B)) + b"\n") == [Command(b"text", bytes((lead, 0x1B))), Command(b"\n", b"")]
    with pytest.raises(Unfinished):
        read(bytes((lead,)))
    assert read(bytes((lead, 0x41))) == [Command(b"text", bytes((lead, 0x41)))]


@given(st.lists(st.sampled_from(("政务A", "abc", "😀", "")), max_size=4), st.text("xyz", min_size=1), st.data())
def test_a_stream_cut_anywhere_goes_on_where_it_was(lines: list[str], code: str, data: st.DataObject) -> None:
    slip = Slip(lambda text, height: (2, bytes(2 * height)))
    for line in lines:
        slip.line(line)
    slip.code(code)
    job = slip.cut()
    cut = data.draw(st.integers(0, len(job)))
    first, place = [], 0
    try:
        for command, end in commands(job[:cut]):
            first.append(command)
            place = end
    except Unfinished:
        assert place < cut
    rest = read(job[place:])
    # Text that is cut may come in two pieces; nothing of it is lost.
    whole = b"".join(b"" if name in (b"text", b"?") else name for name, _ in first + rest)
    assert whole == b"".join(b"" if name in (b"text", b"?") else name for name, _ in read(job))
    assert b"".join(data for _, data in first + rest) == b"".join(data for _, data in read(job))


def test_the_longest_command_is_that_with_most_bytes_and_text_is_none() -> None:
    assert longest(b"") == 0
    assert longest(b"A long line of text\n\x1bJ\x08") == 3
    assert longest(b"\x1b@\x1dv0\x00\x02\x00\x05\x00" + bytes(10) + b"\x1dV\x42\x00") == 18
