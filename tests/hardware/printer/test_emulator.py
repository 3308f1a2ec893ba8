"""The emulated printer on its line: every fault as the command sheet says that a printer tells it."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from hardware.link import Link, open_link
from hardware.printer.emulator import EmulatedPrinter

ASK = b"\x10\x04"
BARRIER = b"\x1dr\x01"
SLIP = b"\x1b@A001\n"
CUT = b"\x1dV\x42\x00"


@pytest.fixture
def printer() -> Iterator[EmulatedPrinter]:
    with EmulatedPrinter() as made:
        yield made


@pytest.fixture
def line(printer: EmulatedPrinter) -> Iterator[Link]:
    link = open_link(printer.url)
    yield link
    link.close()


def statuses(line: Link) -> str:
    line.write(b"".join(ASK + bytes((which,)) for which in (1, 2, 3, 4)))
    return line.read(4, 5).hex()


def barrier(line: Link) -> str:
    line.write(BARRIER)
    return line.read(1, 5).hex()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({}, "12121212"),
        ({"paper": "low"}, "1212121e"),
        ({"paper": "out"}, "1a32127e"),
        ({"cover_open": True}, "1a161212"),
        ({"cutter_jammed": True}, "1a121a12"),
        ({"offline": True}, "1a121212"),
    ],
)
def test_every_fault_is_told(printer: EmulatedPrinter, line: Link, fault: dict[str, object], told: str) -> None:
    for name, value in fault.items():
        setattr(printer, name, value)
    assert statuses(line) == told


def test_a_question_that_is_none_is_not_answered(printer: EmulatedPrinter, line: Link) -> None:
    line.write(ASK + b"\x05" + ASK + b"\x00" + ASK + b"\x04")
    assert line.read(1, 5) == b"\x12"


@pytest.mark.parametrize(("paper", "told"), [("ok", "00"), ("low", "03")])
def test_the_barrier_tells_the_paper(printer: EmulatedPrinter, line: Link, paper: str, told: str) -> None:
    printer.paper = paper
    assert barrier(line) == told


def test_a_slip_is_there_once_it_is_cut(printer: EmulatedPrinter, line: Link) -> None:
    line.write(SLIP)
    assert barrier(line) == "00"
    assert printer.slips == []
    before = time.monotonic() * 1000
    line.write(CUT)
    assert printer.wait_for_slip(1) == SLIP + CUT
    assert before - 1 <= printer.finished[0] <= time.monotonic() * 1000 + 1
    line.write(b"B" + CUT)
    assert printer.wait_for_slip(2) == b"B" + CUT
    assert len(printer.finished) == 2


def test_a_slip_that_does_not_come_is_told(printer: EmulatedPrinter) -> None:
    with pytest.raises(TimeoutError, match=r"slip 1 did not come within 0\.01 s"):
        printer.wait_for_slip(1, 0.01)


def test_a_jammed_cutter_cuts_nothing(printer: EmulatedPrinter, line: Link) -> None:
    printer.cutter_jammed = True
    line.write(SLIP + CUT)
    assert barrier(line) == "00"
    assert printer.slips == []


@pytest.mark.parametrize("fault", [{"cover_open": True}, {"offline": True}, {"paper": "out"}])
def test_what_cannot_be_printed_waits(printer: EmulatedPrinter, line: Link, fault: dict[str, object]) -> None:
    well = {name: getattr(printer, name) for name in fault}
    for name, value in fault.items():
        setattr(printer, name, value)
    line.write(SLIP + CUT + BARRIER)
    assert len(statuses(line)) == 8
    assert printer.slips == []
    for name, value in well.items():
        setattr(printer, name, value)
    line.write(b"\x1b@")
    assert line.read(1, 5) == b"\x00"
    assert printer.slips == [SLIP + CUT]


def test_paper_ends_after_so_many_bytes_and_goes_on_where_it_ended(printer: EmulatedPrinter, line: Link) -> None:
    printer.runs_out_after = len(SLIP) + 1
    line.write(SLIP)
    assert barrier_is_silent(line)
    assert printer.paper == "out"
    printer.put_paper_in()
    assert printer.runs_out_after is None
    line.write(CUT)
    assert printer.wait_for_slip(1) == SLIP + CUT


@pytest.mark.parametrize("feeds", ["paper", "bytes"])
def test_one_works_the_buffer_off_while_others_wait(
    printer: EmulatedPrinter, feeds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who puts paper in works it off as well as the line does: both at once would print a slip twice, or lose one."""
    real, free = printer._work_off, []

    def work_off() -> list[bytes]:
        other = threading.Thread(target=lambda: free.append(printer._changed.acquire(blocking=False)))
        other.start()
        other.join()
        return real()

    monkeypatch.setattr(printer, "_work_off", work_off)
    if feeds == "paper":
        printer.put_paper_in()
    else:
        printer._take(SLIP)
    assert free == [False]


def barrier_is_silent(line: Link) -> bool:
    line.write(BARRIER)
    # Real-time answers overtake the queue: ask until the barrier has been reached, which may answer nothing.
    answers = [statuses(line) for _ in range(20)]
    return answers[-1] == "1a32127e" and set(answers) <= {"12121212", "1a32127e"}


def test_enough_paper_does_not_end(printer: EmulatedPrinter, line: Link) -> None:
    printer.runs_out_after = len(SLIP) + len(BARRIER) + 1
    line.write(SLIP)
    assert barrier(line) == "00"
    assert printer.paper == "ok"


def test_a_silent_printer_prints_and_says_nothing(printer: EmulatedPrinter, line: Link) -> None:
    printer.silent = True
    line.write(ASK + b"\x01" + SLIP + CUT)
    printer.wait_for_slip(1)
    printer.silent = False
    assert statuses(line) == "12121212"


@pytest.mark.parametrize(("limit", "cut_off"), [(7, True), (8, False)])
def test_it_hangs_up_after_so_many_bytes(printer: EmulatedPrinter, limit: int, cut_off: bool) -> None:
    printer.hangs_up_after = limit
    host, _, port = printer.url.removeprefix("socket://").partition(":")
    with socket.create_connection((host, int(port)), 5) as link:
        link.sendall(b"A001" + ASK + b"\x01")
        assert (link.recv(1) == b"") is cut_off
    printer.hangs_up_after = None
    link_again = open_link(printer.url)
    assert statuses(link_again) == "12121212"
    link_again.close()


def test_a_real_time_question_is_no_part_of_the_slip(printer: EmulatedPrinter, line: Link) -> None:
    line.write(b"A" + ASK + b"\x01" + b"B" + CUT)
    assert line.read(1, 5) == b"\x12"
    assert printer.wait_for_slip(1) == b"AB" + CUT


def test_two_lines_one_after_the_other_and_a_port_of_ones_choice() -> None:
    with EmulatedPrinter() as printer:
        for _ in range(2):
            link = open_link(printer.url)
            assert statuses(link) == "12121212"
            link.close()
        port = int(printer.url.rpartition(":")[2])
    with EmulatedPrinter(port=port) as again:
        assert again.url == f"socket://127.0.0.1:{port}"


def test_nothing_stays_open() -> None:
    for on_pty in (False, True):
        before = set(os.listdir("/proc/self/fd"))
        with EmulatedPrinter(on_pty=on_pty) as printer:
            link = open_link(printer.url)
            assert statuses(link) == "12121212"
            link.close()
        assert set(os.listdir("/proc/self/fd")) == before
        assert not printer._thread.is_alive()
