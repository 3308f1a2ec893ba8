"""The card reader's own thread: it looks again and again, and reads a card only for whoever has just put it there."""

import threading
from collections.abc import Callable
from typing import Final

from hardware.id_card.lifting import Lifting
from hardware.id_card.port import CardReader, IdCard, Seen
from kiosk.memory import clear_at_hand
from kiosk.visit.touches import CardLifted, CardRead
from kiosk.visit.world import ReaderSeen
from kiosk.work.watch import ENDS_WITHIN, Watch
from server.rules.guidance.judge.by_card import CardTold
from server.watched import WatchedThread

EVERY: Final = 0.4
"""Seconds between two looks."""


class CardThread:
    """Tells `tell` what a card says and that it was taken, each with the visit it belongs to; neither may block.

    A card is read while somebody wants it, and only when it was put there in this very visit. `learn` is told how the
    reader's place is, whenever that changes.
    """

    def __init__(
        self,
        reader: CardReader,
        tell: Callable[[int, CardRead | CardLifted], None],
        learn: Callable[[ReaderSeen], None],
    ) -> None:
        self.visit = 0
        self._reader = reader
        self._tell = tell
        self._learn = learn
        self._wanted = False
        self._seen_visit = 0
        self._lifting = Lifting()
        self._told: ReaderSeen | None = None
        self._watch = Watch("reading cards", answers=())
        self._ends = threading.Event()
        self._thread = WatchedThread("cards", self._work)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def wants(self, *, card: bool) -> None:
        """Say whether somebody is there who can use their card."""
        self._wanted = card

    def forget(self) -> None:
        """Whoever was there has gone: what is still read of their card is told nobody."""
        self._wanted = False
        self.visit += 1

    def close(self) -> None:
        """End, whatever the reader does."""
        self._ends.set()
        self._reader.end()
        self._thread.join(ENDS_WITHIN)

    def _work(self) -> None:
        while not self._ends.is_set():
            self.look()
            self._ends.wait(EVERY)

    def look(self) -> None:
        """Look once, and read what may be read."""
        visit = self.visit
        lay = self._lifting.lies
        seen = self._watch.does(self._reader.look, lambda: Seen.AWAY)
        if visit != self._seen_visit:
            self._lifting, self._seen_visit = self._lifting.forgotten(), visit
        self._lifting = self._lifting.after(seen)
        if self._lifting.bed == "put" and not self._wanted:
            # It may be anybody's who goes before somebody begins.
            self._lifting = self._lifting.forgotten()
        self._say()
        if lay and not self._lifting.lies:
            self._tell(visit, CardLifted())
        if self._lifting.bed == "put" and self._lifting.lies:
            self._read(visit)

    def _read(self, visit: int) -> None:
        card = self._watch.does(self._reader.read, lambda: None)
        self._lifting = self._lifting.tried(read=card is not None)
        if card is not None:
            self._tell(visit, CardRead(_told(card)))
        self._say()
        # The thread must not hold on to the card.
        del card
        clear_at_hand()

    def _say(self) -> None:
        now = ReaderSeen(self._lifting.bed, self._lifting.lies)
        if now != self._told:
            self._told = now
            self._learn(now)


def _told(card: IdCard) -> CardTold:
    return CardTold(card.kind, card.birth, card.sex, card.expires)
