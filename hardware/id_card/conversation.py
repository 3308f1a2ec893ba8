"""Questions and answers on an open wire to a reader of identity cards.

Responsible for one answer to one question within its time, whatever else is on the line. Not for opening the wire
again, nor for what an answer means to a kiosk: that is the driver's.
"""

import time
from typing import Final

from hardware.errors import Garbled, NoReply
from hardware.id_card.frames import Answer, Answers, request
from hardware.link import Link

REPLY: Final = 1.5
"""Seconds until an answer must be there."""
SLOW_MORE: Final = 2.0
"""Seconds more for all of a card: at 9600 baud it takes 1.4 s on the line, and a second on its way out of the card."""


class Conversation:
    """One open `link` to the reader `device`, which answers within `patience` seconds.

    What it raises is a `DeviceError`, and then the link is of no use.
    """

    def __init__(self, link: Link, device: str, patience: float = REPLY) -> None:
        self._link = link
        self._device = device
        self._patience = patience

    def ask(self, command: tuple[int, int], more: float = 0) -> Answer:
        """Return the answer to `command`, which may take so many seconds `more`; raises a `DeviceError`."""
        # What came too late is no answer to this question.
        self._link.received()
        self._link.write(request(*command))
        answers = Answers()
        heard = False
        end = time.monotonic() + self._patience + more
        while (left := end - time.monotonic()) > 0:
            try:
                part = self._link.read(1, left) + self._link.received()
            except NoReply:
                break
            heard = True
            if found := answers.take(part):
                return found[-1]
        # Whoever was kept from looking (a busy machine) finds the answer there all the same.
        if found := answers.take(self._link.received()):
            return found[-1]
        if heard:
            raise Garbled(self._device, "what it answers is no whole frame")
        raise NoReply(self._device, "it does not answer")

    def cut(self) -> None:
        """End what another thread waits for."""
        self._link.cut()

    def close(self) -> None:
        """Let go of the wire."""
        self._link.close()
