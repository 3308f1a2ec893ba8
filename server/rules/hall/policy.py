"""Who goes first: the policies that a hall can choose from, behind one interface.

A policy gives each ticket one key when it comes into line, and sorts by it. Where the order never changes afterwards
(`fixed`) that is the order of `line`, with other keys: strict precedence is a credit that no wait can make up for, and
first come, first served is no credit at all. Only accumulating rates look at the clock again at every call.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Protocol, TypeVar

import msgspec

from config.centers import LineRules, PolicyName, PriorityClass
from server.rules.hall import line

A_DAY: Final = 24 * 60 * line.MINUTE
RANK: Final[dict[PriorityClass, int]] = {"normal": 0, "appointment": 1, "returned": 1, "priority": 2}


class InLine(line.InLine, Protocol):
    """What every policy needs to know of a waiting ticket."""

    @property
    def priority(self) -> PriorityClass:
        """Its class."""


Waiting = TypeVar("Waiting", bound=InLine)


class Policy(Protocol):
    """An order of the line."""

    @property
    def fixed(self) -> bool:
        """Whether two tickets never change places."""

    def key(self, came_at: int, ready_at: int, priority: PriorityClass) -> int:
        """Return the key of a ticket that came at `came_at` and is ready at `ready_at` (ms): its slot, or both one."""

    def order(self, ticket: InLine, now: int) -> tuple[float, int, int]:
        """Return what tickets are sorted by at `now` (ms); total within a center."""


class VirtualTime(msgspec.Struct, frozen=True):
    """Ready time less the credit of the class: the order of `line`."""

    rules: LineRules = LineRules()
    fixed: bool = True

    def key(self, came_at: int, ready_at: int, priority: PriorityClass) -> int:
        """Return the virtual time."""
        return line.key(ready_at, priority, self.rules)

    def order(self, ticket: InLine, now: int) -> tuple[float, int, int]:
        """Return the order of `line`."""
        return line.order(ticket)


class Strict(msgspec.Struct, frozen=True):
    """Priority by law before appointments and returned before all others, however long these have waited."""

    fixed: bool = True

    def key(self, came_at: int, ready_at: int, priority: PriorityClass) -> int:
        """Return when it came, as many days earlier as its class stands higher."""
        return came_at - RANK[priority] * A_DAY

    def order(self, ticket: InLine, now: int) -> tuple[float, int, int]:
        """Return the order of `line`."""
        return line.order(ticket)


class Fifo(msgspec.Struct, frozen=True):
    """Whoever came first goes first, whatever their class or slot."""

    fixed: bool = True

    def key(self, came_at: int, ready_at: int, priority: PriorityClass) -> int:
        """Return when it came."""
        return came_at

    def order(self, ticket: InLine, now: int) -> tuple[float, int, int]:
        """Return the order of `line`."""
        return line.order(ticket)


class Accumulating(msgspec.Struct, frozen=True):
    """Each class gathers urgency at its own rate while it waits, and the most urgent goes first.

    `from_slot` lets appointments begin to gather at their slot instead of when they came.
    """

    rates: Mapping[PriorityClass, float] = msgspec.field(
        default_factory=lambda: {"normal": 1.0, "appointment": 1.6, "returned": 1.6, "priority": 3.0}
    )
    from_slot: bool = True
    fixed: bool = False

    def key(self, came_at: int, ready_at: int, priority: PriorityClass) -> int:
        """Return from when on it gathers."""
        return ready_at if self.from_slot else came_at

    def order(self, ticket: InLine, now: int) -> tuple[float, int, int]:
        """Return its urgency at `now`, the greatest first."""
        return self.rates[ticket.priority] * (ticket.key - now), ticket.ready_at, ticket.place


_OF_NO_CREDIT: Final[dict[PolicyName, Policy]] = {"strict": Strict(), "fifo": Fifo(), "accumulating": Accumulating()}


def policy_of(name: PolicyName, rules: LineRules) -> Policy:
    """Return the policy that a center calls `name`, with its credits."""
    if name == "virtual_time":
        return VirtualTime(rules)
    return _OF_NO_CREDIT[name]


def key_of(rules: LineRules, came_at: int, ready_at: int, priority: PriorityClass) -> int:
    """Return the key, by the order that `rules` name, of a ticket that came and is ready at those moments (ms)."""
    return policy_of(rules.policy, rules).key(came_at, ready_at, priority)


def gain(rules: LineRules, before: PriorityClass) -> int:
    """Return by how much (ms, never above 0) priority changes the key of a ticket of class `before`."""
    return min(0, key_of(rules, 0, 0, "priority") - key_of(rules, 0, 0, before))


def next_of(policy: Policy, waiting: Iterable[Waiting], services: Collection[str], now: int) -> Waiting | None:
    """Return the ticket that a counter of `services` calls next at `now` (ms), or None when nobody waits for it."""
    fitting = (ticket for ticket in waiting if ticket.service in services)
    return min(fitting, key=lambda ticket: policy.order(ticket, now), default=None)
