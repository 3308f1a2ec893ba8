"""The reader in memory answers as the driver with the emulated one does."""

from collections.abc import Iterator
from typing import Protocol

import pytest

from hardware.id_card.driver import SamReader
from hardware.id_card.emulator import EmulatedReader
from hardware.id_card.port import CardReader, Seen
from hardware.id_card.simulator import SimulatedReader
from tests.hardware.id_card.cards import RESIDENT, TOLD


class Desk(Protocol):
    """A reader, and the hand that puts a card on it."""

    reader: CardReader

    def put(self) -> None:
        """Put the card there."""

    def lift(self) -> None:
        """Take it away."""

    def lose(self) -> None:
        """Let the reader answer nothing."""

    def spoil(self) -> None:
        """Let cards not be read."""


class InMemory:
    """The simulated one."""

    def __init__(self) -> None:
        self._reader = SimulatedReader()
        self.reader: CardReader = self._reader

    def put(self) -> None:
        """Put the card there."""
        self._reader.put(TOLD[RESIDENT])

    def lift(self) -> None:
        """Take it away."""
        self._reader.lift()

    def lose(self) -> None:
        """Let the reader answer nothing."""
        self._reader.away = True

    def spoil(self) -> None:
        """Let cards not be read."""
        self._reader.readable = False


class OnTheLine:
    """The driver on the emulated one."""

    def __init__(self, emulated: EmulatedReader) -> None:
        self._emulated = emulated
        self.reader: CardReader = SamReader(emulated.url, patience=1)

    def put(self) -> None:
        """Put the card there."""
        self._emulated.put(RESIDENT)

    def lift(self) -> None:
        """Take it away."""
        self._emulated.lift()

    def lose(self) -> None:
        """Let the reader answer nothing."""
        self._emulated.broken = True

    def spoil(self) -> None:
        """Let cards not be read."""
        self._emulated.unreadable = True


@pytest.fixture(params=["memory", "tcp", "serial"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    if request.param == "memory":
        yield InMemory()
        return
    with EmulatedReader(on_pty=request.param == "serial") as emulated:
        made = OnTheLine(emulated)
        yield made
        made.reader.end()


def test_a_card_is_found_read_and_lifted(desk: Desk) -> None:
    assert desk.reader.look() is Seen.EMPTY
    desk.put()
    assert [desk.reader.look(), desk.reader.look()] == [Seen.CARD] * 2
    assert desk.reader.read() == TOLD[RESIDENT]
    assert [desk.reader.look(), desk.reader.look()] == [Seen.STILL] * 2
    desk.lift()
    assert desk.reader.look() is Seen.EMPTY
    desk.put()
    assert desk.reader.look() is Seen.CARD


def test_nothing_is_read_of_no_card(desk: Desk) -> None:
    assert desk.reader.read() is None


def test_a_card_that_was_read_is_read_once(desk: Desk) -> None:
    desk.put()
    desk.reader.look()
    assert desk.reader.read() is not None
    desk.reader.look()
    assert desk.reader.read() is None


def test_a_card_that_cannot_be_read_says_nothing(desk: Desk) -> None:
    desk.spoil()
    desk.put()
    assert desk.reader.look() is Seen.CARD
    assert desk.reader.read() is None


def test_a_reader_that_is_gone_is_away(desk: Desk) -> None:
    assert desk.reader.look() is Seen.EMPTY
    desk.lose()
    assert desk.reader.look() is Seen.AWAY
    assert desk.reader.read() is None
