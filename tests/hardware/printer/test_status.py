"""The four status bytes, bit by bit."""

import pytest

from hardware.errors import Garbled
from hardware.printer.port import PrinterState
from hardware.printer.replies import is_status
from hardware.printer.status import ASKS, decode

QUIET = 0x12
READY, LOW, OUT = PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.PAPER_OUT
OFFLINE, COVER, CUTTER = PrinterState.OFFLINE, PrinterState.COVER_OPEN, PrinterState.CUTTER


def test_the_questions() -> None:
    assert b"".join(ASKS) == bytes.fromhex("100401100402100403100404")


@pytest.mark.parametrize(
    ("reply", "bit", "state"),
    [
        # Printer: drawer pin, offline, waiting for recovery, feed button.
        (0, 0x04, READY),
        (0, 0x08, OFFLINE),
        (0, 0x20, READY),
        (0, 0x40, READY),
        # Cause of being offline: cover, feed button held, paper end, error.
        (1, 0x04, COVER),
        (1, 0x08, READY),
        (1, 0x20, OUT),
        (1, 0x40, OFFLINE),
        # Cause of error: recoverable, cutter, unrecoverable, recovers by itself (too hot).
        (2, 0x04, OFFLINE),
        (2, 0x08, CUTTER),
        (2, 0x20, OFFLINE),
        (2, 0x40, OFFLINE),
        # Paper: near its end by either sensor, at its end by either.
        (3, 0x04, LOW),
        (3, 0x08, LOW),
        (3, 0x20, OUT),
        (3, 0x40, OUT),
    ],
)
def test_each_bit_alone(reply: int, bit: int, state: PrinterState) -> None:
    replies = bytearray((QUIET,) * 4)
    replies[reply] |= bit
    assert decode(bytes(replies)) is state


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ("12121212", READY),
        ("1212121e", LOW),
        ("1a321272", OUT),
        ("1212127e", OUT),
        ("1a161212", COVER),
        ("1a36127e", COVER),
        ("1a521a12", CUTTER),
        ("1a521a7e", OUT),
        ("1a52121e", OFFLINE),
    ],
)
def test_what_a_person_must_mend_first_is_told(replies: str, state: PrinterState) -> None:
    assert decode(bytes.fromhex(replies)) is state


@pytest.mark.parametrize("replies", ["", "12", "1212121212", "00121212", "12121213", "ff121212", "12129212"])
def test_noise_is_no_status(replies: str) -> None:
    with pytest.raises(Garbled, match=r"^printer: .*is no status$"):
        decode(bytes.fromhex(replies))
    with pytest.raises(Garbled, match=r"^socket://x:1: "):
        decode(bytes.fromhex(replies), "socket://x:1")


def test_a_status_has_four_fixed_bits() -> None:
    assert {byte for byte in range(256) if is_status(byte)} == {
        0x12 | one | two | three | four
        for one in (0, 0x04)
        for two in (0, 0x08)
        for three in (0, 0x20)
        for four in (0, 0x40)
    }


@pytest.mark.parametrize("state", PrinterState)
def test_only_a_ready_printer_prints(state: PrinterState) -> None:
    assert state.can_print is (state in (READY, LOW))
