"""The tail of the journal: whoever follows it gets every committed fact of a center, in order and without a gap.

A binding only says *that* something happened (a `Wake`); what happened is read from the journal, unless the wake
carries the facts itself and they follow on without a gap. So a lost, doubled or late wake can delay a fact until the
next wake or poll, and can never lose or reorder one.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.watched import tell

BATCH: Final = 1000
RETRY_SECONDS: Final = 1.0


class Wake(NamedTuple):
    """Something was committed at `center` (empty: perhaps anywhere), up to `seq`; `facts` when they are at hand."""

    center: str = ""
    seq: int = 0
    facts: Sequence[Fact] = ()


Hear = Callable[[Wake], None]
Read = Callable[[str, int, int], list[Fact]]
Heads = Callable[[], dict[str, tuple[int, int]]]
Lost = Callable[[str], Awaitable[None]]


class Bell(Protocol):
    """A binding: how wakes reach this process."""

    @property
    def poll_seconds(self) -> float | None:
        """How often followers look by themselves; None when a wake is never lost."""

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` from any thread for every wake from now on; return what ends it."""


class Tail:
    """The journal's tail over one bell.

    `read` returns facts of (center, after, most), `heads` the epoch and last seq of every center; both may block.
    """

    def __init__(self, bell: Bell, read: Read, heads: Heads = dict) -> None:
        self._bell = bell
        self._read = read
        self._heads = heads

    def follow(self, after: Mapping[str, int], lost: Lost | None = None) -> "Following":
        """Return a follower of the centers in `after`, each from above the seq given there.

        `lost` is awaited with a center whose journal is another one now (made anew, or restored from a backup): it is
        followed from where `lost` adds it again.
        """
        return Following(self._bell, self._read, self._heads, after, lost)


class Following:
    """One follower of the tail; belongs to one event loop."""

    def __init__(self, bell: Bell, read: Read, heads: Heads, after: Mapping[str, int], lost: Lost | None) -> None:
        self._bell = bell
        self._read = read
        self._heads = heads
        self._lost = lost
        self._seen = dict(after)
        self._epochs: dict[str, int] = {}
        self._failing: set[str] = set()
        self._again: set[str] = set()
        """Centers that are looked at again in a moment: each once, however many wakes came to nothing meanwhile."""
        self._wakes: deque[Wake] = deque([Wake()])
        self._rung = asyncio.Event()
        self._rung.set()

    def add(self, center: str, seq: int, epoch: int | None = None) -> None:
        """Follow `center` as well, from above `seq` of the journal `epoch` (None: of whichever is there)."""
        self._seen[center] = seq
        self._epochs.pop(center, None)
        if epoch is not None:
            self._epochs[center] = epoch
        self._wakes.append(Wake(center))
        self._rung.set()

    def leave(self, center: str) -> None:
        """Follow `center` no more."""
        self._seen.pop(center, None)

    async def facts(self) -> AsyncGenerator[list[Fact], None]:
        """Yield the facts of every followed center, batch by batch, for ever; by one at a time.

        Each batch is of one center; per center seq grows by one from fact to fact. What cannot be read right now is
        asked again at the next wake or second, and holds up no other center.
        """
        loop = asyncio.get_running_loop()

        def hear(wake: Wake) -> None:
            self._wakes.append(wake)
            # A loop that was closed under its follower must not disturb the writer, in whose thread this runs.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._rung.set)

        def later(center: str) -> None:
            if center not in self._again:
                self._again.add(center)
                loop.call_later(RETRY_SECONDS, again, center)

        def again(center: str) -> None:
            self._again.discard(center)
            hear(Wake(center))

        stop = self._bell.listen(hear)
        if not self._wakes:
            # Whoever follows again after a failure has not heard what was told meanwhile.
            hear(Wake())
        try:
            while True:
                await _wait(self._rung, self._bell.poll_seconds, self._wakes)
                self._rung.clear()
                while self._wakes:
                    wake = self._wakes.popleft()
                    for center in [wake.center] if wake.center else await self._moved():
                        try:
                            while batch := await self._since(center, wake):
                                if await self._is_another(center, batch[0].epoch):
                                    break
                                self._seen[center] = batch[-1].seq
                                yield batch
                            self._failing.discard(center)
                        except Refusal:
                            later(center)
                        except Exception as error:
                            self._tell(center, error)
                            later(center)
        finally:
            stop()

    async def _moved(self) -> list[str]:
        """Return the followed centers that have news, by one look at the heads of all; all of them when in doubt."""
        try:
            heads = await asyncio.to_thread(self._heads)
        except Refusal:
            return list(self._seen)
        moved = []
        for center, seen in list(self._seen.items()):
            # A center that the heads do not know is asked for: it may be newer than they are.
            epoch, seq = heads.get(center, (self._epochs.get(center, 0), seen + 1))
            if center in heads and await self._is_another(center, epoch, behind=seq < seen):
                continue
            if seq > seen:
                moved.append(center)
        return moved

    async def _is_another(self, center: str, epoch: int, *, behind: bool = False) -> bool:
        """Tell whether the journal of `center` is not the one that was followed; then it is lost."""
        if self._lost is None or (not behind and self._epochs.setdefault(center, epoch) == epoch):
            return False
        await self._lost(center)
        return True

    async def _since(self, center: str, wake: Wake) -> list[Fact]:
        """Return the next facts of a followed center, or none when there are no more."""
        seq = self._seen.get(center)
        if seq is not None and wake.facts and self._epochs.get(center, wake.facts[0].epoch) != wake.facts[0].epoch:
            return list(wake.facts)
        if seq is None or (wake.seq and wake.seq <= seq):
            return []
        carried = [fact for fact in wake.facts if fact.seq > seq]
        if carried and carried[0].seq == seq + 1:
            return carried
        return await asyncio.to_thread(self._read, center, seq, BATCH)

    def _tell(self, center: str, error: Exception) -> None:
        if center not in self._failing:
            self._failing.add(center)
            tell(f"follower of {center}", error)


async def _wait(rung: asyncio.Event, seconds: float | None, wakes: deque[Wake]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await rung.wait()
    except TimeoutError:
        wakes.append(Wake())
