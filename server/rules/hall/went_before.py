"""Why somebody was called before somebody else of the same line: by which rule, from what the journal says. Pure."""

from typing import Literal, Protocol

from config.centers import PriorityClass

Rule = Literal["transferred", "came_back", "earlier", "appointment", "priority", "chosen"]
"""`transferred`: came from another line and kept its age; `came_back`: was missed or away for a while; `earlier`: came
earlier; `appointment`, `priority`: the credit of its class; `chosen`: a counter asked for it."""


class Went(Protocol):
    """What of a ticket decides."""

    @property
    def prefix(self) -> str:
        """The letters of its number: those of the line it began in."""

    @property
    def priority(self) -> PriorityClass:
        """Its class."""

    @property
    def ready_at(self) -> int:
        """When it became ready (ms)."""

    @property
    def misses(self) -> int:
        """How often it was missed."""

    @property
    def postpones(self) -> int:
        """How often it was put off."""


def rule_of(other: Went, ready_at: int, prefix: str) -> Rule:
    """Return why `other` was called in the line of `prefix` before a ticket that became ready at `ready_at` (ms)."""
    if other.prefix != prefix:
        return "transferred"
    if other.misses or other.postpones:
        return "came_back"
    if other.ready_at <= ready_at:
        return "earlier"
    return "chosen" if other.priority == "normal" else other.priority
