"""A reader of identity cards that is not there: speaks SAM_A frames on TCP or a pty, and has cards put on it.

Responsible for behaving as the sheet of GA/T 467 says a reader does, faults included. Shares no code with the driver.
"""

import os
import threading
from collections.abc import Callable
from typing import Final

from hardware.emulated_line import EmulatedLine

PREAMBLE: Final = bytes.fromhex("AAAAAA9669")
PLACES: Final = {
    "resident": {"name": 0, "sex": 30, "birth": 36, "number": 122, "begin": 188, "end": 204},
    "J": {"name": 0, "sex": 30, "birth": 36, "number": 122, "begin": 188, "end": 204},
    "Y": {"name": 0, "sex": 30, "birth": 36, "number": 122, "begin": 188, "end": 204},
    "I": {"name": 0, "sex": 120, "birth": 220, "number": 122, "begin": 188, "end": 204},
}
"""Kind of card -> where its text has what, in bytes of UTF-16."""


def written(kind: str = "resident", **said: str) -> bytes:
    """Return the 256 bytes of text of a card of `kind` (`resident`, `J`, `I`, `Y`) that says `said`."""
    text = bytearray(" ".encode("utf-16-le") * 128)
    for name, value in said.items():
        place = PLACES[kind][name]
        raw = value.encode("utf-16-le")
        text[place : place + len(raw)] = raw
    if kind != "resident":
        text[248:250] = kind.encode("utf-16-le")
    return bytes(text)


class EmulatedReader(EmulatedLine):
    """One reader; set its faults at any time, they hold from the next request on.

    `silent` answers nothing, `noise` comes before each answer, of each answer only `cuts_at` bytes come, `hangs_up`
    ends the line at the next request, `broken` gives a wrong check byte, `unreadable` cards fail in the middle.
    `pieces` is how many bytes come at once. `asked` are the commands it was given.
    """

    def __init__(self, *, on_pty: bool = False, port: int = 0) -> None:
        self.silent = self.hangs_up = self.broken = self.unreadable = False
        self.noise = b""
        self.cuts_at: int | None = None
        self.pieces = 4096
        self.asked: list[bytes] = []
        self._card: bytes | None = None
        self._found = self._selected = self._read = False
        self._guard = threading.Lock()
        super().__init__("emulated-reader", on_pty=on_pty, port=port)

    def put(self, text: bytes) -> None:
        """Put a card on it whose text is `text` (see `written`)."""
        with self._guard:
            self._card = text
            self._found = self._selected = self._read = False

    def lift(self) -> None:
        """Take the card away."""
        with self._guard:
            self._card = None
            self._found = self._selected = self._read = False

    def start_anew(self) -> None:
        """Lose all that it knew of the card, as after the power was off for a moment."""
        with self._guard:
            self._found = self._selected = self._read = False

    def _talk(self, source: int, answer: Callable[[bytes], object]) -> None:
        heard = b""
        while self._waits(source):
            data = os.read(source, 4096)
            if not data or self.hangs_up:
                return
            heard += data
            while len(heard) >= 7 and len(heard) >= 7 + heard[5] * 256 + heard[6]:
                size = 7 + heard[5] * 256 + heard[6]
                frame, heard = heard[:size], heard[size:]
                said = self.noise + self._framed(self._obeyed(frame))
                if self.silent:
                    continue
                said = said[: self.cuts_at]
                for start in range(0, len(said), self.pieces):
                    answer(said[start : start + self.pieces])

    def _framed(self, said: bytes) -> bytes:
        inside = (len(said) + 1).to_bytes(2, "big") + said
        check = 0
        for each in inside:
            check ^= each
        return PREAMBLE + inside + bytes((check ^ (0xFF if self.broken else 0),))

    def _obeyed(self, frame: bytes) -> bytes:
        """Return the status bytes and the data with which one frame is answered."""
        check = 0
        for each in frame[5:]:
            check ^= each
        if frame[:5] != PREAMBLE or check:
            return b"\0\0\x10"
        command = frame[7:-1]
        with self._guard:
            self.asked.append(command)
            match command:
                case b"\x10\xff":
                    self._found = self._selected = self._read = False
                    return b"\0\0\x90"
                case b"\x11\xff":
                    return b"\0\0\x90"
                case b"\x20\x01":
                    self._found = self._card is not None and not self._read
                    return b"\0\0\x9f\0\0\0\0" if self._found else b"\0\0\x80"
                case b"\x20\x02":
                    self._selected = self._found and self._card is not None
                    return b"\0\0\x90" + bytes(8) if self._selected else b"\0\0\x81"
                case b"\x30\x01":
                    if self._card is None or not self._selected or self.unreadable:
                        return b"\0\0\x41"
                    self._read = True
                    return b"\0\0\x90" + b"\x01\x00\x04\x00" + self._card + bytes(1024)
                case b"\x30\x03":
                    return b"\0\0\x91" if self._selected and self._card is not None else b"\0\0\x41"
        return b"\0\0\x21"
