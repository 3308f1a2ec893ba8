"""What somebody who looks after this kiosk wants it to do: asked for every few seconds, done once, and answered."""

import queue
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from kiosk.work.watch import ENDS_WITHIN, Watch
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.watched import WatchedThread
from server.wire.orders import Order, OrderDone

EVERY: Final = 10.0
"""Seconds between two questions: an order is good for a minute."""
REMEMBERED: Final = 20

Answer = Callable[[OrderDone], None]


class Orders:
    """Asks in a thread of its own; `do` gets each order once and what to call when it is done, from any thread.

    `do` must not block. An answer that was lost is told again with the next question. `anew` is told once the server
    knows that this kiosk begins anew.
    """

    def __init__(self, commands: Commands, do: Callable[[Order, Answer], None], anew: Callable[[], None]) -> None:
        self._commands = commands
        self._do = do
        self._anew = anew
        self._known: dict[str, OrderDone | None] = {}
        self._answers: queue.SimpleQueue[tuple[str, OrderDone] | None] = queue.SimpleQueue()
        self._watch = Watch("orders")
        self._thread = WatchedThread("orders", self._work)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def close(self) -> None:
        """End, after the request in hand when it is answered at once."""
        self._answers.put(None)
        self._thread.join(ENDS_WITHIN)
        self._commands.close()

    def _work(self) -> None:
        due = time.monotonic()
        while True:
            try:
                answer = self._answers.get(timeout=max(due - time.monotonic(), 0))
            except queue.Empty:
                self._watch.does(self._ask, lambda: None)
                due = time.monotonic() + EVERY
                continue
            if answer is None:
                return
            self._watch.does(partial(self._say, *answer), lambda: None)

    def _ask(self) -> None:
        with suppress(Refusal):
            for order in self._commands.orders():
                if order.id not in self._known:
                    self._known[order.id] = None
                    self._do(order, partial(self._done, order.id))
                elif (done := self._known[order.id]) is not None:
                    self._answers.put((order.id, done))
        for old in list(self._known)[:-REMEMBERED]:
            del self._known[old]

    def _done(self, order: str, done: OrderDone) -> None:
        self._known[order] = done
        self._answers.put((order, done))

    def _say(self, order: str, done: OrderDone) -> None:
        with suppress(Refusal):
            self._commands.order_done(order, done)
            if done.came == "begins_anew":
                self._anew()
