"""Whether a history of operations that overlapped could have happened one after the other: linearizability.

The search of Wing and Gong, with Lowe's memory of where it has been. Some order of the operations must be found in
which each happens between its call and its return and is answered as the model answers it there. Among those that may
be next whoever returned first goes first, so an operation is moved before another only where nothing else helps. What
is answered rightly here, and changes nothing wherever it is answered so, is next at once: later it could do no better,
and nobody minds it. (What only happens to change nothing here may be needed later: to close a counter that is closed.)
What nobody heard the answer of may have happened at any moment after its call, or never.

Porcupine and Knossos do the same in Go and Clojure; nothing of the kind is to be had for Python.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final, Generic, Literal, NamedTuple, Protocol, TypeVar

STEPS: Final = 400_000
"""So many tries end the search: a history of a few hundred operations needs about as many as it has operations."""
FOR_EVER: Final = float("inf")

State = TypeVar("State", bound=Hashable)


class Operation(NamedTuple):
    """What was asked and what was answered (None: nobody knows), and from when until when it was on its way.

    Moments are those of one clock that never goes back; who heard no answer is on its way `FOR_EVER`.
    """

    asked: Any
    answer: Any
    called: float
    returned: float = FOR_EVER

    @property
    def known(self) -> bool:
        """Tell whether somebody heard the answer."""
        return self.returned != FOR_EVER


class Model(Protocol[State]):
    """One thing after the other: how it begins, what follows, and where a history may end."""

    @property
    def first(self) -> State:
        """Return how it stands before anything happens."""

    def after(self, state: State, asked: Any, answer: Any) -> State | None:
        """Return how it stands after `asked` was answered by `answer` (None: by anything), or None where it never is.

        What is answered by anything must have changed something: else it need not have happened.
        """

    def only_looks(self, asked: Any, answer: Any) -> bool:
        """Tell whether `asked`, answered by `answer`, leaves everything as it is wherever that may be."""

    def may_end(self, state: State) -> bool:
        """Tell whether nothing is missing."""


class Verdict(NamedTuple):
    """What became of the search: `order` are places in the history, of the proof or of the longest beginning of one.

    `stuck` are those of which one would have had to come next there. `undecided` is no proof of anything.
    """

    outcome: Literal["linearizable", "not linearizable", "undecided"]
    order: tuple[int, ...]
    stuck: tuple[int, ...]
    steps: int

    def __bool__(self) -> bool:
        return self.outcome == "linearizable"


class _Frame(NamedTuple, Generic[State]):
    """A place of the search: what has happened, how it stands, and what may follow that was not tried yet."""

    done: int
    state: State
    left: Iterator[tuple[int, State]]


def check(history: Sequence[Operation], model: Model[State], most: int = STEPS) -> Verdict:
    """Search for an order of `history` that `model` allows; end after `most` steps at the latest."""
    places = sorted(range(len(history)), key=lambda place: history[place].called)
    ops = [history[place] for place in places]
    needed = sum(1 << place for place, op in enumerate(ops) if op.known)
    seen: set[tuple[int, State]] = set()
    path: list[int] = []
    longest: list[int] = []
    steps = 0

    def frame(done: int, state: State) -> _Frame[State]:
        nonlocal steps
        following = []
        for place in _next(ops, done):
            steps += 1
            after = model.after(state, ops[place].asked, ops[place].answer)
            if after is not None and model.only_looks(ops[place].asked, ops[place].answer):
                return _Frame(done, state, iter([(place, after)]))
            if after is not None:
                following.append((place, after))
        return _Frame(done, state, iter(following))

    frames = [frame(0, model.first)]
    while frames:
        at = frames[-1]
        if at.done & needed == needed and model.may_end(at.state):
            return Verdict("linearizable", _named(places, path), (), steps)
        if steps > most:
            return Verdict("undecided", _named(places, longest), _stuck(places, ops, longest), steps)
        place, state = next(at.left, (None, at.state))
        if place is None:
            frames.pop()
            if path:
                path.pop()
            continue
        done = at.done | 1 << place
        if (done, state) in seen:
            continue
        seen.add((done, state))
        path.append(place)
        if len(path) > len(longest):
            longest = path.copy()
        frames.append(frame(done, state))
    return Verdict("not linearizable", _named(places, longest), _stuck(places, ops, longest), steps)


def _next(ops: Sequence[Operation], done: int) -> list[int]:
    """Return who may come next: nobody who is left returned before their call. Whoever returned first comes first."""
    first_return = FOR_EVER
    waiting = []
    left = ~done
    begin = (left & -left).bit_length() - 1
    for place in range(begin, len(ops)):
        op = ops[place]
        if op.called > first_return:
            break
        if left >> place & 1:
            waiting.append(place)
            first_return = min(first_return, op.returned)
    return sorted(waiting, key=lambda place: ops[place].returned)


def _named(places: Sequence[int], found: Sequence[int]) -> tuple[int, ...]:
    return tuple(places[each] for each in found)


def _stuck(places: Sequence[int], ops: Sequence[Operation], path: Sequence[int]) -> tuple[int, ...]:
    return _named(places, _next(ops, sum(1 << place for place in path)))
