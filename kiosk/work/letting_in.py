"""Asks the server to let this kiosk in: gets the code that it shows, and its token once somebody has typed that in."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.work.own_token import OwnToken, keep_token, refused_token
from kiosk.work.watch import ENDS_WITHIN, Watch
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.watched import WatchedThread
from server.wire.pairing import PairingBegun

AWAY: Final = 5.0
"""Seconds until a server that did not answer is asked again."""
NO_CODE: Final = 20.0
"""Seconds until one is asked again that gives no code now: an address gets five a minute."""


class LettingIn:
    """Asks in a thread of its own; `show` gets the code, None while there is none, `let_in` is told when it is over.

    Neither may block. A token that was put aside is tried as well: the server may know it again.
    """

    def __init__(
        self,
        commands: Commands,
        server: str,
        home: Path,
        machine: str,
        show: Callable[[PairingBegun | None], None],
        let_in: Callable[[], None],
    ) -> None:
        self._commands = commands
        self._server = server
        self._home = home
        self._machine = machine
        self._show = show
        self._let_in = let_in
        self._ends = threading.Event()
        self._watch = Watch("letting in")
        self._thread = WatchedThread("letting in", self._work)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def close(self) -> None:
        """End, after the request in hand when it is answered at once."""
        self._ends.set()
        self._thread.join(ENDS_WITHIN)

    def _work(self) -> None:
        while not self._ends.is_set():
            if self._watch.does(self._asked, lambda: False):
                self._let_in()
                return

    def _asked(self) -> bool:
        """Ask for a code and then for the token; return whether this kiosk is let in."""
        if self._known_again():
            return True
        try:
            begun = self._commands.begin_pairing("kiosk", self._machine)
        except Refusal as refusal:
            self._show(None)
            self._ends.wait(AWAY if refusal.code == "unreachable" else NO_CODE)
            return False
        self._show(begun)
        over = time.monotonic() + begun.seconds
        while time.monotonic() < over and not self._ends.wait(begun.interval):
            try:
                access = self._commands.fetch_pairing(begun.device_code)
            except Refusal as refusal:
                if refusal.code == "pairing_over":
                    return False
                continue
            if access is not None and access.center is not None:
                keep_token(self._home, OwnToken(self._server, access.token, access.center))
                return True
        return False

    def _known_again(self) -> bool:
        aside = refused_token(self._home, self._server)
        if aside is None:
            return False
        again = Commands(self._server, aside.token)
        try:
            again.access()
        except Refusal:
            return False
        finally:
            again.close()
        keep_token(self._home, aside)
        return True
