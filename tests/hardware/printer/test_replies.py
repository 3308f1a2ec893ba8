"""Answers told apart from what a printer says by itself, in whatever pieces the bytes come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.replies import BLOCK_AT_MOST, Replies, is_status

AUTOMATIC = b"\x14\x00\x00\x0f"


def kinds(data: bytes) -> list[tuple[str, bytes]]:
    return [(reply.kind, reply.data) for reply in Replies().take(data)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x12", [("status", b"\x12")]),
        (b"\x7e", [("status", b"\x7e")]),
        (b"\x00", [("queued", b"\x00")]),
        (b"\x0f\x03", [("queued", b"\x0f"), ("queued", b"\x03")]),
        (AUTOMATIC, []),
        (AUTOMATIC + b"\x00", [("queued", b"\x00")]),
        (b"\x14\x00\x12\x00\x0f\x00", [("status", b"\x12"), ("queued", b"\x00")]),
        (b"\x14\x00\xff\x00", [("noise", b"\xff"), ("queued", b"\x00")]),
        (b"\x11\x13\x80", [("noise", b"\x11"), ("noise", b"\x13"), ("noise", b"\x80")]),
        (b"\x37\x220001\x00", [("block", b"\x37\x220001")]),
        (b"\x5fTM-T20 r2\x00\x12", [("block", b"\x5fTM-T20 r2"), ("status", b"\x12")]),
        (b"\x3d" + b"r" * 80 + b"\x12", [("noise", b"\x3d" + b"r" * 80), ("status", b"\x12")]),
    ],
)
def test_what_bytes_are(data: bytes, told: list[tuple[str, bytes]]) -> None:
    assert BLOCK_AT_MOST == 80
    assert kinds(data) == told


@given(st.lists(st.sampled_from([AUTOMATIC, b"\x12", b"\x00", b"\x37\x220001\x00"])), st.integers(1, 5))
def test_pieces_make_no_difference(parts: list[bytes], size: int) -> None:
    data = b"".join(parts)
    replies = Replies()
    torn = [reply for at in range(0, len(data), size) for reply in replies.take(data[at : at + size])]
    assert torn == Replies().take(data)
    assert len(torn) == sum(1 for part in parts if part != AUTOMATIC)


def test_a_status_has_four_fixed_bits() -> None:
    assert [byte for byte in range(256) if is_status(byte)] == [
        0x12 | high << 5 | low << 2 for high in range(4) for low in range(4)
    ]
