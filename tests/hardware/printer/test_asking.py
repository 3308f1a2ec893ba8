"""What the driver asks and when, byte by byte, over a line that says what the test wrote down."""

import termios
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from hardware.errors import NoReply, Unreachable
from hardware.printer import conversation, driver
from hardware.printer.conversation import BARRIER, Conversation
from hardware.printer.driver import EscPosPrinter, open_printer
from hardware.printer.model import Model
from hardware.printer.paper_length import millimetres
from hardware.printer.port import Printed, PrinterState

URL = "socket://printer:9100"
WELL = b"\x12\x12\x12\x12"
COVER = b"\x1a\x16\x12\x12"
PAPER_OUT = b"\x1a\x32\x12\x7e"
CUTTER = b"\x1a\x52\x1a\x12"
AUTOMATIC = b"\x14\x00\x00\x0f"
JOB = b"\x1b@A001\n\x1dV\x42\x00"
LONG = b"\x1bJ\xf0" * 20 + JOB


class Line:
    """A line whose printer answers `says`, byte by byte; an error among them is raised instead.

    `early` is what has come by itself before anything is asked.
    """

    def __init__(self, *says: bytes | Exception, early: bytes = b"") -> None:
        self.says: list[int | Exception] = []
        for each in says:
            self.says += [each] if isinstance(each, Exception) else list(each)
        self.early = early
        self.written: list[bytes] = []
        self.limits: list[float] = []
        self.dropped = 0
        self.closed = False

    def write(self, data: bytes, seconds: float = 3) -> None:
        said = self.says[0] if self.says else None
        if isinstance(said, Exception) and not isinstance(said, NoReply):
            del self.says[0]
            raise said
        self.written.append(data)

    def read(self, size: int, seconds: float) -> bytes:
        assert size == 1
        if not self.written:
            # Nothing has been asked: this is the printer's own time to speak.
            if not self.early:
                raise NoReply(URL, "it does not answer")
            told, self.early = self.early[:1], self.early[1:]
            return told
        self.limits.append(seconds)
        said = self.says.pop(0) if self.says else NoReply(URL, "it does not answer")
        if isinstance(said, Exception):
            raise said
        return bytes((said,))

    def received(self) -> bytes:
        self.dropped += 1
        told, self.early = self.early, b""
        return told

    def cut(self) -> None:
        self.says.insert(0, Unreachable(URL, "it has hung up"))

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


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for an answer that does not come."""
    monkeypatch.setattr(conversation, "REPLY", 0.02)
    monkeypatch.setattr(conversation, "SLOWER", 0.01)
    monkeypatch.setattr(conversation, "SLOWEST", 900_000)


def test_the_four_questions_are_asked_one_by_one_after_old_bytes_are_dropped(lines: Opened) -> None:
    opened = lines(Line(WELL, WELL))
    printer = EscPosPrinter(URL)
    assert opened == []
    assert printer.state() is PrinterState.READY
    assert opened[0].written == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]
    assert opened[0].dropped == 1
    assert opened[0].limits == pytest.approx([1.0] * 4, abs=0.5)
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


@pytest.mark.parametrize("after", [PAPER_OUT, COVER, b"\x12\x12\x52\x12", Unreachable(URL, "it has hung up")])
def test_what_comes_after_a_slip_that_was_worked_off_does_not_make_it_doubtful(
    lines: Opened, after: bytes | Unreachable
) -> None:
    """The roll ends, somebody opens the cover, the cable is pulled: the slip was out before."""
    lines(Line(WELL, b"\x00", after))
    assert EscPosPrinter(URL).print(JOB) is Printed.PRINTED


def test_a_slip_that_hangs_in_the_cutter_is_in_doubt(lines: Opened) -> None:
    """The barrier came through, and yet nobody can take the slip: only the read-back tells."""
    lines(Line(WELL, b"\x00", CUTTER))
    assert EscPosPrinter(URL).print(JOB) is Printed.UNCONFIRMED


@pytest.mark.parametrize("before", [PAPER_OUT, CUTTER, COVER, b"\xff\xff\xff\xff", b""])
def test_nothing_is_sent_to_a_printer_that_cannot_print(lines: Opened, before: bytes) -> None:
    opened = lines(Line(before))
    assert EscPosPrinter(URL, Model(idle=0)).print(JOB) is Printed.REFUSED
    assert all(JOB not in each for each in opened[0].written)


def test_without_an_answer_to_the_barrier_nobody_can_vouch_for_the_slip(lines: Opened, at_once: None) -> None:
    opened = lines(Line(WELL), Line(WELL))
    printer = EscPosPrinter(URL)
    assert printer.print(JOB) is Printed.UNCONFIRMED
    # A late answer would be taken for that of the next job: the line is not used again.
    assert opened[0].closed
    assert printer.state() is PrinterState.READY
    assert len(opened) == 2


class Kept(Line):
    """A line on which the answer comes in time, to a reader who is kept from looking until long after that."""

    def __init__(self, clock: list[float], answer: bytes) -> None:
        super().__init__()
        self.clock = clock
        self.answer = answer

    def read(self, size: int, seconds: float) -> bytes:
        self.clock[0] += 1000
        self.early = self.answer
        raise NoReply(URL, "it does not answer")


def test_an_answer_that_is_there_is_no_silence_however_late_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(conversation, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    Conversation(Kept(clock, b"\x00"), URL, Model()).print(JOB)
    assert Conversation(Kept(clock, b"\x12"), URL, Model()).state() is PrinterState.READY
    with pytest.raises(NoReply):
        Conversation(Kept(clock, b""), URL, Model()).print(JOB)


def test_a_slip_after_a_torn_one_ends_what_that_may_have_left_open(lines: Opened, at_once: None) -> None:
    """A QR code cut off in the middle would take the beginning of the next slip for its own."""
    code = b"\x1d(k\x22\x00\x31\x50\x30" + b"x" * 31 + JOB
    opened = lines(Line(WELL), Line(WELL, b"\0", WELL * 2, b"\0", WELL))
    printer = EscPosPrinter(URL)
    assert printer.print(code) is Printed.UNCONFIRMED
    assert [printer.print(JOB) for _ in range(2)] == [Printed.PRINTED] * 2
    assert [each for each in opened[1].written if JOB in each] == [bytes(39) + JOB + BARRIER, JOB + BARRIER]


@pytest.mark.parametrize("unasked", [AUTOMATIC, b"\x16" * 100, b"\x13\x11", b"\xff\x80", b"\x5fTM-T20\0"])
def test_what_a_printer_says_by_itself_in_a_job_is_no_answer(lines: Opened, unasked: bytes, at_once: None) -> None:
    lines(Line(WELL, unasked, b"\x00", WELL))
    assert EscPosPrinter(URL).print(JOB) is Printed.PRINTED
    lines(Line(WELL, unasked))
    assert EscPosPrinter(URL).print(JOB) is Printed.UNCONFIRMED


@pytest.mark.parametrize("unasked", [AUTOMATIC, AUTOMATIC * 3, b"\x12\x12\x16", b"\x00", b"\x37\x22ABCD\0"])
def test_what_a_printer_says_when_somebody_comes_is_no_answer(lines: Opened, unasked: bytes) -> None:
    lines(Line(PAPER_OUT * 2, WELL, early=unasked))
    printer = EscPosPrinter(URL)
    assert printer.state() is PrinterState.PAPER_OUT
    assert printer.state() is PrinterState.READY


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("unasked", [b"\x16", b"\x1a", b"\x32"])
def test_a_status_that_comes_unasked_between_two_answers_is_no_trouble(
    lines: Opened, unasked: bytes, place: int
) -> None:
    lines(Line((WELL[:place] + unasked + WELL)[:4], WELL))
    assert EscPosPrinter(URL).state().can_print


def test_an_automatic_status_between_two_answers_is_none(lines: Opened) -> None:
    lines(Line(WELL[:2], AUTOMATIC, WELL[2:]))
    assert EscPosPrinter(URL).state() is PrinterState.READY


def test_a_process_id_is_believed_and_no_other(lines: Opened, at_once: None) -> None:
    (line,) = made = [Line(WELL, b"\x00\x37\x220002\0\x37\x220001\0", WELL)]
    lines(*made)
    assert EscPosPrinter(URL, Model(answers="process")).print(JOB) is Printed.PRINTED
    assert line.written[4] == JOB + b"\x1d(H\x06\0\x30\x30" + b"0001"
    assert line.says == []
    lines(Line(WELL, b"\x00\x37\x220002\0"))
    assert EscPosPrinter(URL, Model(answers="process")).print(JOB) is Printed.UNCONFIRMED


def test_a_printer_that_answers_nothing_gets_its_job_and_no_questions(lines: Opened, at_once: None) -> None:
    (line,) = made = [Line()]
    lines(*made)
    printer = EscPosPrinter(URL, Model(answers="none"))
    assert printer.state() is PrinterState.READY
    assert printer.print(JOB) is Printed.PRINTED
    assert line.written == [JOB]


def test_a_printer_that_only_tells_its_state_is_watched_while_the_paper_moves(lines: Opened, at_once: None) -> None:
    (line,) = made = [Line(WELL * 50_000)]
    lines(*made)
    assert EscPosPrinter(URL, Model(answers="status")).print(JOB) is Printed.PRINTED
    assert JOB in line.written
    lines(Line(WELL, NoReply(URL, ""), PAPER_OUT), Line(PAPER_OUT))
    assert EscPosPrinter(URL, Model(answers="status")).print(LONG) is Printed.UNCONFIRMED


def test_a_printer_that_says_it_stopped_is_not_waited_for(lines: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look falls due in the job: all four answers tell that the paper has ended."""
    (line,) = made = [Line(WELL, b"\x1a", PAPER_OUT)]
    lines(*made)
    monkeypatch.setattr(conversation, "LOOKS", 0)
    assert EscPosPrinter(URL).print(LONG) is Printed.UNCONFIRMED
    assert line.says == []


