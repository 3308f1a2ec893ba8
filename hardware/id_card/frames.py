"""Frames of a SAM_A reader after GA/T 467: requests written, answers found in whatever comes. Pure.

A frame is a preamble, two bytes of length (most significant first, what follows them with the check byte), what is
said, and the exclusive-or of all after the preamble.
"""

from functools import reduce
from operator import xor
from typing import Final, NamedTuple

PREAMBLE: Final = b"\xaa\xaa\xaa\x96\x69"
LONGEST: Final = 2314
"""Most that a length may say: text, photo and two fingerprints."""
SHORTEST: Final = 4
"""Three status bytes and the check byte."""
HEAD: Final = len(PREAMBLE) + 2


class Answer(NamedTuple):
    """An answer of the reader: its third status byte says how it went, `data` follows."""

    status: int
    data: bytes

    def __repr__(self) -> str:
        return f"Answer({self.status:#04x}, {len(self.data)} bytes)"


def request(command: int, parameter: int) -> bytes:
    """Return the frame that asks for `command` with `parameter`."""
    said = bytes((0, 3, command, parameter))
    return PREAMBLE + said + bytes((checked(said),))


def checked(said: bytes) -> int:
    """Return the check byte of what stands between preamble and check byte."""
    return reduce(xor, said, 0)


class Answers:
    """Takes bytes as they come, in whatever pieces, and gives whole answers; noise and broken frames are skipped."""

    def __init__(self) -> None:
        self._kept = b""

    def take(self, data: bytes) -> list[Answer]:
        """Return the answers that `data` ends."""
        self._kept += data
        found: list[Answer] = []
        while (start := self._kept.find(PREAMBLE)) >= 0:
            self._kept = self._kept[start:]
            if len(self._kept) < HEAD:
                return found
            size = int.from_bytes(self._kept[len(PREAMBLE) : HEAD])
            if not SHORTEST <= size <= LONGEST:
                self._skip()
                continue
            if len(self._kept) < HEAD + size:
                return found
            said = self._kept[len(PREAMBLE) : HEAD + size - 1]
            if checked(said) != self._kept[HEAD + size - 1]:
                self._skip()
                continue
            self._kept = self._kept[HEAD + size :]
            found.append(Answer(said[4], said[5:]))
        # The end of what was heard may be the beginning of a preamble.
        self._kept = self._kept[-(len(PREAMBLE) - 1) :]
        return found

    def _skip(self) -> None:
        """Look for the next preamble behind the beginning of one that was none: the real one may stand in it."""
        self._kept = self._kept[1:]
