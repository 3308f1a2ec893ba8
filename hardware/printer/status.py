"""What a printer answers to `DLE EOT n`: four bytes of bits, decoded after the command sheet. Pure."""

from hardware.errors import Garbled
from hardware.printer.port import PrinterState
from hardware.printer.replies import is_status

ASKS = tuple(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""Real-time status requests: printer, cause of being offline, cause of error, paper."""


def decode(replies: bytes, device: str = "printer") -> PrinterState:
    """Return the state that the four replies to `ASKS` tell; raises `Garbled` for bytes that are no status."""
    if len(replies) != len(ASKS) or not all(is_status(reply) for reply in replies):
        raise Garbled(device, f"{replies.hex(' ')} is no status")
    printer, offline, error, paper = replies
    if offline & 0x04:
        return PrinterState.COVER_OPEN
    if paper & 0x60 or offline & 0x20:
        return PrinterState.PAPER_OUT
    if error & 0x08:
        return PrinterState.CUTTER
    if printer & 0x08 or offline & 0x40 or error & 0x64:
        return PrinterState.OFFLINE
    return PrinterState.PAPER_LOW if paper & 0x0C else PrinterState.READY
