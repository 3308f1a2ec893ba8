"""Every manner of a printer: its slip comes out once or is flagged, and afterwards slips come out again."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue

import pytest

from config.centers import Text
from config.font import font_file, rare_fonts
from hardware.printer.driver import EscPosPrinter
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.lettering import Lettering
from hardware.printer.manner import Manner
from hardware.printer.model import Model, model_of
from hardware.printer.port import Printed, PrinterState
from hardware.printer.slip_reader import read_slip
from kiosk.visit.touches import PrintTicket, Result, SlipDone
from kiosk.visit.world import PrinterSeen
from kiosk.work.print_thread import PrintThread
from tests.hardware.printer.manners import ROWS, Row
from tests.kiosk.hall import WORLD, ticket

AT_ONCE = 12
NAMED = {row.name: row for row in ROWS}
RASTER = Lettering(font_file(), rare_fonts()).raster
PAPERS = (Text("户口簿 䶮㛃𠮷😀\u2028\x1b@", "register \x85\u202e"),)


@contextmanager
def printing(url: str, model: Model) -> Iterator[tuple[PrintThread, SimpleQueue[Result]]]:
    told: SimpleQueue[Result] = SimpleQueue()
    seen: SimpleQueue[PrinterSeen] = SimpleQueue()
    thread = PrintThread(EscPosPrinter(url, model), model, RASTER, told.put, seen.put)
    thread.start()
    try:
        yield thread, told
    finally:
        thread.close()
        thread._thread.join(20)
    assert not thread._thread.is_alive()


def printed(thread: PrintThread, told: SimpleQueue[Result], number: str) -> Printed:
    """Print the slip of ticket `number` and return what became of it."""
    thread.print_ticket(PrintTicket(ticket(number), "zh", PAPERS), WORLD)
    done = told.get(timeout=60)
    assert isinstance(done, SlipDone)
    assert done.ticket == f"id-{number}"
    return done.outcome


def times(printer: EmulatedPrinter, number: str) -> int:
    """Return how many slips of ticket `number` came out."""
    return sum(number in read_slip(slip).text for slip in printer.slips)


def mend(printer: EmulatedPrinter, row: Row) -> None:
    if row.outcome == "flagged":
        printer.manner = Manner()
    printer.silent = printer.cover_open = printer.offline = printer.cutter_jammed = False
    printer.put_paper_in()


def test_there_are_forty_and_more() -> None:
    assert len(NAMED) == len(ROWS) >= 40


def prove(row: Row) -> None:
    """Print a slip at a printer like `row`, mend what is wrong, and print another."""
    with EmulatedPrinter(row.manner, on_pty=row.on_pty) as printer:
        for fault, value in row.trouble.items():
            setattr(printer, fault, value)
        with printing(printer.url, model_of(row.printing)) as (thread, told):
            outcome = printed(thread, told, "A001")
            if row.outcome == "printed":
                assert outcome is Printed.PRINTED
                printer.wait_for_slip(1)
                assert times(printer, "A001") == 1
            else:
                assert outcome is not Printed.PRINTED
                assert times(printer, "A001") <= 1
            mend(printer, row)
            if row.says.get("answers") == "process" and row.outcome == "flagged":
                printer.manner = Manner(process=True)
            before = len(printer.slips)
            assert printed(thread, told, "B002") is Printed.PRINTED
            printer.wait_for_slip(before + 1)
            assert times(printer, "A001") <= 1
            assert times(printer, "B002") == 1


@pytest.fixture(scope="module")
def proofs() -> dict[str, Future[None]]:
    """Every row, already tried: silent printers are waited for side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return {name: pool.submit(prove, row) for name, row in NAMED.items()}


@pytest.mark.xdist_group("manners")
@pytest.mark.parametrize("name", NAMED)
def test_a_slip_comes_out_once_or_is_flagged_and_the_next_one_comes_out(
    proofs: dict[str, Future[None]], name: str
) -> None:
    proofs[name].result()


def test_every_slip_says_its_number_and_leads_to_its_page() -> None:
    for said in ({}, {"codes": "drawn"}, {"paper": 58}):
        with EmulatedPrinter() as printer:
            with printing(printer.url, model_of(Row("", "printed", says=said).printing)) as (thread, told):
                assert printed(thread, told, "A001") is Printed.PRINTED
            slip = read_slip(printer.slips[0])
            assert bool(slip.codes) is ("codes" not in said)
            assert "户口簿" in slip.text or slip.pictures


def test_two_kiosks_share_a_printer_of_one_connection() -> None:
    """Both look at it all the time, as kiosks do whose citizens are about to take a ticket."""
    model = Model(idle=0.2, speed=500)
    with EmulatedPrinter(Manner(refuses=True)) as printer:
        looks = threading.Event()
        with printing(printer.url, model) as left, printing(printer.url, model) as right:

            def look() -> None:
                while not looks.wait(0.05):
                    left[0].ask_state()
                    right[0].ask_state()

            looking = threading.Thread(target=look)
            looking.start()
            for number in ("A001", "A002", "A003"):
                assert printed(*left, number) is Printed.PRINTED
                assert printed(*right, number.replace("A", "B")) is Printed.PRINTED
            looks.set()
            looking.join()
        assert sorted(len(printer.slips[at]) > 0 for at in range(6)) == [True] * 6
        assert len(printer.slips) == 6


def test_a_printer_that_was_switched_off_is_found_again() -> None:
    with EmulatedPrinter() as printer:
        port, url = int(printer.url.rpartition(":")[2]), printer.url
    with printing(url, Model(idle=0, speed=500)) as (thread, told):
        assert printed(thread, told, "A001") is Printed.REFUSED
        with EmulatedPrinter(port=port) as printer:
            assert printed(thread, told, "A002") is Printed.PRINTED
            assert times(printer, "A002") == 1


def test_a_kiosk_that_holds_nothing_lets_the_printer_go() -> None:
    with (
        EmulatedPrinter(Manner(refuses=True)) as printer,
        printing(printer.url, Model(idle=0.1, speed=500)) as (thread, told),
    ):
        assert printed(thread, told, "A001") is Printed.PRINTED
        other = EscPosPrinter(printer.url, Model(idle=5))
        assert other._in_turn() is PrinterState.READY
        other.end()
