"""What comes back from a printer, told apart by its bits: answers to questions, and what nobody asked for.

Pure. After the command sheet: an answer to `DLE EOT` is `0xx1xx10`, one to `GS r` `0xx0xxxx`, an automatic status is
four bytes of which the first is `0xx1xx00` and the others look like answers to `GS r`, and blocks (`GS ( H`, `GS I`)
begin with a letter of their own and end with NUL. All else is noise on the line.
"""

from typing import Final, Literal, NamedTuple

BLOCKS: Final = (0x37, 0x3D, 0x5F)
"""How blocks begin: process ids and the printer's names."""
BLOCK_AT_MOST: Final = 80
AUTOMATIC: Final = 4

Kind = Literal["status", "queued", "block", "noise"]


class Reply(NamedTuple):
    """One answer: to `DLE EOT` (`status`), to `GS r` (`queued`), a `block` without its NUL; or `noise`."""

    kind: Kind
    data: bytes


def is_status(reply: int) -> bool:
    """Return whether the byte `reply` answers `DLE EOT`."""
    return reply & 0x93 == 0x12


class Replies:
    """Takes bytes as they come, in whatever pieces, and gives answers; what a printer says by itself is left out."""

    def __init__(self) -> None:
        self._automatic = 0
        self._block: bytearray | None = None

    def take(self, data: bytes) -> list[Reply]:
        """Return the answers that `data` ends."""
        return [reply for each in data if (reply := self._one(each)) is not None]

    def _one(self, byte: int) -> Reply | None:
        if self._block is not None:
            return self._in_block(self._block, byte)
        if is_status(byte):
            # May come in the middle of an automatic one: it is a real-time answer.
            return Reply("status", bytes((byte,)))
        if self._automatic and byte & 0x90 == 0:
            self._automatic -= 1
            return None
        self._automatic = 0
        if byte & 0x93 == 0x10:
            self._automatic = AUTOMATIC - 1
            return None
        if byte in BLOCKS:
            self._block = bytearray((byte,))
            return None
        return Reply("queued" if byte & 0x90 == 0 else "noise", bytes((byte,)))

    def _in_block(self, block: bytearray, byte: int) -> Reply | None:
        if byte == 0:
            self._block = None
            return Reply("block", bytes(block))
        block.append(byte)
        if len(block) > BLOCK_AT_MOST:
            self._block = None
            return Reply("noise", bytes(block))
        return None
