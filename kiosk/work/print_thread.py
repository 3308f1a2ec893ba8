"""The printer's own thread: slips are printed one after the other, and the screen never waits for paper."""

import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal

import msgspec

from hardware.printer.encoder import Raster
from hardware.printer.model import Model
from hardware.printer.paper_length import millimetres
from hardware.printer.port import Printed, PrinterState, SlipPrinter
from kiosk.memory import clear_at_hand
from kiosk.page.booking_slip import booking_slip
from kiosk.page.remote_slip import remote_slip
from kiosk.page.slip import plan_slip, ticket_slip
from kiosk.page.trial_slip import trial_slip
from kiosk.visit.touches import PlanDone, PrintBooking, PrintPlan, PrintTicket, Result, SlipDone
from kiosk.visit.world import PrinterSeen, World
from kiosk.work.watch import ENDS_WITHIN, Watch
from server.wire.orders import Came, OrderDone

Outcome = tuple[Printed, PrinterState]
NOBODY_KNOWS: Outcome = (Printed.UNCONFIRMED, PrinterState.UNKNOWN)
"""What became of a slip whose printing failed in a way that no printer has."""
CAME: Final[dict[Printed, Came]] = {
    Printed.PRINTED: "printed",
    Printed.UNCONFIRMED: "print_unsure",
    Printed.REFUSED: "not_printed",
}


class _Job(msgspec.Struct):
    """A slip to make, and whom to tell what became of it."""

    slip: Callable[[], bytes]
    told: Callable[[Printed, PrinterState], None]


class PrintThread:
    """Prints what it is given and tells what became of it; `tell` and `learn` must not block.

    Whatever a job raises is the end of that job only: one that could not be made was refused, one that failed on its
    way is in doubt.
    """

    def __init__(
        self,
        printer: SlipPrinter,
        model: Model,
        raster: Raster,
        tell: Callable[[Result], None],
        learn: Callable[[PrinterSeen], None],
    ) -> None:
        self._printer = printer
        self._model = model
        self._raster = raster
        self._tell = tell
        self._learn = learn
        self._making = Watch("making slips", answers=())
        self._watch = Watch("printing", answers=())
        self._telling = Watch("telling of slips", answers=())
        self._asking = threading.Event()
        self._ticket_out: float | None = None
        self._over = threading.Event()
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
                lambda: self._slip_of(wish, world),
                lambda outcome, state: self._ticket(SlipDone(wish.ticket.id, outcome, state)),
            )
        )

    def _ticket(self, done: SlipDone) -> None:
        if done.outcome is Printed.PRINTED:
            self._ticket_out = time.monotonic()
        self._tell(done)

    def ticket_ago(self) -> int | None:
        """Return how many seconds ago the last ticket came out, None when none has since the kiosk began."""
        return None if self._ticket_out is None else int(time.monotonic() - self._ticket_out)

    def _slip_of(self, wish: PrintTicket, world: World) -> bytes:
        if wish.there is not None:
            return remote_slip(wish, wish.there, world, self._raster, self._model)
        return ticket_slip(wish, world, self._raster, self._model)

    def print_booking(self, wish: PrintBooking, world: World) -> None:
        """Print the slip of a booking; `SlipDone` comes back."""
        self._queue.put(
            _Job(
                lambda: booking_slip(wish, world, self._raster, self._model),
                lambda outcome, state: self._tell(SlipDone(wish.booking.id, outcome, state)),
            )
        )

    def print_plan(self, wish: PrintPlan, world: World) -> None:
        """Print a plan; `PlanDone` comes back."""
        self._queue.put(
            _Job(
                lambda: plan_slip(wish, world, self._raster, self._model),
                lambda outcome, state: self._tell(PlanDone(wish.key, outcome, state)),
            )
        )

    def print_trial(self, world: World, moment: datetime, answer: Callable[[OrderDone], None]) -> None:
        """Print a slip that nobody waits for; `answer` hears what came of it and how much paper it took."""
        job = b""

        def made() -> bytes:
            nonlocal job
            job = trial_slip(moment, world, self._raster, self._model)
            return job

        def told(outcome: Printed, _: PrinterState) -> None:
            paper = 0 if outcome is Printed.REFUSED else round(millimetres(job))
            answer(OrderDone(CAME[outcome], paper))

        self._queue.put(_Job(made, told))

    def close(self) -> None:
        """End, whatever the printer does: a slip in hand is cut off when it is not out in a moment."""
        self._over.set()
        self._queue.put("end")
        self._thread.join(ENDS_WITHIN)
        self._printer.end()

    def _work(self) -> None:
        resting = False
        while True:
            try:
                job = self._queue.get(timeout=None if resting else max(self._model.idle, 0.1))
            except queue.Empty:
                resting = True
                self._watch.does(self._printer.rest, lambda: None)
                continue
            if job == "end" or self._over.is_set():
                return
            resting = False
            self._does(job)
            # While it waits for the next slip it must not hold on to the last citizen's.
            del job
            clear_at_hand()

    def _does(self, job: _Job | Literal["state"]) -> None:
        if isinstance(job, _Job):
            outcome, state = self._printed(job)
            self._telling.does(lambda: self._learn(PrinterSeen(state)), lambda: None)
            self._telling.does(lambda: job.told(outcome, state), lambda: None)
            return
        self._asking.clear()
        state = self._watch.does(self._printer.state, lambda: PrinterState.UNKNOWN)
        self._telling.does(lambda: self._learn(PrinterSeen(state)), lambda: None)

    def _printed(self, job: _Job) -> Outcome:
        slip = self._making.does(job.slip, lambda: b"")
        if not slip:
            return Printed.REFUSED, self._watch.does(self._printer.state, lambda: PrinterState.UNKNOWN)

        def done() -> Outcome:
            return self._printer.print(slip), self._printer.state()

        return self._watch.does(done, lambda: NOBODY_KNOWS)
