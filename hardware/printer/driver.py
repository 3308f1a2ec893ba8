"""The driver of an ESC/POS thermal printer.

Responsible for getting a whole job to the printer and for saying honestly what became of it: the paper is asked for
before, and after the job a queued request shows that the printer has worked it off. Not for what a slip says (that is
the kiosk's), nor for printing again: a slip that nobody can vouch for is a person's decision.
"""

import threading

from hardware.errors import DeviceError, Garbled, NoReply
from hardware.link import Link, open_link
from hardware.printer.port import Printed, PrinterState, SlipPrinter
from hardware.printer.status import ASKS, decode, is_status
from hardware.printer.transport import LinkPrinter

REPLY = 1.0
"""Seconds until a real-time status request must be answered."""
BARRIER = b"\x1dr\x01"
"""`GS r 1`: answered only when everything sent before it has been worked off."""
SLOWEST = 900
"""Bytes a second that even 9600 baud carries."""
NOISE_AT_MOST = 64


class EscPosPrinter:
    """A printer at `url` (see `open_link`), opened when it is needed and again after every failure."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._printer: LinkPrinter | None = None
        self._link: Link | None = None
        self._lock = threading.Lock()

    def state(self) -> PrinterState:
        """Return the state now; a printer that cannot be reached or understood is `UNKNOWN`."""
        with self._lock:
            return self._state()

    def print(self, job: bytes) -> Printed:
        """Send `job` whole and read the status back."""
        with self._lock:
            if not self._state().can_print:
                return Printed.REFUSED
            try:
                self._open()._raw(job + BARRIER)
                self._wait_for_barrier(len(job))
            except DeviceError:
                self._drop()
                return Printed.UNCONFIRMED
            return Printed.PRINTED if self._state().can_print else Printed.UNCONFIRMED

    def close(self) -> None:
        """Let go of the link."""
        with self._lock:
            self._drop()

    def _state(self) -> PrinterState:
        # A link that was cut while nobody used it fails at its first use: ask once more on a new one.
        for _ in range(2):
            fresh = self._link is None
            try:
                return self._ask()
            except DeviceError:
                self._drop()
                if fresh:
                    break
        return PrinterState.UNKNOWN

    def _ask(self) -> PrinterState:
        printer = self._open()
        link = self._link
        assert link is not None  # noqa: S101 - `_open` has set it
        link.drop_received()
        replies = b""
        for ask in ASKS:
            printer._raw(ask)
            replies += link.read(1, REPLY)
        return decode(replies, self._url)

    def _wait_for_barrier(self, size: int) -> None:
        """Wait for the barrier's answer; pictures may contain what looks like a status request, its replies pass."""
        if self._link is None:
            raise NoReply(self._url, "the link is closed")
        for _ in range(NOISE_AT_MOST):
            (reply,) = self._link.read(1, REPLY + size / SLOWEST)
            if not is_status(reply):
                return
        raise Garbled(self._url, "it answers without end")

    def _open(self) -> LinkPrinter:
        if self._printer is None:
            self._link = open_link(self._url)
            self._printer = LinkPrinter(self._link)
        return self._printer

    def _drop(self) -> None:
        if self._printer is not None:
            self._printer.close()
        self._printer = self._link = None


def open_printer(url: str) -> SlipPrinter:
    """Return the printer at `url`; nothing is opened before it is asked. Raises `ValueError` for no address."""
    if not url.startswith(("socket://", "serial://")):
        raise ValueError(f"{url!r} is no printer address; write socket://HOST:9100 or serial:///dev/NAME?baud=115200")
    return EscPosPrinter(url)
