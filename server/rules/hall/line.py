"""The order of a line: virtual time.

Each ticket gets one fixed key when it becomes ready: its ready time less the credit of its class. The smallest key
among the services that a counter serves is next. Keys never change, so nobody can be overtaken by anyone who became
ready later by more than the difference of their credits, and an index serves the order.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Protocol, TypeVar

from config.centers import LineRules, PriorityClass

MINUTE: Final = 60_000


class InLine(Protocol):
    """What the order needs to know of a waiting ticket; times in ms."""

    @property
    def key(self) -> int:
        """Virtual time."""

    @property
    def ready_at(self) -> int:
        """When it became ready."""

    @property
    def place(self) -> int:
        """The seq of the fact that brought it into its line: who came first, when clocks cannot tell."""

    @property
    def service(self) -> str:
        """The line it stands in."""


Waiting = TypeVar("Waiting", bound=InLine)


def credit(priority: PriorityClass, rules: LineRules) -> int:
    """Return the credit of a class in ms: how much later a ticket may come and still go first."""
    minutes = {
        "normal": 0,
        "appointment": rules.credit_appointment,
        "priority": rules.credit_priority,
        "returned": rules.credit_returned,
    }
    return minutes[priority] * MINUTE


def key(ready_at: int, priority: PriorityClass, rules: LineRules) -> int:
    """Return the virtual time of a ticket that becomes ready at `ready_at` (ms)."""
    return ready_at - credit(priority, rules)


def key_behind(own: int, first: Sequence[int]) -> int:
    """Return the virtual time of a ticket that comes back into line behind those whose keys are `first`, in order.

    Its own where that is later already: whoever comes back overtakes nobody by it.
    """
    return max(own, first[-1] + 1) if first else own


def order(ticket: InLine) -> tuple[int, int, int]:
    """Return what tickets are sorted by; total within a center, as no two have one place."""
    return ticket.key, ticket.ready_at, ticket.place


def next_of(waiting: Iterable[Waiting], services: Collection[str]) -> Waiting | None:
    """Return the ticket that a counter of `services` calls next, or None when nobody waits for it."""
    return min((ticket for ticket in waiting if ticket.service in services), key=order, default=None)


def ahead(ticket: InLine, waiting: Iterable[InLine]) -> int:
    """Return how many of `waiting` stand before `ticket` in its own line."""
    place = order(ticket)
    return sum(other.service == ticket.service and order(other) < place for other in waiting)
