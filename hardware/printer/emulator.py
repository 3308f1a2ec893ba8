"""A thermal printer that is not there: speaks the printer's bytes on TCP or a pty, and keeps the paper.

Responsible for behaving as the command sheet says a printer does, faults included. Shares no code with the driver.
"""

import contextlib
import os
import pty
import select
import socket
import threading
import time
import tty
from collections.abc import Callable
from types import TracebackType
from typing import Self

from hardware.printer.command_sheet import Unfinished, commands


class EmulatedPrinter:
    """One printer; set its faults at any time, they hold from the next byte on.

    `paper` is `ok`, `low` or `out`; `runs_out_after` is how many bytes of a job still come out; `hangs_up_after` how
    many are taken before the line is cut; `silent` answers nothing. `slips` are the cut slips, `finished` when the
    last byte of each came (ms since the epoch).
    """

    def __init__(self, *, on_pty: bool = False, port: int = 0) -> None:
        self.paper = "ok"
        self.cover_open = False
        self.cutter_jammed = False
        self.offline = False
        self.silent = False
        self.runs_out_after: int | None = None
        self.hangs_up_after: int | None = None
        self.slips: list[bytes] = []
        self.finished: list[float] = []
        self._changed = threading.Condition()
        self._buffer = b""
        self._slip = b""
        self._ends_read, self._ends_write = os.pipe()
        self._listener: socket.socket | None = None
        self._terminal = -1
        if on_pty:
            self._terminal, self._other = pty.openpty()
            tty.setraw(self._other)
            self.url = f"serial://{os.ttyname(self._other)}?baud=115200"
        else:
            self._listener = socket.create_server(("127.0.0.1", port))
            self.url = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.write(self._ends_write, b"x")
        self._thread.join()
        if self._listener:
            self._listener.close()
        else:
            os.close(self._terminal)
            os.close(self._other)
        os.close(self._ends_read)
        os.close(self._ends_write)

    def wait_for_slip(self, number: int, seconds: float = 10) -> bytes:
        """Return slip `number` (the first is 1) once it is cut; raises `TimeoutError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.slips) >= number, seconds):
                raise TimeoutError(f"slip {number} did not come within {seconds} s")
            return self.slips[number - 1]

    def put_paper_in(self) -> None:
        """Put new paper in; what waits in the buffer is printed at once, as printers do."""
        self.paper = "ok"
        self.runs_out_after = None
        self._work_off()

    def _serve(self) -> None:
        if self._listener is None:
            self._talk(self._terminal, lambda data: os.write(self._terminal, data))
            return
        while True:
            ready, _, _ = select.select([self._listener.fileno(), self._ends_read], [], [])
            if self._ends_read in ready:
                return
            line, _ = self._listener.accept()
            with line, contextlib.suppress(OSError):
                self._talk(line.fileno(), line.sendall)

    def _talk(self, source: int, answer: Callable[[bytes], object]) -> None:
        while True:
            ready, _, _ = select.select([source, self._ends_read], [], [])
            if self._ends_read in ready:
                return
            data = os.read(source, 4096)
            if not data or self._hangs_up(len(data)):
                return
            for reply in self._take(data):
                if not self.silent:
                    answer(reply)

    def _hangs_up(self, size: int) -> bool:
        if self.hangs_up_after is None:
            return False
        self.hangs_up_after -= size
        return self.hangs_up_after <= 0

    def _take(self, data: bytes) -> list[bytes]:
        """Take `data` in; return what is answered to it, real-time requests first, wherever they stand."""
        replies = [
            self._status(data[place + 2])
            for place in range(len(data) - 2)
            if data[place : place + 2] == b"\x10\x04" and data[place + 2] in (1, 2, 3, 4)
        ]
        self._buffer += data
        return replies + self._work_off()

    def _work_off(self) -> list[bytes]:
        """Print what is in the buffer as far as the printer can; return the answers to queued requests."""
        replies: list[bytes] = []
        worked = 0
        with contextlib.suppress(Unfinished):
            for command, end in commands(self._buffer):
                if command.name == b"\x10\x04":
                    worked = end
                    continue
                if not self._can_go_on(end - worked):
                    break
                if command.name == b"\x1dr":
                    replies.append(bytes(({"ok": 0x00, "low": 0x03, "out": 0x0F}[self.paper],)))
                else:
                    self._slip += self._buffer[worked:end]
                if command.name == b"\x1dV" and not self.cutter_jammed:
                    self._cut()
                worked = end
        self._buffer = self._buffer[worked:]
        return replies

    def _can_go_on(self, size: int) -> bool:
        if self.runs_out_after is not None:
            self.runs_out_after -= size
            if self.runs_out_after <= 0:
                self.paper = "out"
        return self.paper != "out" and not self.cover_open and not self.offline

    def _cut(self) -> None:
        with self._changed:
            self.slips.append(self._slip)
            self.finished.append(time.monotonic() * 1000)
            self._slip = b""
            self._changed.notify_all()

    def _status(self, which: int) -> bytes:
        stopped = self.offline or self.cover_open or self.paper == "out" or self.cutter_jammed
        bits = {
            1: 0x08 if stopped else 0,
            2: (0x04 if self.cover_open else 0) | (0x20 if self.paper == "out" else 0),
            3: 0x08 if self.cutter_jammed else 0,
            4: {"ok": 0x00, "low": 0x0C, "out": 0x6C}[self.paper],
        }[which]
        return bytes((0x12 | bits,))
