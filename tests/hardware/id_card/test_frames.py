"""Frames of a reader: the bytes of GA/T 467, and noise, cut and broken ones around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.id_card.frames import LONGEST, PREAMBLE, Answer, Answers, checked, request

VECTORS = {
    (0x10, 0xFF): "AA AA AA 96 69 00 03 10 FF EC",
    (0x11, 0xFF): "AA AA AA 96 69 00 03 11 FF ED",
    (0x12, 0xFF): "AA AA AA 96 69 00 03 12 FF EE",
    (0x20, 0x01): "AA AA AA 96 69 00 03 20 01 22",
    (0x20, 0x02): "AA AA AA 96 69 00 03 20 02 21",
    (0x30, 0x01): "AA AA AA 96 69 00 03 30 01 32",
    (0x30, 0x03): "AA AA AA 96 69 00 03 30 03 30",
    (0x30, 0x10): "AA AA AA 96 69 00 03 30 10 23",
}
FOUND = bytes.fromhex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
SELECTED = bytes.fromhex("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")


@pytest.mark.parametrize("command", VECTORS)
def test_requests_are_those_of_the_sheet(command: tuple[int, int]) -> None:
    assert request(*command) == bytes.fromhex(VECTORS[command])


def test_answers_are_those_of_the_sheet() -> None:
    assert Answers().take(FOUND + SELECTED) == [Answer(0x9F, bytes(4)), Answer(0x90, bytes(8))]


def test_an_answer_does_not_print_what_it_says() -> None:
    assert repr(Answer(0x90, b"19491231")) == "Answer(0x90, 8 bytes)"


def framed(status: int, data: bytes) -> bytes:
    said = (len(data) + 4).to_bytes(2) + bytes((0, 0, status)) + data
    return PREAMBLE + said + bytes((checked(said),))


def test_all_of_a_card_is_as_long_as_the_sheet_says() -> None:
    assert len(framed(0x90, bytes(4 + 256 + 1024))) == 1295


answers = st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=300)), max_size=4)
noise = st.binary(max_size=40).filter(lambda data: b"\xaa" not in data)


@given(answers, st.lists(noise, min_size=5, max_size=5), st.lists(st.integers(1, 64), min_size=1))
def test_answers_are_found_in_whatever_pieces_and_between_noise(
    said: list[tuple[int, bytes]], between: list[bytes], sizes: list[int]
) -> None:
    stream = b"".join(rest + framed(*each) for each, rest in zip(said, between, strict=False)) + between[-1]
    read, found, turn = Answers(), [], 0
    while stream:
        size = sizes[turn % len(sizes)]
        found += read.take(stream[:size])
        stream, turn = stream[size:], turn + 1
    assert found == [Answer(*each) for each in said]


@given(st.tuples(st.integers(0, 255), st.binary(max_size=60)), st.data())
def test_a_cut_frame_is_no_answer_and_hides_none_for_long(each: tuple[int, bytes], data: st.DataObject) -> None:
    whole = framed(*each)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    read = Answers()
    assert read.take(cut) == []
    # More than any frame is long: whatever length the cut one said is over then.
    later = framed(0x80, b"") * (LONGEST // 10 + 2)
    assert read.take(later)[-1] == Answer(0x80, b"")


@given(st.tuples(st.integers(0, 255), st.binary(max_size=60)), st.data())
def test_one_wrong_bit_after_the_lengths_is_no_answer(each: tuple[int, bytes], data: st.DataObject) -> None:
    whole = bytearray(framed(*each))
    place = data.draw(st.integers(7, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    assert Answers().take(bytes(whole)) == []


@given(st.binary(max_size=3000))
def test_whatever_comes_is_taken_and_little_is_kept(data: bytes) -> None:
    read = Answers()
    for answer in read.take(data):
        assert len(answer.data) <= LONGEST
    assert len(read._kept) <= LONGEST + 7


@pytest.mark.parametrize("size", [0, 3, LONGEST + 1, 0xFFFF])
def test_a_length_that_no_answer_has_is_skipped(size: int) -> None:
    assert Answers().take(PREAMBLE + size.to_bytes(2) + FOUND) == [Answer(0x9F, bytes(4))]
