"""The printer's own thread: slips are printed one after the other, and the screen never waits for paper."""

import queue
import threading
from collections.abc import Callable

from hardware.printer.encoder import Raster
from hardware.printer.port import Printed, PrinterState, SlipPrinter
from kiosk.page.slip import plan_slip, ticket_slip
from kiosk.visit.touches import PlanDone, PrintPlan, PrintTicket, Result, SlipDone
from kiosk.visit.world import World


class Slips:
    """Prints what it is given and tells what became of it; `tell` and `states` must not block."""

    def __init__(
        self,
        printer: SlipPrinter,
        raster: Raster,
        tell: Callable[[Result], None],
        states: Callable[[PrinterState], None],
    ) -> None:
        self._printer = printer
        self._raster = raster
        self._tell = tell
        self._states = states
        self._asking = threading.Event()
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="slips", daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def ask_state(self) -> None:
        """Ask the printer how it is; a printer that is slow to answer is not asked a second time meanwhile."""
        if not self._asking.is_set():
            self._asking.set()
            self._queue.put(self._ask)

    def print_ticket(self, wish: PrintTicket, world: World) -> None:
        """Print a ticket's slip; `SlipDone` comes back."""

        def work() -> None:
            outcome, state = self._print(ticket_slip(wish, world, self._raster))
            self._tell(SlipDone(wish.ticket.id, outcome, state))

        self._queue.put(work)

    def print_plan(self, wish: PrintPlan, world: World) -> None:
        """Print a plan; `PlanDone` comes back."""

        def work() -> None:
            outcome, state = self._print(plan_slip(wish, world, self._raster))
            self._tell(PlanDone(wish.key, outcome, state))

        self._queue.put(work)

    def close(self) -> None:
        """End after the slip in hand and let go of the printer."""
        self._queue.put(None)
        self._thread.join()
        self._printer.close()

    def _ask(self) -> None:
        self._asking.clear()
        self._states(self._printer.state())

    def _print(self, job: bytes) -> tuple[Printed, PrinterState]:
        outcome = self._printer.print(job)
        state = self._printer.state()
        self._states(state)
        return outcome, state

    def _work(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
            # While it waits for the next slip it must not hold on to the last citizen's.
            del work
