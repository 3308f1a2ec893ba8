"""One client's connection on which it asks one thing after the other, and what came of each."""

import selectors
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from commands.bench.honest import Honest


@dataclass
class Tally:
    """What came of the requests of one kind: seconds from the wish to the answer, and why others failed."""

    waits: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


Wish = tuple[float, bytes, Tally, Callable[[], None]]


class Asking:
    """A kept connection to `port`; what is wished for while an answer is awaited waits behind it."""

    def __init__(self, port: int, selector: selectors.BaseSelector, good: tuple[int, ...] = (200, 201, 304)) -> None:
        self._selector = selector
        self._client = Client(self, port, 0, lambda _: self._now[1], 0, good)
        self._wishes: deque[Wish] = deque()
        self._now: Wish = (0, b"", Tally(), lambda: None)
        self._busy = False

    @property
    def reopened(self) -> int:
        """Return how often a request went over a new connection because the kept one was gone."""
        return self._client.reopened

    @property
    def waiting(self) -> int:
        """Return how many requests have no answer yet."""
        return len(self._wishes) + self._busy

    def wish(self, request: bytes, due: float, tally: Tally, then: Callable[[], None] = lambda: None) -> None:
        """Ask for `request`, wished for at `due` (performance counter); `then` is called with its answer."""
        self._wishes.append((due, request, tally, then))
        if not self._busy:
            self._next()

    def heard(self, now: float) -> None:
        """Take what has come."""
        if self._client.hear(self._selector, now):
            self._settle()
            self._next()

    def close(self) -> None:
        """Leave."""
        self._client.close(self._selector)

    def _next(self) -> None:
        self._busy = False
        while self._wishes and not self._busy:
            self._now = self._wishes.popleft()
            self._client.due = self._now[0]
            self._busy = self._client.ask(self._selector)
            if not self._busy:
                self._settle()

    def _settle(self) -> None:
        _, _, tally, then = self._now
        tally.waits += self._client.waits
        tally.failed += self._client.failed
        self._client.waits, self._client.failed = [], []
        then()


class Client(Honest):
    """An honest client that knows to whom it belongs, as a selector tells who was heard."""

    def __init__(
        self,
        owner: Asking,
        port: int,
        every: float,
        request: Callable[[int], bytes],
        due: float,
        good: tuple[int, ...],
    ) -> None:
        super().__init__(port, every, request, due, good)
        self.owner = owner
