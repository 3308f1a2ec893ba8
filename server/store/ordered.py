"""A work that a store was asked for and its asker does not stand and wait for."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Final, Generic, TypeVar

from server.rules.errors import Refusal

TURN_SECONDS: Final = 10.0
"""How long a work waits for its turn at most."""

Result = TypeVar("Result")


class Ordered(Generic[Result]):
    """A work that waits for its turn, has it, or is done. Safe for threads."""

    def __init__(self, answer: Future[Result]) -> None:
        self._answer = answer

    @property
    def done(self) -> bool:
        """Tell whether its result can be had without waiting."""
        return self._answer.done()

    def result(self) -> Result:
        """Return what the work returned, once that is durable; raises what it raised, or `Refusal` busy.

        Waits where it is not done yet: `TURN_SECONDS` for its turn, and then for its end.
        """
        try:
            return self._answer.result(TURN_SECONDS)
        except CancelledError:
            raise Refusal("busy") from None
        except TimeoutError:
            if self._answer.cancel():
                raise Refusal("busy") from None
        # It has its turn, or is done: a work may have raised a TimeoutError of its own.
        return self._answer.result()

    def when_done(self, call: Callable[[], None]) -> None:
        """Have `call` called once it is done or given up, by whichever thread does that; at once when it is."""
        self._answer.add_done_callback(lambda _: call())

    def give_up(self) -> None:
        """Let it be refused as busy, if it still waits for its turn."""
        self._answer.cancel()


def done(result: Result) -> Ordered[Result]:
    """Return what is done already, with its result."""
    answer: Future[Result] = Future()
    answer.set_result(result)
    return Ordered(answer)
