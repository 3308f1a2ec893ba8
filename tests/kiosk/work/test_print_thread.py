"""The printer's thread outlives whatever its printer raises, and the screen is told what became of the slip."""

import termios
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from config.font import font_file
from hardware.printer.lettering import Lettering
from hardware.printer.port import Printed, PrinterState
from kiosk.visit.touches import PlanDone, PrintPlan, PrintTicket, Result, SlipDone
from kiosk.visit.world import PrinterSeen
from kiosk.work.print_thread import PrintThread
from server.rules.guidance.judge.verdict import Wish
from tests.kiosk.hall import WORLD, SmallGuide, ticket


class Unplugged:
    """A printer whose cable was pulled: what pyserial raises then is neither its own error nor an OSError."""

    def __init__(self) -> None:
        self.pulled = True
        self.slips: list[bytes] = []

    def _cable(self) -> None:
        if self.pulled:
            raise termios.error(5, "Input/output error")

    def state(self) -> PrinterState:
        self._cable()
        return PrinterState.READY

    def print(self, job: bytes) -> Printed:
        self._cable()
        self.slips.append(job)
        return Printed.PRINTED

    def close(self) -> None:
        pass


class Desk:
    def __init__(self) -> None:
        self.printer = Unplugged()
        self.told: SimpleQueue[Result] = SimpleQueue()
        self.seen: SimpleQueue[PrinterSeen] = SimpleQueue()
        self.thread = PrintThread(self.printer, Lettering(font_file()).raster, self.told.put, self.seen.put)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    made.thread.start()
    yield made
    made.thread.close()


def test_a_pulled_cable_is_told_and_the_next_slip_comes_out(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    for number in ("A001", "A002"):
        desk.thread.print_ticket(PrintTicket(ticket(number), "zh"), WORLD)
        assert desk.told.get(timeout=20) == SlipDone(f"id-{number}", Printed.UNCONFIRMED, PrinterState.UNKNOWN)
        assert desk.seen.get(timeout=20) == PrinterSeen(PrinterState.UNKNOWN)
    assert len([record for record in caplog.records if record.name == "kiosk.work"]) == 1
    desk.printer.pulled = False
    desk.thread.print_ticket(PrintTicket(ticket("A003"), "zh"), WORLD)
    assert desk.told.get(timeout=20) == SlipDone("id-A003", Printed.PRINTED, PrinterState.READY)
    assert len(desk.printer.slips) == 1


def test_a_plan_and_a_question_fail_as_a_slip_does(desk: Desk) -> None:
    plan = PrintPlan("job", "zh", SmallGuide().consult(("move",), {"home": "own", "months": 3}, Wish()))
    desk.thread.print_plan(plan, WORLD)
    assert desk.told.get(timeout=20) == PlanDone("job", Printed.UNCONFIRMED, PrinterState.UNKNOWN)
    desk.seen.get(timeout=20)
    desk.thread.ask_state()
    assert desk.seen.get(timeout=20) == PrinterSeen(PrinterState.UNKNOWN)
    desk.printer.pulled = False
    desk.thread.ask_state()
    assert desk.seen.get(timeout=20) == PrinterSeen(PrinterState.READY)
