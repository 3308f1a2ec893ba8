"""A thermal printer that is not there: speaks the printer's bytes on TCP or a pty, and keeps the paper.

Responsible for behaving as the command sheet says a printer does, faults and odd manners included. Shares no code with
the driver.
"""

import contextlib
import os
import re
import select
import socket
import threading
import time
from collections.abc import Callable

from hardware.emulated_line import EmulatedLine
from hardware.printer.command_sheet import Command, Unfinished, commands
from hardware.printer.manner import Fault, Manner
from hardware.printer.paper_length import millimetres

REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])")


class EmulatedPrinter(EmulatedLine):
    """One printer of a `manner`; set its faults at any time, they hold from the next byte on.

    `paper` is `ok`, `low` or `out`; `runs_out_after` is how many bytes of a job still come out; `hangs_up_after` how
    many are taken before the line is cut; `silent` answers nothing. `slips` are the cut slips, `finished` when the
    last byte of each came (ms since the epoch); `connections` counts those who came.
    """

    def __init__(self, manner: Manner | None = None, *, on_pty: bool = False, port: int = 0) -> None:
        self.manner = manner or Manner()
        self.paper = "ok"
        self.cover_open = False
        self.cutter_jammed = False
        self.offline = False
        self.silent = False
        self.runs_out_after: int | None = None
        self.hangs_up_after: int | None = None
        self.slips: list[bytes] = []
        self.finished: list[float] = []
        self._faults = dict(self.manner.faults)
        self._changed = threading.Condition()
        self._buffer = b""
        self._slip = self._tail = b""
        self._fed_at: float | None = None
        self._said = 0
        super().__init__("emulated-printer", on_pty=on_pty, port=port)

    def wait_for_slip(self, number: int, seconds: float = 10) -> bytes:
        """Return slip `number` (the first is 1) once it is cut; raises `TimeoutError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.slips) >= number, seconds):
                raise TimeoutError(f"slip {number} did not come within {seconds} s")
            return self.slips[number - 1]

    def put_paper_in(self) -> None:
        """Put new paper in; what waits in the buffer is printed at once, as printers do."""
        with self._changed:
            self.paper = "ok"
            self.runs_out_after = None
            self._work_off()

    def _came(self) -> None:
        if self.manner.refuses and self._listener:
            self._listener.close()

    def _went(self) -> None:
        if self.manner.refuses:
            self._waits(-1, self.manner.rests)
            self._listener = socket.create_server(("127.0.0.1", self._port))

    def _talk(self, source: int, answer: Callable[[bytes], object]) -> None:
        if self.manner.greets:
            answer(self.manner.greets)
        while True:
            if not self._waits(source, self._next_moment()):
                if self._over() or self._fed_at is None:
                    return
                data = b""
            else:
                data = os.read(source, self.manner.sip)
                if not data or self._hangs_up(len(data)):
                    return
                if self.manner.takes:
                    self._waits(-1, len(data) / self.manner.takes)
            for reply in self._take(data):
                self._waits(-1, self.manner.late)
                if not self.silent:
                    answer(reply)

    def _next_moment(self) -> float | None:
        """Return in how many seconds something happens although nothing comes."""
        return self.manner.patience if self._fed_at is None else max(self._fed_at - time.monotonic(), 0.001)

    def _over(self) -> bool:
        return bool(select.select([self._ends_read], [], [], 0)[0])

    def _hangs_up(self, size: int) -> bool:
        if self._comes("hang up", size):
            return True
        if self.hangs_up_after is None:
            return False
        self.hangs_up_after -= size
        return self.hangs_up_after <= 0

    def _comes(self, fault: Fault, size: int) -> bool:
        """Return whether `fault` comes with these `size` bytes; it comes once."""
        if fault not in self._faults:
            return False
        self._faults[fault] -= size
        if self._faults[fault] > 0:
            return False
        del self._faults[fault]
        return True

    def _take(self, data: bytes) -> list[bytes]:
        """Take `data` in; return what is answered to it, real-time requests first, wherever they stand."""
        # Whoever puts paper in works the buffer off as well.
        with self._changed:
            seen = self._tail + data
            replies = [self._status(which[0]) for which in REAL_TIME.findall(seen)]
            # What has been answered is not answered again, and what was cut in two still is.
            self._tail = b"" if REAL_TIME.search(seen[-3:]) else seen[-2:]
            self._buffer += data
            return [*replies, *self._chat(len(data)), *self._work_off()]

    def _chat(self, size: int) -> list[bytes]:
        before, self._said = self._said, self._said + size
        each = self.manner.chats_each
        return [self.manner.chat] * (self._said // each - before // each) if self.manner.chat else []

    def _work_off(self) -> list[bytes]:
        """Print what is in the buffer as far as the printer can; return the answers to queued requests."""
        replies: list[bytes] = []
        worked = 0
        with contextlib.suppress(Unfinished):
            for command, end in commands(self._buffer):
                if command.name == b"\x10\x04":
                    worked = end
                    continue
                if not self._can_go_on(end - worked) or not self._fed(command, self._buffer[worked:end]):
                    break
                if answer := self._answer(command):
                    replies.append(answer)
                if command.name != b"\x1dr":
                    self._slip += self._buffer[worked:end]
                if command.name == b"\x1dV" and not self.cutter_jammed:
                    self._cut()
                worked = end
        self._buffer = self._buffer[worked:]
        return replies

    def _answer(self, command: Command) -> bytes:
        if command.name == b"\x1dr" and self.manner.queued:
            told = bytes(({"ok": 0x00, "low": 0x03, "out": 0x0F}[self.paper],))
            if self.manner.ends_with_slip and self.slips:
                self.paper = "out"
            return told
        if command.name == b"\x1d(" and command.data[:1] == b"H" and self.manner.process:
            return b"\x37\x22" + command.data[5:9] + b"\0"
        return b""

    def _fed(self, command: Command, data: bytes) -> bool:
        """Return whether the paper before a cut has been fed; if not yet, it will be at `_fed_at`."""
        if self.manner.feeds is None or command.name != b"\x1dV":
            return True
        if self._fed_at is None:
            self._fed_at = time.monotonic() + millimetres(self._slip + data) / self.manner.feeds
        if time.monotonic() < self._fed_at:
            return False
        self._fed_at = None
        return True

    def _can_go_on(self, size: int) -> bool:
        if self.runs_out_after is not None:
            self.runs_out_after -= size
            if self.runs_out_after <= 0:
                self.paper = "out"
        if self._comes("paper", size):
            self.paper = "out"
        self.cover_open = self._comes("cover", size) or self.cover_open
        self.offline = self._comes("offline", size) or self.offline
        self.silent = self._comes("silence", size) or self.silent
        if self._comes("reset", size):
            self._buffer = self._slip = b""
            return False
        return self.paper != "out" and not self.cover_open and not self.offline

    def _cut(self) -> None:
        self.slips.append(self._slip)
        self.finished.append(time.monotonic() * 1000)
        self._slip = b""
        self._changed.notify_all()

    def _status(self, which: int) -> bytes:
        if not self.manner.status:
            return b""
        if self.manner.garbage is not None:
            return self.manner.garbage
        stopped = self.offline or self.cover_open or self.paper == "out" or self.cutter_jammed
        bits = {
            1: 0x08 if stopped else 0,
            2: (0x04 if self.cover_open else 0) | (0x20 if self.paper == "out" else 0),
            3: 0x08 if self.cutter_jammed else 0,
            4: {"ok": 0x00, "low": 0x0C, "out": 0x6C}[self.paper],
        }[which]
        return bytes((0x12 | bits,))
