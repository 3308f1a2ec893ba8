"""The printer's own thread: slips are printed one after the other, and the screen never waits for paper."""

import queue
import threading
from collections.abc import Callable
from typing import Literal

import msgspec

from hardware.printer.encoder import Raster
from hardware.printer.port import Printed, PrinterState, SlipPrinter
from kiosk.page.slip import plan_slip, ticket_slip
from kiosk.visit.touches import PlanDone, PrintPlan, PrintTicket, Result, SlipDone
from kiosk.visit.world import PrinterSeen, World
from kiosk.work.watch import Watch

Outcome = tuple[Printed, PrinterState]
NOBODY_KNOWS: Outcome = (Printed.UNCONFIRMED, PrinterState.UNKNOWN)
"""What became of a slip whose printing failed in a way that no printer has."""


class _Job(msgspec.Struct):
    """A slip to make, and whom to tell what became of it."""

    slip: Callable[[], bytes]
    result: Callable[[Printed, PrinterState], Result]


class PrintThread:
    """Prints what it is given and tells what became of it; `tell` and `learn` must not block."""

    def __init__(
        self,
        printer: SlipPrinter,
        raster: Raster,
        tell: Callable[[Result], None],
        learn: Callable[[PrinterSeen], None],
    ) -> None:
        self._printer = printer
        self._raster = raster
        self._tell = tell
        self._learn = learn
        self._watch = Watch("printing")
        self._asking = threading.Event()
        self._queue: queue.SimpleQueue[_Job | Literal["state", "end"]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="printing", daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def ask_state(self) -> None:
        """Ask the printer how it is; a printer that is slow to answer is not asked a second time meanwhile."""
        if not self._asking.is_set():
            self._asking.set()
            self._queue.put("state")

    def print_ticket(self, wish: PrintTicket, world: World) -> None:
        """Print a ticket's slip; `SlipDone` comes back."""
        self._queue.put(
            _Job(
                lambda: ticket_slip(wish, world, self._raster),
                lambda outcome, state: SlipDone(wish.ticket.id, outcome, state),
            )
        )

    def print_plan(self, wish: PrintPlan, world: World) -> None:
        """Print a plan; `PlanDone` comes back."""
        self._queue.put(
            _Job(
                lambda: plan_slip(wish, world, self._raster),
                lambda outcome, state: PlanDone(wish.key, outcome, state),
            )
        )

    def close(self) -> None:
        """End after the slip in hand and let go of the printer."""
        self._queue.put("end")
        self._thread.join()
        self._printer.close()

    def _work(self) -> None:
        while (job := self._queue.get()) != "end":
            if isinstance(job, _Job):
                self._print(job)
            else:
                self._asking.clear()
                self._learn(PrinterSeen(self._watch.does(self._printer.state, lambda: PrinterState.UNKNOWN)))
            # While it waits for the next slip it must not hold on to the last citizen's.
            del job

    def _print(self, job: _Job) -> None:
        outcome, state = self._watch.does(lambda: self._printed(job.slip()), lambda: NOBODY_KNOWS)
        self._learn(PrinterSeen(state))
        self._tell(job.result(outcome, state))

    def _printed(self, slip: bytes) -> Outcome:
        outcome = self._printer.print(slip)
        return outcome, self._printer.state()
