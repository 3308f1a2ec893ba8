"""The driver against the emulated reader on TCP and on a serial line, with everything that goes wrong."""

import logging
import os
from collections.abc import Iterator

import pytest

from hardware.id_card.driver import SamReader, open_reader
from hardware.id_card.emulator import EmulatedReader
from hardware.id_card.port import Seen
from tests.hardware.id_card.cards import FOREIGNER_2017, RESIDENT, TOLD


@pytest.fixture(params=[False, True], ids=["tcp", "serial"])
def emulated(request: pytest.FixtureRequest) -> Iterator[EmulatedReader]:
    with EmulatedReader(on_pty=request.param) as reader:
        yield reader


@pytest.fixture
def reader(emulated: EmulatedReader) -> Iterator[SamReader]:
    made = SamReader(emulated.url, pause=0)
    yield made
    made.end()


@pytest.mark.parametrize("pieces", [1, 7, 4096])
def test_cards_are_read_in_whatever_pieces_and_behind_noise(
    emulated: EmulatedReader, reader: SamReader, pieces: int
) -> None:
    emulated.pieces = pieces
    emulated.noise = b"\x00\xaa\xaa\x96\xff\xaa\xaa\xaa"
    for text in (RESIDENT, FOREIGNER_2017):
        emulated.put(text)
        assert reader.look() is Seen.CARD
        assert reader.read() == TOLD[text]
        assert reader.look() is Seen.STILL
        emulated.lift()
        assert reader.look() is Seen.EMPTY


@pytest.mark.parametrize("fault", [{"silent": True}, {"cuts_at": 9}, {"broken": True}, {"cuts_at": 3}])
def test_a_reader_that_does_not_answer_well_is_away_until_it_does(
    emulated: EmulatedReader, fault: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    reader = SamReader(emulated.url, patience=1, pause=0)
    assert reader.look() is Seen.EMPTY
    for name, value in fault.items():
        setattr(emulated, name, value)
    with caplog.at_level(logging.WARNING):
        assert [reader.look(), reader.look()] == [Seen.AWAY] * 2
        emulated.silent = emulated.broken = False
        emulated.cuts_at = None
        assert reader.look() is Seen.EMPTY
    assert len([each for each in caplog.messages if "cannot be asked" in each]) == 1
    assert len([each for each in caplog.messages if "answers again" in each]) == 1
    reader.end()


def test_a_reader_that_is_gone_is_tried_less_and_less_often() -> None:
    reader = SamReader("serial:///dev/there-is-none")
    pauses = []
    for _ in range(8):
        reader._again = 0
        assert [reader.look(), reader.look()] == [Seen.AWAY] * 2
        pauses.append(reader._pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_card_that_is_taken_away_while_it_is_read_says_nothing(emulated: EmulatedReader, reader: SamReader) -> None:
    emulated.put(RESIDENT)
    assert reader.look() is Seen.CARD
    emulated.lift()
    assert reader.read() is None
    assert reader.look() is Seen.EMPTY


def test_what_a_card_says_is_not_written_down(
    emulated: EmulatedReader, reader: SamReader, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = RESIDENT[:36] + "19491230".encode("utf-16-le") + RESIDENT[52:]
    emulated.put(wrong)
    with caplog.at_level(logging.DEBUG):
        reader.look()
        assert reader.read() is None
    assert "its number is none" in caplog.text
    assert "1949" not in caplog.text


def test_nothing_is_asked_after_the_end(emulated: EmulatedReader, reader: SamReader) -> None:
    assert reader.look() is Seen.EMPTY
    reader.end()
    asked = len(emulated.asked)
    assert reader.look() is Seen.AWAY
    assert len(emulated.asked) == asked


def test_a_cable_that_is_pulled_makes_it_away() -> None:
    emulated = EmulatedReader(on_pty=True)
    reader = SamReader(emulated.url, pause=0)
    with emulated:
        assert reader.look() is Seen.EMPTY
    assert reader.look() is Seen.AWAY
    assert reader.look() is Seen.AWAY
    reader.end()


def test_an_address_must_be_one() -> None:
    with pytest.raises(ValueError, match="serial:///dev/NAME"):
        open_reader("usb:1")
    assert open_reader(f"serial:///dev/nothing-{os.getpid()}?baud=115200").look() is Seen.AWAY
