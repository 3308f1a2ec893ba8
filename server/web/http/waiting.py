"""Who waits for what, since when, and until when at most. Safe for threads."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, Literal, TypeVar

from server.web.http.limits import Limits

Phase = Literal["first", "head", "body", "idle", "queued", "door", "apart", "awaited", "sending", "lingering"]
"""`first`: nothing has come yet. `head`, `body`: a part has. `idle`: between two requests. `queued`: a request waits
for a thread, at the `door` for the one that weighs passwords; `apart`: it waits for the thread of its own address.
`awaited`: what is answered is not there yet. `sending`: the client has yet to take what is sent. `lingering`: it was
refused, and may still be talking."""

One = TypeVar("One", bound=Hashable)


def patience(limits: Limits) -> dict[Phase, float]:
    """Return the seconds that each phase may last."""
    return {
        "idle": limits.idle,
        "first": limits.first,
        "head": limits.head,
        "body": limits.body,
        "queued": limits.queued,
        "door": limits.door,
        "apart": limits.apart,
        "awaited": limits.awaited,
        "sending": limits.sending,
        "lingering": limits.lingering,
    }


class Waiting(Generic[One]):
    """Each waits in one phase; all of a phase have the same time, so who came first is due first."""

    def __init__(self, seconds: Mapping[Phase, float]) -> None:
        self._seconds = dict(seconds)
        # Not a dict: finding the first of one costs as much as was taken from its front before.
        self._phases: dict[Phase, OrderedDict[One, float]] = {phase: OrderedDict() for phase in self._seconds}
        self._of: dict[One, Phase] = {}
        self._lock = threading.Lock()

    def enter(self, one: One, phase: Phase, now: float, *, anew: bool = True) -> None:
        """Let `one` wait in `phase` from `now` (s); one already in it begins `anew`, or keeps its time."""
        with self._lock:
            before = self._of.get(one)
            if before == phase and not anew:
                return
            if before is not None:
                del self._phases[before][one]
            self._of[one] = phase
            self._phases[phase][one] = now + self._seconds[phase]

    def leave(self, one: One, *only: Phase) -> bool:
        """Let `one` wait no more; tell whether it did, in one of the phases `only` where any are given."""
        with self._lock:
            phase = self._of.get(one)
            if phase is None or (only and phase not in only):
                return False
            del self._of[one], self._phases[phase][one]
            return True

    def phase(self, one: One) -> Phase | None:
        """Return what `one` waits for."""
        return self._of.get(one)

    def due(self, now: float) -> Iterator[tuple[One, Phase]]:
        """Take out and give, one by one, whose time is over at `now`."""
        for phase in self._phases:
            while (found := self._take_first(phase, now)) is not None:
                yield found, phase

    def oldest(self, *phases: Phase) -> One | None:
        """Take out and return who has waited longest in the first of `phases` where anybody waits."""
        for phase in phases:
            found = self._take_first(phase, float("inf"))
            if found is not None:
                return found
        return None

    def oldest_of(self, some: Iterable[One], *phases: Phase) -> One | None:
        """Take out and return which of `some` has waited longest in the first of `phases` where any of them waits."""
        with self._lock:
            found = [
                (phases.index(phase), self._phases[phase][one], number, one)
                for number, one in enumerate(some)
                if (phase := self._of.get(one)) in phases and phase is not None
            ]
            if not found:
                return None
            one = min(found)[-1]
            del self._phases[self._of.pop(one)][one]
            return one

    def counts(self) -> dict[Phase, int]:
        """Return how many wait in each phase."""
        with self._lock:
            return {phase: len(those) for phase, those in self._phases.items()}

    def _take_first(self, phase: Phase, now: float) -> One | None:
        with self._lock:
            those = self._phases[phase]
            for one, until in those.items():
                if until > now:
                    return None
                del those[one], self._of[one]
                return one
        return None
