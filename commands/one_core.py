"""Keeping a server to one core of the machine."""

import os
from collections.abc import Callable, Collection
from typing import Final

ALLOWED: Final[Callable[[int], Collection[int]] | None] = getattr(os, "sched_getaffinity", None)
KEEP: Final[Callable[[int, Collection[int]], None] | None] = getattr(os, "sched_setaffinity", None)
"""Linux has them, other systems do not."""


def keep_to_one_core(
    allowed: Callable[[int], Collection[int]] | None = ALLOWED,
    keep_to: Callable[[int, Collection[int]], None] | None = KEEP,
    process: int | None = None,
) -> int | None:
    """Let all threads of this process, and those to come, run on one core; return which, or None where nothing changed.

    Only one of Python's threads runs at a time anyway. Spread over several cores they wake one another across them at
    every turn, which costs a third of the processor and twice the time of an answer. Which core is it follows from the
    number of the process, so that several servers of one machine do not choose the same; others give way to it.
    """
    if allowed is None or keep_to is None:
        return None
    cores = sorted(allowed(0))
    if len(cores) < 2:
        return None
    core = cores[(os.getpid() if process is None else process) % len(cores)]
    try:
        keep_to(0, {core})
    except OSError:
        # Where the system does not let us choose, it chooses.
        return None
    return core
