"""Questions and answers on an open wire to a printer.

Responsible for telling an answer to our question from what the printer says by itself, and for waiting as long as the
paper takes and no longer. Not for opening the wire again, nor for what becomes of the slip: that is the driver's.
"""

import time

from hardware.errors import DeviceError, Garbled, NoReply
from hardware.link import PATIENCE, Link
from hardware.printer.model import Model
from hardware.printer.paper_length import millimetres
from hardware.printer.port import PrinterState
from hardware.printer.replies import Replies
from hardware.printer.status import ASKS, decode

REPLY = 1.0
"""Seconds until a real-time status request must be answered."""
LOOKS = 1.0
"""Seconds between two looks at a printer that is working a job off."""
QUIET, SETTLES = 0.04, 0.4
"""Seconds without a byte after which a new wire has said what it says by itself, and the most that is waited for it."""
SLOWEST = 900
"""Bytes a second that even 9600 baud carries."""
SLOWER = 2.5
"""How many times as long as usual the paper may take: cold heads and dark pictures."""
BARRIER = b"\x1dr\x01"
"""`GS r 1`: answered only when everything sent before it has been worked off."""
QUEUED = b"queued"
OFFLINE = 0x08
STOPS = (PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.CUTTER)
"""What ends a slip at once; some printers call themselves offline merely because they are busy."""


class Conversation:
    """One open `link` to the printer `device`; every method raises `DeviceError`, and then the link is of no use."""

    def __init__(self, link: Link, device: str, model: Model) -> None:
        self._link = link
        self._device = device
        self._model = model
        self._replies = Replies()
        self._jobs = 0
        self._ends = b""
        self._ended = False
        self._looking = False
        self._heard = b""
        self.stale = False
        """Whether an answer may still come that would be taken for that to the next question."""

    def settle(self) -> None:
        """Let the printer say what it says by itself when somebody comes."""
        end = time.monotonic() + SETTLES
        while self._model.answers != "none" and time.monotonic() < end:
            try:
                self._take(self._link.read(1, QUIET))
            except NoReply:
                return

    def state(self) -> PrinterState:
        """Return what the printer says of itself now; one that answers nothing is ready as long as the wire stands."""
        if self._model.answers == "none":
            self._take(self._link.received())
            return PrinterState.READY
        first = self._asked()
        if first.can_print:
            return first
        # A status that came unasked between two answers looks like trouble: only what is said twice is believed.
        try:
            return self._asked()
        except DeviceError:
            return first

    def _asked(self) -> PrinterState:
        self._take(self._link.received())
        replies = b""
        for ask in ASKS:
            self._link.write(ask)
            replies += self._status()
        return decode(replies, self._device)

    def print(self, job: bytes) -> None:
        """Send `job` and wait until it is worked off; raises `NoReply` when that does not come, or cannot any more."""
        paper = millimetres(job)
        allowed = REPLY + len(job) / SLOWEST + paper / self._model.speed * SLOWER
        self._jobs += 1
        self._ended = self._looking = False
        end, self._ends = self._barrier()
        self._link.write(job + end, PATIENCE + allowed)
        if self._ends:
            self._wait(allowed)
        else:
            self._let_pass(len(job) / SLOWEST / 10 + paper / self._model.speed)

    def cut(self) -> None:
        """End what another thread waits for."""
        self._link.cut()

    def close(self) -> None:
        """Let go of the wire."""
        self._link.close()

    def _barrier(self) -> tuple[bytes, bytes]:
        """Return what to send after a job, and how the answer to it begins."""
        if self._model.answers == "queue":
            return BARRIER, QUEUED
        if self._model.answers == "process":
            # `GS ( H` function 48: the printer sends the id back when it comes to it.
            name = f"{self._jobs % 10_000:04}".encode()
            return b"\x1d(H\x06\x00\x30\x30" + name, b"\x37\x22" + name
        return b"", b""

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        look = time.monotonic() + LOOKS
        while not self._ended:
            now = time.monotonic()
            if now >= end:
                # Whoever was kept from looking (a busy machine) finds the answer there all the same.
                self._take(self._link.received())
                if self._ended:
                    break
                raise NoReply(self._device, "it does not say that it has worked the slip off")
            if now >= look and not self._looking:
                self._link.write(ASKS[0])
                self._looking, look = True, now + LOOKS
            self._hear(min(end, max(look, now + QUIET)) - now)
        if self._looking:
            try:
                self._status()
            except DeviceError:
                self.stale = True

    def _let_pass(self, seconds: float) -> None:
        """Wait as long as the paper takes; the wire must stand, and a printer that says how it is must not stop."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._hear(min(left, LOOKS))
            if self._model.answers == "status":
                self._look_closer()

    def _hear(self, seconds: float) -> None:
        """Take what comes within `seconds`; raises `NoReply` when the printer says that it has stopped."""
        try:
            statuses = self._take(self._link.read(1, seconds))
        except NoReply:
            return
        if self._looking and statuses:
            self._looking = False
            # What it says by itself looks the same: only all four answers tell.
            if statuses[-1] & OFFLINE:
                self._look_closer()

    def _look_closer(self) -> None:
        state = self.state()
        if state in STOPS and not self._ended:
            raise NoReply(self._device, f"it stopped in the slip: {state.value}")

    def _status(self) -> bytes:
        """Return the next real-time answer."""
        end = time.monotonic() + REPLY
        self._heard = b""
        while (left := end - time.monotonic()) > 0:
            try:
                statuses = self._take(self._link.read(1, left))
            except NoReply:
                break
            if statuses:
                return statuses[:1]
        if statuses := self._take(self._link.received()):
            return statuses[:1]
        if self._heard:
            raise Garbled(self._device, f"it answers {self._heard[:8].hex(' ')}, which is no status")
        raise NoReply(self._device, "it does not answer")

    def _take(self, data: bytes) -> bytes:
        """Take bytes in and return the real-time answers among them."""
        self._heard = (self._heard + data)[-64:]
        statuses = b""
        for reply in self._replies.take(data):
            if reply.kind == "status":
                statuses += reply.data
            elif self._ends in ((QUEUED,) if reply.kind == "queued" else (reply.data,)):
                self._ended = True
        return statuses
