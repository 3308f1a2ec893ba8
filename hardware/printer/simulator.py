"""A printer in memory: keeps the jobs it was given and fails as it is told."""

from hardware.printer.port import Printed, PrinterState


class SimulatedPrinter:
    """Answers with `now`; `outcome` overrides what becomes of a job that it can take."""

    def __init__(self, now: PrinterState = PrinterState.READY) -> None:
        self.now = now
        self.outcome = Printed.PRINTED
        self.jobs: list[bytes] = []

    def state(self) -> PrinterState:
        """Return the state it was told to have."""
        return self.now

    def print(self, job: bytes) -> Printed:
        """Keep `job` when it can print."""
        if not self.now.can_print:
            return Printed.REFUSED
        self.jobs.append(job)
        return self.outcome

    def rest(self) -> None:
        """Nobody else wants it."""

    def end(self) -> None:
        """Nothing is waited for."""

    def close(self) -> None:
        """Nothing to let go of."""