def test_a_busy_printer_that_calls_itself_offline_is_waited_for(lines: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    lines(Line(WELL, b"\x1a", b"\x1a\x12\x12\x12", b"\0", b"\x12", WELL))
    monkeypatch.setattr(conversation, "LOOKS", 0)
    assert EscPosPrinter(URL).print(LONG) is Printed.PRINTED


def test_time_allowed_follows_bytes_and_paper(lines: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[float] = []
    monkeypatch.setattr(Conversation, "_wait", lambda _, seconds: allowed.append(seconds))
    for job, speed in ((JOB, 50), (LONG, 50), (LONG, 25)):
        lines(Line(WELL, WELL))
        EscPosPrinter(URL, Model(speed=speed)).print(job)
    assert allowed[0] == pytest.approx(1 + len(JOB) / 900 + millimetres(JOB) / 20)
    assert millimetres(LONG) == 600 + millimetres(JOB)
    assert allowed[1] == pytest.approx(1 + len(LONG) / 900 + millimetres(LONG) / 20)
    assert allowed[2] - allowed[1] == pytest.approx(millimetres(LONG) / 20)


@pytest.mark.parametrize("raised", [termios.error(5, "Input/output error"), TypeError("fd"), RuntimeError("odd")])
def test_whatever_is_raised_is_a_state_and_an_outcome(
    lines: Opened, raised: Exception, caplog: pytest.LogCaptureFixture, at_once: None
) -> None:
    lines(Line(WELL, raised), Line(raised), Line(WELL, raised), Line(WELL, b"\0", WELL))
    printer = EscPosPrinter(URL)
    assert printer.state() is PrinterState.READY
    assert printer.state() is PrinterState.UNKNOWN
    assert printer.print(JOB) is Printed.UNCONFIRMED
    assert printer.print(JOB) is Printed.PRINTED
    told = [record.getMessage() for record in caplog.records if record.name == "hardware.printer"]
    assert len(told) == 4
    assert str(raised) in told[0]
    assert "prints again" in told[1]
    assert "prints again" in told[-1]


def test_why_it_cannot_print_is_written_down_once_and_once_when_it_can(
    lines: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    lines(Line(PAPER_OUT * 6, COVER * 4, WELL, WELL))
    printer = EscPosPrinter(URL)
    for _ in range(7):
        printer.state()
    told = [record.getMessage() for record in caplog.records if record.name == "hardware.printer"]
    assert [each.partition(" (")[0] for each in told] == [
        "the printer cannot print: paper_out",
        "the printer cannot print: cover_open",
        f"the printer prints again: {URL}",
    ]


def test_a_printer_that_is_only_looked_at_is_let_go_for_the_kiosk_beside(lines: Opened) -> None:
    opened = lines(Line(WELL), Line(WELL, b"\0", WELL * 2, b"\0", WELL))
    printer = EscPosPrinter(URL, Model(idle=0))
    assert printer.state() is PrinterState.READY
    assert opened[0].closed
    assert printer.print(JOB) is Printed.PRINTED
    assert not opened[1].closed
    printer.rest()
    assert opened[1].closed


def test_a_line_that_only_this_kiosk_can_have_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(WELL, WELL)
    monkeypatch.setattr(driver, "open_link", lambda _: line)
    printer = EscPosPrinter("serial:///dev/ttyUSB0", Model(idle=0))
    assert printer.state() is PrinterState.READY
    printer.rest()
    assert not line.closed


def test_a_printer_that_another_kiosk_has_is_waited_for(lines: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = lines()
    printer = EscPosPrinter(URL)
    monkeypatch.setattr(printer._over, "wait", lambda _: bool(lines(Line(WELL, b"\0", WELL))) is None)
    assert printer.print(JOB) is Printed.PRINTED
    assert opened == []


def test_after_its_end_nothing_is_opened(lines: Opened) -> None:
    opened = lines(Line(WELL), Line(WELL))
    printer = EscPosPrinter(URL)
    assert printer.state() is PrinterState.READY
    printer.end()
    assert opened[0].closed
    assert printer.print(JOB) is Printed.REFUSED
    assert len(opened) == 1


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
