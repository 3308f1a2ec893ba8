"""The log of a server in a file of its own, turned over before it fills the disk."""

from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

TURN_BYTES: Final = 10_000_000
KEPT: Final = 5
"""Files beside the one that is written: the oldest goes when another one comes."""


class LogFile:
    """Lines into `file`, and into `file.1` to `file.5` what was written before; a disk that takes none stops nobody.

    Only one thread writes at a time, as the log sees to. The files are readable for their owner alone.
    """

    def __init__(self, file: Path, turn_bytes: int = TURN_BYTES, kept: int = KEPT) -> None:
        """Open it; raises `OSError`, so that a wrong name is known at once."""
        self._file = file
        self._turn_bytes = turn_bytes
        self._kept = kept
        file.parent.mkdir(parents=True, exist_ok=True)
        self._opened: TextIO | None = self._open()

    def write(self, text: str) -> int:
        """Write `text`; begin another file first where this one is long enough."""
        with suppress(OSError, ValueError):
            if self._opened is None:
                self._opened = self._open()
            if self._opened.tell() >= self._turn_bytes:
                self._turn()
            self._opened.write(text)
        return len(text)

    def flush(self) -> None:
        """Let everybody see what was written."""
        with suppress(OSError, ValueError):
            if self._opened is not None:
                self._opened.flush()

    def close(self) -> None:
        """End."""
        with suppress(OSError):
            if self._opened is not None:
                self._opened.close()

    def _open(self) -> TextIO:
        self._file.touch(mode=0o600)
        return self._file.open("a", encoding="utf-8", errors="backslashreplace")

    def _turn(self) -> None:
        self.close()
        self._opened = None
        for number in range(self._kept, 0, -1):
            before = self._numbered(number - 1) if number > 1 else self._file
            if before.exists():
                before.replace(self._numbered(number))
        self._opened = self._open()

    def _numbered(self, number: int) -> Path:
        return self._file.with_name(f"{self._file.name}.{number}")
