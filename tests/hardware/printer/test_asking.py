"""What the driver asks and when, byte by byte, over a line that says what the test wrote down."""

from collections.abc import Callable

import pytest

from hardware.errors import DeviceError, NoReply, Unreachable
from hardware.printer import driver
from hardware.printer.driver import BARRIER, NOISE_AT_MOST, EscPosPrinter, open_printer
from hardware.printer.port import Printed, PrinterState
from hardware.printer.transport import LinkPrinter

URL = "socket://printer:9100"
WELL = b"\x12\x12\x12\x12"
PAPER_OUT = b"\x1a\x32\x12\x7e"
CUTTER = b"\x1a\x52\x1a\x12"
JOB = b"\x1b@A001\n\x1dV\x42\x00"


class Line:
    """A line whose printer answers `says`, byte by byte; an error among them is raised instead."""

    def __init__(self, *says: bytes | DeviceError) -> None:
        self.says: list[int | DeviceError] = []
        for each in says:
            self.says += [each] if isinstance(each, DeviceError) else list(each)
        self.written: list[bytes] = []
        self.limits: list[float] = []
        self.dropped = 0
        self.closed = False

    def write(self, data: bytes) -> None:
        said = self.says[0] if self.says else None
        if isinstance(said, Unreachable):
            del self.says[0]
            raise said
        self.written.append(data)

    def read(self, size: int, seconds: float) -> bytes:
        assert size == 1
        self.limits.append(seconds)
        said = self.says.pop(0) if self.says else NoReply(URL, "it does not answer")
        if isinstance(said, DeviceError):
            raise said
        return bytes((said,))

    def drop_received(self) -> None:
        self.dropped += 1

    def close(self) -> None:
        self.closed = True


Opened = Callable[..., list[Line]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Return how to lay the lines that the driver opens one after the other; what it opened is in the list."""

    def lay(*waiting: Line) -> list[Line]:
        left, opened = list(waiting), []

        def open_link(url: str) -> Line:
            assert url == URL
            if not left:
                raise Unreachable(url, "nobody is there")
            opened.append(left.pop(0))
            return opened[-1]

        monkeypatch.setattr(driver, "open_link", open_link)
        return opened

    return lay


def test_the_four_questions_are_asked_one_by_one_after_old_bytes_are_dropped(lines: Opened) -> None:
    opened = lines(Line(WELL, WELL))
    printer = EscPosPrinter(URL)
    assert opened == []
    assert printer.state() is PrinterState.READY
    assert opened[0].written == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]
    assert opened[0].dropped == 1
    assert opened[0].limits == [1.0] * 4
    assert printer.state() is PrinterState.READY
    assert opened[0].dropped == 2
    assert len(opened) == 1
    assert not opened[0].closed


def test_a_job_goes_whole_with_its_barrier_and_the_printer_is_asked_before_and_after(lines: Opened) -> None:
    (line,) = made = [Line(WELL, b"\x00", WELL)]
    lines(*made)
    assert EscPosPrinter(URL).print(JOB) is Printed.PRINTED
    assert BARRIER == b"\x1dr\x01"
    assert line.written[4] == JOB + BARRIER
    assert len(line.written) == 9
    assert line.says == []
    assert line.limits[4] == pytest.approx(1 + len(JOB) / 900)


@pytest.mark.parametrize("after", [PAPER_OUT, CUTTER, b"\x1a\x16\x12\x12", b"\x12\x12\x52\x12"])
def test_what_the_printer_says_after_the_job_counts(lines: Opened, after: bytes) -> None:
    """The barrier came through, and yet the last of the slip may be inside: only the read-back tells."""
    lines(Line(WELL, b"\x00", after))
    assert EscPosPrinter(URL).print(JOB) is Printed.UNCONFIRMED


def test_a_printer_that_goes_away_after_the_job_is_not_believed(lines: Opened) -> None:
    opened = lines(Line(WELL, b"\x00", Unreachable(URL, "it has hung up")))
    assert EscPosPrinter(URL).print(JOB) is Printed.UNCONFIRMED
    assert opened[0].closed


@pytest.mark.parametrize("before", [PAPER_OUT, CUTTER, b"\xff\xff\xff\xff", b""])
def test_nothing_is_sent_to_a_printer_that_cannot_print(lines: Opened, before: bytes) -> None:
    opened = lines(Line(before))
    assert EscPosPrinter(URL).print(JOB) is Printed.REFUSED
    assert all(JOB not in each for each in opened[0].written)


def test_without_an_answer_to_the_barrier_nobody_can_vouch_for_the_slip(lines: Opened) -> None:
    opened = lines(Line(WELL), Line(WELL))
    printer = EscPosPrinter(URL)
    assert printer.print(JOB) is Printed.UNCONFIRMED
    # A late answer would be taken for that of the next job: the line is not used again.
    assert opened[0].closed
    assert printer.state() is PrinterState.READY
    assert len(opened) == 2


@pytest.mark.parametrize(("noise", "outcome"), [(NOISE_AT_MOST - 1, Printed.PRINTED), (64, Printed.UNCONFIRMED)])
def test_replies_to_what_looks_like_questions_in_a_picture_pass(lines: Opened, noise: int, outcome: Printed) -> None:
    assert NOISE_AT_MOST == 64
    lines(Line(WELL, b"\x16" * noise, b"\x00", WELL))
    assert EscPosPrinter(URL).print(JOB) is outcome


def test_a_line_that_was_cut_in_between_is_laid_anew_once(lines: Opened) -> None:
    opened = lines(Line(WELL, Unreachable(URL, "it has hung up")), Line(WELL), Line(WELL))
    printer = EscPosPrinter(URL)
    assert printer.state() is PrinterState.READY
    assert printer.state() is PrinterState.READY
    assert [line.closed for line in opened] == [True, False]


def test_a_line_that_fails_when_fresh_is_not_tried_again_at_once(lines: Opened) -> None:
    opened = lines(Line(), Line(WELL))
    printer = EscPosPrinter(URL)
    assert printer.state() is PrinterState.UNKNOWN
    assert len(opened) == 1
    assert printer.state() is PrinterState.READY


def test_a_line_that_fails_twice_is_unknown(lines: Opened) -> None:
    opened = lines(Line(WELL), Line(), Line(WELL))
    printer = EscPosPrinter(URL)
    assert printer.state() is PrinterState.READY
    assert printer.state() is PrinterState.UNKNOWN
    assert [line.closed for line in opened] == [True, True]
    assert printer.state() is PrinterState.READY


def test_closing_lets_the_line_go_and_the_next_question_lays_another(lines: Opened) -> None:
    opened = lines(Line(WELL), Line(WELL))
    printer = EscPosPrinter(URL)
    printer.close()
    assert printer.state() is PrinterState.READY
    printer.close()
    assert opened[0].closed
    assert printer.state() is PrinterState.READY
    assert len(opened) == 2


def test_every_form_of_an_address_makes_a_driver() -> None:
    for url in ("socket://192.168.1.5:9100", "serial:///dev/ttyUSB0?baud=9600"):
        assert isinstance(open_printer(url), EscPosPrinter)


def test_the_library_speaks_over_our_line() -> None:
    line = Line(b"\x12")
    printer = LinkPrinter(line)
    printer.open()
    printer.text("A")
    assert line.written
    assert b"A" in b"".join(line.written)
    assert printer._read() == b"\x12"
    assert line.limits == [1.0]
    printer.close()
    assert line.closed
