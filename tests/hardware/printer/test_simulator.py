"""The printer in memory keeps what it can print and fails as it is told."""

import pytest

from hardware.printer.port import Printed, PrinterState
from hardware.printer.simulator import SimulatedPrinter


@pytest.mark.parametrize("state", PrinterState)
def test_it_is_in_the_state_it_was_given(state: PrinterState) -> None:
    printer = SimulatedPrinter(state)
    assert printer.state() is state
    expected = Printed.PRINTED if state.can_print else Printed.REFUSED
    assert printer.print(b"job") is expected
    assert printer.jobs == ([b"job"] if state.can_print else [])


def test_its_outcome_can_be_told() -> None:
    printer = SimulatedPrinter()
    assert printer.state() is PrinterState.READY
    printer.outcome = Printed.UNCONFIRMED
    assert printer.print(b"one") is Printed.UNCONFIRMED
    assert printer.jobs == [b"one"]
    printer.close()
