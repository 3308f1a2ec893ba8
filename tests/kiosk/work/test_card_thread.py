"""The card reader's thread: a card is read for whoever put it there, and for nobody after them."""

import threading
from datetime import date

import pytest

from hardware.id_card.driver import SamReader
from hardware.id_card.emulator import EmulatedReader
from hardware.id_card.lifting import EMPTY_LOOKS
from hardware.id_card.port import IdCard, Seen
from hardware.id_card.simulator import SimulatedReader
from kiosk.visit.touches import CardLifted, CardRead
from kiosk.visit.world import ReaderSeen
from kiosk.work.card_thread import CardThread
from server.rules.guidance.judge.by_card import CardTold
from tests.hardware.id_card.cards import RESIDENT

MINE = IdCard("resident", date(1958, 3, 2), "female", None)
THEIRS = IdCard("taiwan", date(1990, 6, 30), "male", date(2029, 1, 1))


class Desk:
    """A reader on a kiosk, looked at as often as is told."""

    def __init__(self) -> None:
        self.reader = SimulatedReader()
        self.told: list[tuple[int, CardRead | CardLifted]] = []
        self.learned: list[ReaderSeen] = []
        self.cards = CardThread(self.reader, lambda visit, event: self.told.append((visit, event)), self.learned.append)

    def looks(self, times: int = EMPTY_LOOKS) -> None:
        for _ in range(times):
            self.cards.look()

    @property
    def read(self) -> list[tuple[int, CardTold]]:
        return [(visit, event.card) for visit, event in self.told if isinstance(event, CardRead)]


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.looks()
    made.cards.wants(card=True)
    return made


def test_a_card_that_is_put_there_is_read_once(desk: Desk) -> None:
    desk.reader.put(MINE)
    desk.looks(5)
    assert desk.read == [(0, CardTold("resident", date(1958, 3, 2), "female", None))]
    desk.reader.lift()
    desk.looks()
    assert desk.told[-1] == (0, CardLifted())
    assert [each.reader for each in desk.learned] == ["left", "empty", "put", "read", "read", "empty"]


def test_a_card_that_was_left_is_not_read_for_the_next_one_until_it_was_lifted(desk: Desk) -> None:
    desk.reader.put(MINE)
    desk.looks(2)
    desk.cards.forget()
    desk.cards.wants(card=True)
    desk.looks(5)
    # As after the reader lost its power for a moment.
    desk.reader.put(MINE)
    desk.looks(5)
    assert len(desk.read) == 1
    assert desk.learned[-1] == ReaderSeen("left", card_lies=True)
    desk.reader.lift()
    desk.looks()
    desk.reader.put(THEIRS)
    desk.looks(1)
    assert [(visit, card.kind) for visit, card in desk.read] == [(0, "resident"), (1, "taiwan")]


def test_a_card_that_lies_there_before_somebody_begins_is_nobodys() -> None:
    desk = Desk()
    desk.looks()
    desk.reader.put(MINE)
    desk.looks()
    desk.cards.wants(card=True)
    desk.looks()
    assert desk.read == []
    assert desk.learned[-1] == ReaderSeen("left", card_lies=True)


def test_a_card_that_is_read_while_its_citizen_leaves_is_told_with_their_visit(desk: Desk) -> None:
    class Slow(SimulatedReader):
        def read(self) -> IdCard | None:
            desk.cards.forget()
            desk.cards.wants(card=True)
            return super().read()

    desk.reader = slow = Slow()
    desk.cards._reader = slow
    slow.put(MINE)
    desk.looks(4)
    # Whoever is there now is of visit 1.
    assert [visit for visit, _ in desk.read] == [0]
    assert desk.learned[-1].reader == "left"


def test_a_reader_that_was_away_proves_itself_empty_anew(desk: Desk) -> None:
    desk.reader.away = True
    desk.looks(1)
    desk.reader.away = False
    desk.reader.put(MINE)
    desk.looks(5)
    assert desk.read == []


def test_a_card_that_cannot_be_read_is_said_to_be_so(desk: Desk) -> None:
    desk.reader.readable = False
    desk.reader.put(MINE)
    desk.looks(6)
    assert desk.learned[-1] == ReaderSeen("unreadable", card_lies=True)
    desk.reader.lift()
    desk.reader.readable = True
    desk.looks()
    desk.reader.put(MINE)
    desk.looks(1)
    assert len(desk.read) == 1


def test_whatever_a_reader_raises_makes_it_away_and_the_thread_goes_on(desk: Desk) -> None:
    class Broken(SimulatedReader):
        def look(self) -> Seen:
            raise OSError("gone")

    desk.cards._reader = Broken()
    desk.looks(2)
    desk.cards._reader = desk.reader
    desk.looks()
    assert [each.reader for each in desk.learned] == ["left", "empty", "away", "left", "empty"]


@pytest.mark.parametrize("on_pty", [False, True], ids=["tcp", "serial"])
def test_with_a_reader_on_a_line_a_card_is_read_by_the_thread_itself(on_pty: bool) -> None:
    empty, read = threading.Event(), threading.Event()
    told: list[CardRead | CardLifted] = []

    def tell(_visit: int, event: CardRead | CardLifted) -> None:
        told.append(event)
        read.set()

    def learn(seen: ReaderSeen) -> None:
        if seen.reader == "empty":
            empty.set()

    with EmulatedReader(on_pty=on_pty) as emulated:
        cards = CardThread(SamReader(emulated.url), tell, learn)
        cards.start()
        try:
            assert empty.wait(30)
            cards.wants(card=True)
            emulated.put(RESIDENT)
            assert read.wait(30)
        finally:
            cards.close()
    assert told == [CardRead(CardTold("resident", date(1949, 12, 31), "female", date(2036, 1, 1)))]
