"""The driver of an ESC/POS thermal printer.

Responsible for getting a whole job to the printer and for saying honestly what became of it: the paper is asked for
before, and after the job a queued request shows that the printer has worked it off. Not for what a slip says (that is
the kiosk's), nor for printing again: a slip that nobody can vouch for is a person's decision.
"""

import logging
import threading
import time

from hardware.errors import DeviceError, Unreachable
from hardware.link import open_link
from hardware.printer.command_sheet import longest
from hardware.printer.conversation import Conversation
from hardware.printer.model import Model
from hardware.printer.port import Printed, PrinterState, SlipPrinter

TURN = 1.5
"""Seconds beyond its idle time for which a printer that takes one kiosk at a time may be the other one's."""
AWAY = 30.0
"""Seconds after which a printer that does not answer is nobody else's but gone: nobody waits for its turn."""
AGAIN = 0.2
_log = logging.getLogger("hardware.printer")


class EscPosPrinter:
    """A printer at `url` (see `open_link`), opened when it is needed and again after every failure.

    Why it cannot print is written down once, and once more when it can again.
    """

    def __init__(self, url: str, model: Model | None = None) -> None:
        self._url = url
        self._model = model or Model()
        self._shared = url.startswith("socket:")
        self._talk: Conversation | None = None
        self._used = time.monotonic()
        self._torn = 0
        """Bytes of nothing that end the longest command which a slip torn in the middle may have left open."""
        self._why = ""
        self._trouble: PrinterState | None = None
        self._since = 0.0
        self._over = threading.Event()
        self._lock = threading.Lock()

    def state(self) -> PrinterState:
        """Return the state now; a printer that cannot be reached or understood is `UNKNOWN`."""
        with self._lock:
            state = self._state()
            # Somebody who only looks at it must not keep it from the kiosk beside.
            if self._shared and time.monotonic() - self._used >= self._model.idle:
                self._drop()
            return state

    def print(self, job: bytes) -> Printed:
        """Send `job` whole and read back what became of it."""
        with self._lock:
            if not self._in_turn().can_print:
                return Printed.REFUSED
            self._used = time.monotonic()
            open_command = 0
            try:
                open_command = longest(job)
                talk = self._open()
                talk.print(bytes(self._torn) + job)
            except Exception as error:
                # Of any kind: a slip that somebody waits for ends in a word, whatever a library raises.
                self._fails(error)
                self._note(PrinterState.UNKNOWN)
                self._torn = open_command
                return Printed.UNCONFIRMED
            self._used, self._torn = time.monotonic(), 0
            if talk.stale:
                self._drop()
            # Worked off is worked off: that the roll ends or the line is cut after it makes no slip doubtful. One that
            # hangs in the cutter cannot be taken.
            return Printed.UNCONFIRMED if self._state() is PrinterState.CUTTER else Printed.PRINTED

    def rest(self) -> None:
        """Let another kiosk have the printer, when it is one that can be shared."""
        with self._lock:
            if self._shared:
                self._drop()

    def close(self) -> None:
        """Let go of the printer; the next question opens it again."""
        with self._lock:
            self._drop()

    def end(self) -> None:
        """End at once whatever is being waited for; from then on nothing is printed."""
        self._over.set()
        if (talk := self._talk) is not None:
            talk.cut()
        if self._lock.acquire(timeout=AGAIN):
            self._drop()
            self._lock.release()

    def _in_turn(self) -> PrinterState:
        """Return the state, waiting while the printer may be another kiosk's."""
        end = time.monotonic() + self._model.idle + TURN
        gone = self._trouble is PrinterState.UNKNOWN and time.monotonic() - self._since > AWAY
        state = self._state()
        while state is PrinterState.UNKNOWN and self._shared and not gone and time.monotonic() < end:
            if self._over.wait(AGAIN):
                break
            state = self._state()
        return state

    def _state(self) -> PrinterState:
        # A link that was cut while nobody used it fails at its first use: ask once more on a new one.
        state = PrinterState.UNKNOWN
        for _ in range(2):
            fresh = self._talk is None
            try:
                state = self._open().state()
                self._why = state.value
                break
            except Exception as error:
                self._fails(error)
                if fresh:
                    break
        self._note(state)
        return state

    def _note(self, state: PrinterState) -> None:
        trouble = None if state.can_print else state
        if trouble is self._trouble:
            return
        if trouble is not None:
            _log.warning("the printer cannot print: %s (%s)", trouble.value, self._why)
        else:
            _log.warning("the printer prints again: %s", self._url)
        self._trouble, self._since = trouble, time.monotonic()

    def _open(self) -> Conversation:
        if self._over.is_set():
            raise Unreachable(self._url, "the kiosk is ending")
        if self._talk is None:
            self._used = time.monotonic()
            talk = Conversation(open_link(self._url), self._url, self._model)
            self._talk = talk
            talk.settle()
        return self._talk

    def _fails(self, error: Exception) -> None:
        self._why = str(error) if isinstance(error, DeviceError) else f"{type(error).__name__}: {error}"
        self._drop()

    def _drop(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None


def open_printer(url: str, model: Model | None = None) -> SlipPrinter:
    """Return the printer at `url`; nothing is opened before it is asked. Raises `ValueError` for no address."""
    if not url.startswith(("socket://", "serial://")):
        raise ValueError(f"{url!r} is no printer address; write socket://HOST:9100 or serial:///dev/NAME?baud=115200")
    return EscPosPrinter(url, model)
