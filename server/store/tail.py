"""The tail of the journal: whoever follows it gets every committed fact of a center, in order and without a gap.

A binding only says *that* something happened (a `Wake`); what happened is read from the journal, unless the wake
carries the facts itself and they follow on without a gap. So a lost, doubled or late wake can delay a fact until the
next wake or poll, and can never lose or reorder one.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact

BATCH: Final = 1000
RETRY_SECONDS: Final = 1.0


class Wake(NamedTuple):
    """Something was committed at `center` (empty: perhaps anywhere), up to `seq`; `facts` when they are at hand."""

    center: str = ""
    seq: int = 0
    facts: Sequence[Fact] = ()


Hear = Callable[[Wake], None]
Read = Callable[[str, int, int], list[Fact]]


class Bell(Protocol):
    """A binding: how wakes reach this process."""

    @property
    def poll_seconds(self) -> float | None:
        """How often followers look by themselves; None when a wake is never lost."""

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` from any thread for every wake from now on; return what ends it."""


class Tail:
    """The journal's tail over one bell; `read` returns facts of (center, after, most) and may block."""

    def __init__(self, bell: Bell, read: Read) -> None:
        self._bell = bell
        self._read = read

    def follow(self, after: Mapping[str, int]) -> "Following":
        """Return a follower of the centers in `after`, each from above the seq given there."""
        return Following(self._bell, self._read, after)


class Following:
    """One follower of the tail; belongs to one event loop."""

    def __init__(self, bell: Bell, read: Read, after: Mapping[str, int]) -> None:
        self._bell = bell
        self._read = read
        self._seen = dict(after)
        self._wakes: deque[Wake] = deque([Wake()])
        self._rung = asyncio.Event()
        self._rung.set()

    def add(self, center: str, seq: int) -> None:
        """Follow `center` as well, from above `seq`."""
        self._seen[center] = seq
        self._wakes.append(Wake(center))
        self._rung.set()

    async def facts(self) -> AsyncGenerator[list[Fact], None]:
        """Yield the facts of every followed center, batch by batch, for ever; to be asked for once.

        Each batch is of one center; per center seq grows by one from fact to fact. A store that cannot be read
        right now is asked again at the next wake or second.
        """
        loop = asyncio.get_running_loop()

        def hear(wake: Wake) -> None:
            self._wakes.append(wake)
            # A loop that was closed under its follower must not disturb the writer, in whose thread this runs.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._rung.set)

        stop = self._bell.listen(hear)
        try:
            while True:
                await _wait(self._rung, self._bell.poll_seconds, self._wakes)
                self._rung.clear()
                while self._wakes:
                    wake = self._wakes.popleft()
                    for center in [wake.center] if wake.center else list(self._seen):
                        try:
                            while batch := await self._since(center, wake):
                                self._seen[center] = batch[-1].seq
                                yield batch
                        except Refusal:
                            loop.call_later(RETRY_SECONDS, hear, Wake(center))
        finally:
            stop()

    async def _since(self, center: str, wake: Wake) -> list[Fact]:
        """Return the next facts of a followed center, or none when there are no more."""
        seq = self._seen.get(center)
        if seq is None or (wake.seq and wake.seq <= seq):
            return []
        carried = [fact for fact in wake.facts if fact.seq > seq]
        if carried and carried[0].seq == seq + 1:
            return carried
        return await asyncio.to_thread(self._read, center, seq, BATCH)


async def _wait(rung: asyncio.Event, seconds: float | None, wakes: deque[Wake]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await rung.wait()
    except TimeoutError:
        wakes.append(Wake())
