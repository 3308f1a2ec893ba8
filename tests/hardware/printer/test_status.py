"""The four status bytes, bit by bit."""

import pytest

from hardware.errors import Garbled
from hardware.printer.port import PrinterState
from hardware.printer.status import ASKS, decode


def test_the_questions() -> None:
    assert b"".join(ASKS) == bytes.fromhex("100401100402100403100404")


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ("12121212", PrinterState.READY),
        ("1212121e", PrinterState.PAPER_LOW),
        ("1a321272", PrinterState.PAPER_OUT),
        ("1212127e", PrinterState.PAPER_OUT),
        ("12321212", PrinterState.PAPER_OUT),
        ("1a161212", PrinterState.COVER_OPEN),
        ("1a36127e", PrinterState.COVER_OPEN),
        ("1a521a12", PrinterState.CUTTER),
        ("1a121212", PrinterState.OFFLINE),
        ("12521212", PrinterState.OFFLINE),
        ("12123212", PrinterState.OFFLINE),
        ("12125212", PrinterState.OFFLINE),
        ("16121212", PrinterState.READY),
    ],
)
def test_each_bit(replies: str, state: PrinterState) -> None:
    assert decode(bytes.fromhex(replies)) is state


@pytest.mark.parametrize("replies", ["", "12", "1212121212", "00121212", "12121213", "ff121212", "12129212"])
def test_noise_is_no_status(replies: str) -> None:
    with pytest.raises(Garbled):
        decode(bytes.fromhex(replies))
