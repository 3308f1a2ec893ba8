"""What a slip printer can do, whichever it is."""

from enum import Enum
from typing import Protocol


class PrinterState(Enum):
    """What the printer says of itself; only `READY` and `PAPER_LOW` can print."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    UNKNOWN = "unknown"

    @property
    def can_print(self) -> bool:
        """Return whether a job sent now should come out."""
        return self in (PrinterState.READY, PrinterState.PAPER_LOW)


class Printed(Enum):
    """What became of a job: `UNCONFIRMED` means that nobody can say whether the slip came out."""

    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"


class SlipPrinter(Protocol):
    """A thermal printer: asked for its state before a job and read back after it."""

    def state(self) -> PrinterState:
        """Return the state now; never raises, an unreachable printer is `UNKNOWN`."""

    def print(self, job: bytes) -> Printed:
        """Send `job` whole and read the status back.

        `REFUSED` means nothing was sent (paper out, cover open, unreachable); never raises.
        """

    def rest(self) -> None:
        """Nobody needs the printer for now: another kiosk may have it. Never raises."""

    def close(self) -> None:
        """Let go of the printer; the next question opens it again."""

    def end(self) -> None:
        """End at once whatever is being waited for, from whichever thread; from then on nothing is printed."""
