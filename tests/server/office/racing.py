"""Many who want the same at one moment."""

import threading
from collections.abc import Callable

from server.rules.errors import Refusal

IN_THE_WAY = {"busy", "store_unavailable"}
"""What many at once hear on a machine that has no time for them: they press again."""


def patiently(work: Callable[[], object]) -> None:
    """Do `work`, again while too many others are in the way."""
    while True:
        try:
            work()
        except Refusal as refusal:
            if refusal.code not in IN_THE_WAY:
                raise
        else:
            return


def race(attempt: Callable[[], object], code: str, people: int) -> int:
    """Return how many of `people` at once were told that `attempt` succeeded; all others must have heard `code`."""
    together = threading.Barrier(people)
    got: list[str] = []

    def press() -> None:
        together.wait()
        try:
            patiently(attempt)
            got.append("")
        except Refusal as refusal:
            got.append(refusal.code)

    threads = [threading.Thread(target=press) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(got) <= {"", code}
    return got.count("")
