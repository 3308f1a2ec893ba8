"""The printer's thread outlives whatever its printer raises, and the screen is told what became of the slip."""

import termios
import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from msgspec.structs import replace

from config.centers import Language, Text
from config.font import font_file
from hardware.printer.driver import open_printer
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.lettering import Lettering
from hardware.printer.manner import Manner
from hardware.printer.model import Model
from hardware.printer.port import Printed, PrinterState
from hardware.printer.simulator import SimulatedPrinter
from kiosk.visit.touches import PlanDone, PrintPlan, PrintTicket, Result, SlipDone
from kiosk.visit.world import PrinterSeen
from kiosk.work.print_thread import PrintThread
from server.rules.errors import Refusal
from server.rules.guidance.judge.verdict import Wish
from tests.kiosk.hall import WORLD, SmallGuide, ticket

LANGUAGES: tuple[Language, ...] = ("zh", "en")


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

    def rest(self) -> None:
        pass

    def close(self) -> None:
        pass

    def end(self) -> None:
        pass


class Desk:
    def __init__(self) -> None:
        self.printer = Unplugged()
        self.raster = Lettering(font_file()).raster
        self.told: SimpleQueue[Result] = SimpleQueue()
        self.seen: SimpleQueue[PrinterSeen] = SimpleQueue()
        self.thread = PrintThread(
            self.printer, Model(), lambda text, height: self.raster(text, height), self.told.put, self.seen.put
        )


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


@pytest.mark.parametrize("raised", [OSError("raqm_layout() failed"), MemoryError(), Refusal("internal"), KeyError("x")])
def test_a_slip_that_cannot_be_made_is_refused_and_the_next_comes_out(desk: Desk, raised: Exception) -> None:
    desk.printer.pulled = False
    rare = replace(WORLD, name=Text("😀", "😀"))

    def breaks(text: str, height: int) -> tuple[int, bytes]:
        raise raised

    desk.raster = breaks
    desk.thread.print_ticket(PrintTicket(ticket("A001"), "zh"), rare)
    assert desk.told.get(timeout=20) == SlipDone("id-A001", Printed.REFUSED, PrinterState.READY)
    desk.raster = Lettering(font_file()).raster
    desk.thread.print_ticket(PrintTicket(ticket("A002"), "zh"), rare)
    assert desk.told.get(timeout=20) == SlipDone("id-A002", Printed.PRINTED, PrinterState.READY)


@pytest.mark.parametrize("char", [*"\x00\x07\x0b\x1b\x1d\x7f\x85\x9b\u2028\u2029\u202e\u200b\ufeff", "\ud800"])
def test_no_character_keeps_a_slip_from_coming_out(desk: Desk, char: str) -> None:
    desk.printer.pulled = False
    odd = replace(WORLD, name=Text(f"政务{char}𠮷", f"Hall {char} 😀"))
    for language in LANGUAGES:
        desk.thread.print_ticket(PrintTicket(ticket("A001"), language), odd)
        assert desk.told.get(timeout=20) == SlipDone("id-A001", Printed.PRINTED, PrinterState.READY)


def test_who_is_told_may_fail(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.printer.pulled = False
    answers = iter([RuntimeError("no clock")])

    def tell(result: Result) -> None:
        for each in answers:
            raise each
        desk.told.put(result)

    monkeypatch.setattr(desk.thread, "_tell", tell)
    for number in ("A001", "A002"):
        desk.thread.print_ticket(PrintTicket(ticket(number), "zh"), WORLD)
    assert desk.told.get(timeout=20) == SlipDone("id-A002", Printed.PRINTED, PrinterState.READY)


def test_a_printer_that_nobody_needs_may_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    rested = threading.Event()
    printer = SimulatedPrinter()
    monkeypatch.setattr(printer, "rest", rested.set)
    thread = PrintThread(printer, Model(idle=0), Lettering(font_file()).raster, lambda _: None, lambda _: None)
    thread.start()
    assert rested.wait(20)
    thread.close()
    assert not thread._thread.is_alive()


@pytest.mark.parametrize("on_pty", [False, True])
def test_the_kiosk_ends_whatever_the_printer_does(on_pty: bool) -> None:
    """It takes the slip and never answers: the end of the kiosk cuts the wait off."""
    with EmulatedPrinter(Manner(queued=False), on_pty=on_pty) as emulated:
        told: SimpleQueue[Result] = SimpleQueue()
        model = Model(speed=10)
        thread = PrintThread(
            open_printer(emulated.url, model), model, Lettering(font_file()).raster, told.put, lambda _: None
        )
        thread.start()
        thread.print_ticket(PrintTicket(ticket("A001"), "zh"), WORLD)
        emulated.wait_for_slip(1)
        thread.close()
        thread._thread.join(20)
        assert not thread._thread.is_alive()
        result = told.get(timeout=20)
        assert isinstance(result, SlipDone)
        assert result.outcome is Printed.UNCONFIRMED
