"""One connection to the live socket: counted by who asks, and asked now and then whether somebody is still there."""

import asyncio
import time
from typing import Any, Final

from websockets.asyncio.server import ServerConnection
from websockets.frames import Opcode
from websockets.protocol import Event, State

from server.live.doors import Doorkeeper
from server.wire.peer import Asker, real

ANSWER_SECONDS: Final = 30
"""Between two pings of a socket, and as long it may take to answer one."""


class Caller(ServerConnection):
    """A connection that is counted from its first byte, by the address it comes from; a proxy's by whom it speaks for.

    `address` is the real one, known for sure once the request is there; `wants_pulses` is said by its hello.
    """

    def __init__(self, keeper: Doorkeeper, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._keeper = keeper
        self._place: str | None = None
        self._gone = False
        self.address = ""
        self.wants_pulses = False
        self._asked = time.monotonic()
        self._answered = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let nobody in who has too many already."""
        super().connection_made(transport)
        self.address = real(str(self.remote_address[0])) if self.remote_address else ""
        if not self._keeper.speaks_for_others(self.address):
            self._place = self._keeper.enter(self.address)
            if self._place is None:
                self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Be counted no more."""
        super().connection_lost(exc)
        self._gone = True
        place, self._place = self._place, None
        if place is not None:
            self._keeper.leave(place)

    def is_of(self, asker: Asker) -> None:
        """Learn who really asks; raises `Refusal` too_many."""
        # Its request may be looked at after it has gone: nobody would take it out of the count again.
        if asker.proxied and self._place is None and not self._gone:
            self.address = asker.address
            self._place = self._keeper.enter(asker.address)
        self._keeper.admit(self.address)

    def process_event(self, event: Event) -> None:
        """Take note of an answered ping."""
        if getattr(event, "opcode", None) is Opcode.PONG:
            self._answered = True
        super().process_event(event)

    def still_there(self, now: float) -> bool:
        """Ask by a ping when it is time; tell whether the one before was answered, `now` is monotonic."""
        if now - self._asked < ANSWER_SECONDS:
            return True
        if not self._answered:
            return False
        self._asked, self._answered = now, False
        if self.protocol.state is State.OPEN:
            # Not `ping()`: that makes a future and a name for each, which nobody waits for here.
            self.protocol.send_ping(b"")
            self.send_data()
        return True
