"""In which colour a device stands: what is worst comes first, and of a silent one nothing old is told."""

import pytest

from hardware.printer.port import PrinterState
from server.rules.device_standing import (
    CLOCK,
    CLOCK_MS,
    COPIED,
    NEVER,
    OFF,
    OLD,
    PRINTER,
    SILENT,
    SILENT_MS,
    Cause,
    Heard,
    causes,
    colour,
)

NOW = 1_764_036_000_000


@pytest.mark.parametrize(
    ("heard", "found", "seen"),
    [
        (Heard(NOW, True, version="1", printer="ready"), (), "green"),
        (Heard(NOW - SILENT_MS, True), (), "green"),
        (Heard(NOW - SILENT_MS - 1, True, printer="paper_out"), (SILENT,), "red"),
        (Heard(NOW - SILENT_MS - 1, False), (OFF,), "grey"),
        (Heard(None, True), (NEVER,), "grey"),
        (Heard(NOW, True, clock_off=-CLOCK_MS - 1), (CLOCK,), "amber"),
        (Heard(NOW, True, clock_off=CLOCK_MS), (), "green"),
        (Heard(NOW, True, version="0"), (OLD,), "amber"),
        (Heard(NOW, True, version="0", printer="paper_out"), (PRINTER["paper_out"], OLD), "red"),
        (Heard(NOW, True, printer="paper_low"), (PRINTER["paper_low"],), "amber"),
        (Heard(NOW - SILENT_MS - 1, False, copied=True), (COPIED, OFF), "red"),
    ],
)
def test_why_a_device_stands_as_it_does(heard: Heard, found: tuple[Cause, ...], seen: str) -> None:
    assert causes(heard, "1", NOW) == found
    assert colour(found) == seen


def test_every_state_of_a_printer_is_told_or_is_well() -> None:
    assert {each.value for each in PrinterState} - set(PRINTER) == {"ready"}
