"""Who speaks what: a ticket in a language waits a little for a counter whose clerk speaks it, and never long. Pure.

A counter lets somebody it cannot talk to wait, and calls the next, only where another open counter of that line can,
and only as long as whoever it calls instead stands no more than a few minutes behind the first of its line. So
nobody is overtaken for it by anyone who stands further behind, and no counter is ever idle for it.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final, Protocol, TypeVar

from config.centers import LineRules
from server.rules.hall.line import MINUTE

COUNTED_IN_MS: Final = ("virtual_time", "fifo")
"""The orders whose keys are moments: in others a few minutes mean nothing."""


class Speaking(Protocol):
    """What the choice needs to know of a waiting ticket."""

    @property
    def key(self) -> int:
        """Its place in the order (ms)."""

    @property
    def language(self) -> str | None:
        """What its holder speaks, where that is not what everybody here does."""


Ticket = TypeVar("Ticket", bound=Speaking)


def grace(rules: LineRules) -> int:
    """Return by how much (ms) somebody may stand behind and still be called instead; 0 where nobody is."""
    return rules.language_minutes * MINUTE if rules.policy in COUNTED_IN_MS else 0


def chosen(
    waiting: Sequence[Ticket], speaks: Collection[str], spoken_elsewhere: Callable[[Ticket], bool], within: int
) -> Ticket:
    """Return whom of `waiting`, in the order of the line and not empty, a counter calls whose clerk `speaks` that.

    `spoken_elsewhere` tells whether another open counter can talk to a ticket; `within` is the `grace` (ms).
    """
    first = waiting[0]
    for ticket in waiting:
        if ticket.key > first.key + within:
            break
        if ticket.language is None or ticket.language in speaks or not spoken_elsewhere(ticket):
            return ticket
    return first
