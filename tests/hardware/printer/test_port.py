"""The words of the printer's port: traces, health and other programs read them."""

from hardware.printer.port import Printed, PrinterState


def test_states_and_outcomes_keep_their_words() -> None:
    assert [state.value for state in PrinterState] == [
        "ready",
        "paper_low",
        "paper_out",
        "cover_open",
        "cutter",
        "offline",
        "unknown",
    ]
    assert [outcome.value for outcome in Printed] == ["printed", "unconfirmed", "refused"]
