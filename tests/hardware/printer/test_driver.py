"""The driver against the emulated printer on TCP and on a serial line, with everything that goes wrong."""

import socket
import threading
from collections.abc import Iterator

import pytest

from hardware.printer.driver import EscPosPrinter, open_printer
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.encoder import Slip
from hardware.printer.model import Model
from hardware.printer.port import Printed, PrinterState
from tests.hardware.printer.sheet import read


def job(text: str = "A001") -> bytes:
    slip = Slip(lambda line, height: (1, bytes(height)))
    slip.line(text, size=4)
    slip.code("http://hall.example/t/1#s")
    return slip.cut()


@pytest.fixture(params=[False, True], ids=["tcp", "serial"])
def emulated(request: pytest.FixtureRequest) -> Iterator[EmulatedPrinter]:
    with EmulatedPrinter(on_pty=request.param) as printer:
        yield printer


@pytest.fixture
def driver(emulated: EmulatedPrinter) -> Iterator[EscPosPrinter]:
    printer = EscPosPrinter(emulated.url, Model(idle=0))
    yield printer
    printer.close()


def test_a_slip_comes_out_whole(emulated: EmulatedPrinter, driver: EscPosPrinter) -> None:
    assert driver.state() is PrinterState.READY
    assert driver.print(job()) is Printed.PRINTED
    assert emulated.slips == [job()]
    assert read(emulated.slips[0]).lines[0][0] == "A001"
    assert driver.print(job("A002")) is Printed.PRINTED
    assert len(emulated.slips) == 2


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ({"paper": "out"}, PrinterState.PAPER_OUT),
        ({"cover_open": True}, PrinterState.COVER_OPEN),
        ({"cutter_jammed": True}, PrinterState.CUTTER),
        ({"offline": True}, PrinterState.OFFLINE),
        ({"silent": True}, PrinterState.UNKNOWN),
    ],
)
def test_a_printer_that_cannot_print_gets_no_job(
    emulated: EmulatedPrinter, driver: EscPosPrinter, fault: dict[str, object], state: PrinterState
) -> None:
    for name, value in fault.items():
        setattr(emulated, name, value)
    assert driver.state() is state
    assert driver.print(job()) is Printed.REFUSED
    assert emulated.slips == []


def test_low_paper_still_prints(emulated: EmulatedPrinter, driver: EscPosPrinter) -> None:
    emulated.paper = "low"
    assert driver.state() is PrinterState.PAPER_LOW
    assert driver.print(job()) is Printed.PRINTED


def test_paper_that_ends_in_the_middle_is_not_called_printed(emulated: EmulatedPrinter, driver: EscPosPrinter) -> None:
    emulated.runs_out_after = 30
    assert driver.print(job()) is Printed.UNCONFIRMED
    assert driver.state() is PrinterState.PAPER_OUT
    assert emulated.slips == []
    emulated.put_paper_in()
    assert driver.state() is PrinterState.READY
    assert emulated.slips == [job()]


def test_a_line_cut_in_the_middle_is_not_called_printed() -> None:
    with EmulatedPrinter() as emulated:
        driver = EscPosPrinter(emulated.url)
        assert driver.state() is PrinterState.READY
        emulated.hangs_up_after = 40
        assert driver.print(job()) is Printed.UNCONFIRMED
        emulated.hangs_up_after = None
        assert driver.state() is PrinterState.READY
        driver.close()


def test_a_cutter_that_jams_is_seen_after_the_job(emulated: EmulatedPrinter, driver: EscPosPrinter) -> None:
    assert driver.state() is PrinterState.READY
    emulated.cutter_jammed = True
    assert driver.print(job()) is not Printed.PRINTED


def test_nobody_there() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        driver = EscPosPrinter(f"socket://127.0.0.1:{reserved.getsockname()[1]}", Model(idle=0))
        assert driver.state() is PrinterState.UNKNOWN
        assert driver.print(job()) is Printed.REFUSED
        driver.close()


def test_nothing_at_the_serial_port() -> None:
    driver = EscPosPrinter("serial:///dev/no-such-port?baud=9600")
    assert driver.state() is PrinterState.UNKNOWN


def test_garbage_on_the_line_is_no_state() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.recv(64)
                line.sendall(b"\xff\xff\xff\xff")
                line.recv(64)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        driver = EscPosPrinter(f"socket://127.0.0.1:{server.getsockname()[1]}")
        assert driver.state() is PrinterState.UNKNOWN
        driver.close()


def test_a_picture_that_looks_like_a_question_confuses_nobody(emulated: EmulatedPrinter, driver: EscPosPrinter) -> None:
    slip = Slip(lambda line, height: (4, bytes.fromhex("10040110") * height))
    slip.line("😀")
    assert driver.print(slip.cut()) is Printed.PRINTED
    assert driver.state() is PrinterState.READY


@pytest.mark.parametrize("url", ["http://x", "192.168.1.5:9100", ""])
def test_a_wrong_address_says_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match="socket://HOST:9100"):
        open_printer(url)


def test_an_emulator_that_comes_back_is_found_again() -> None:
    with EmulatedPrinter() as emulated:
        port = int(emulated.url.rpartition(":")[2])
        driver = EscPosPrinter(emulated.url)
        assert driver.state() is PrinterState.READY
    assert driver.state() is PrinterState.UNKNOWN
    with EmulatedPrinter(port=port):
        assert driver.state() is PrinterState.READY
        driver.close()
