"""The driver of a reader of identity cards that speaks SAM_A frames after GA/T 467.

Responsible for saying honestly whether a card lies on it, and for what the card says. Not for whose card it is, nor for
when it may be read: that is the kiosk's. The photo and all that nobody asked for never leave the bytes of the answer.

A reader answers "no card" (80) both when nothing lies there and when the card has been read and still lies there. So it
is asked a second question then, which only a card that is there can answer.
"""

import logging
import threading
import time
from typing import Final

from hardware.errors import DeviceError, Garbled, Unreachable
from hardware.id_card.conversation import REPLY, SLOW_MORE, Conversation
from hardware.id_card.port import CardReader, IdCard, Seen
from hardware.id_card.record import card_of
from hardware.link import open_link

STATUS: Final = (0x11, 0xFF)
FIND: Final = (0x20, 0x01)
SELECT: Final = (0x20, 0x02)
READ: Final = (0x30, 0x01)
NEW_ADDRESS: Final = (0x30, 0x03)
DONE, FOUND, NO_CARD, NO_CONTENT = 0x90, 0x9F, 0x80, 0x91
FIRST, LONGEST = 1.0, 30.0
"""Seconds until a reader that could not be reached is tried again: at first, and at most."""
_log = logging.getLogger("hardware.id_card")


class SamReader:
    """A reader at `url` (see `open_link`), opened when it is needed and, later each time, again after a failure.

    An answer may take `patience` seconds, the first pause after a failure `pause` seconds.
    Why it cannot be reached is written down once, and once more when it can again.
    """

    def __init__(self, url: str, patience: float = REPLY, pause: float = FIRST) -> None:
        self._url = url
        self._patience, self._first = patience, pause
        self._talk: Conversation | None = None
        self._trouble = False
        self._pause = 0.0
        self._again = 0.0
        self._over = threading.Event()
        self._lock = threading.Lock()

    def look(self) -> Seen:
        """Return what lies there now."""
        with self._lock:
            if time.monotonic() < self._again:
                return Seen.AWAY
            try:
                seen = self._look()
            except Exception as error:
                # Of any kind: libraries of devices raise what is neither theirs nor an OSError.
                self._fails(error)
                return Seen.AWAY
            self._works()
            return seen

    def read(self) -> IdCard | None:
        """Return what the card says; None when it cannot be read or was taken away meanwhile."""
        with self._lock:
            try:
                talk = self._open()
                if talk.ask(SELECT).status != DONE:
                    return None
                answer = talk.ask(READ, SLOW_MORE)
                return card_of(answer.data) if answer.status == DONE else None
            except Garbled as error:
                _log.warning("a card could not be read: %s", error)
            except Exception as error:
                self._fails(error)
            return None

    def end(self) -> None:
        """End at once whatever is being waited for; from then on nothing is read."""
        self._over.set()
        if (talk := self._talk) is not None:
            talk.cut()
        if self._lock.acquire(timeout=0.2):
            self._drop()
            self._lock.release()

    def _look(self) -> Seen:
        talk = self._open()
        found = talk.ask(FIND).status
        if found == FOUND:
            return Seen.CARD
        if found != NO_CARD:
            raise Garbled(self._url, f"it answers {found:#04x} to the question for a card")
        return Seen.STILL if talk.ask(NEW_ADDRESS).status in (DONE, NO_CONTENT) else Seen.EMPTY

    def _open(self) -> Conversation:
        if self._over.is_set():
            raise Unreachable(self._url, "the kiosk is ending")
        if self._talk is None:
            self._talk = Conversation(open_link(self._url), self._url, self._patience)
            status = self._talk.ask(STATUS).status
            if status != DONE:
                raise Garbled(self._url, f"it says of itself {status:#04x}")
        return self._talk

    def _works(self) -> None:
        if self._trouble:
            _log.warning("the card reader answers again: %s", self._url)
        self._trouble, self._pause = False, 0.0

    def _fails(self, error: Exception) -> None:
        self._drop()
        if not self._trouble and not self._over.is_set():
            why = str(error) if isinstance(error, DeviceError) else type(error).__name__
            _log.warning("the card reader cannot be asked: %s", why)
        self._trouble = True
        self._pause = min(max(self._pause * 2, self._first), LONGEST)
        self._again = time.monotonic() + self._pause

    def _drop(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None


def open_reader(url: str) -> CardReader:
    """Return the reader at `url`; nothing is opened before it is asked. Raises `ValueError` for no address."""
    if not url.startswith(("socket://", "serial://")):
        raise ValueError(f"{url!r} is no reader address; write serial:///dev/NAME?baud=115200 or socket://HOST:PORT")
    return SamReader(url)
