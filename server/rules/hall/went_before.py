"""Why somebody was called before somebody else of the same line: by which rule, from what the journal says. Pure."""

from typing import Final, Literal, Protocol, get_args

from config.centers import PriorityClass
from server.rules.hall.fact import Chosen, Reason

Rule = Literal[
    "transferred",
    "came_back",
    "earlier",
    "appointment",
    "priority",
    "returned",
    "bound",
    "at_counter",
    "chosen",
    "language",
]
"""`transferred`: came from another line and kept its age; `came_back`: was missed or away for a while; `earlier`: came
earlier; `appointment`, `priority`, `returned`: the credit of its class; `bound`: was sent to that counter;
`at_counter`: stood there without a number; `chosen`: a counter asked for it, with a reason; `language`: the counter
that called it speaks its language and not that of the other."""


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


_CHOSEN: Final = frozenset(get_args(Chosen))


def rule_of(
    other: Went, ready_at: int, prefix: str, reason: Reason | None = None, *, bound: bool = False, spoken: bool = False
) -> Rule:
    """Return why `other` was called in the line of `prefix` before a ticket that became ready at `ready_at` (ms).

    `reason` is that of the call, `bound` says that `other` waited for the counter that called it, `spoken` that the
    ticket waits for a counter whose clerk speaks its language.
    """
    if reason in _CHOSEN:
        return "chosen"
    if reason == "at_counter":
        return "at_counter"
    if bound:
        return "bound"
    if other.prefix != prefix:
        return "transferred"
    if other.misses or other.postpones:
        return "came_back"
    if other.ready_at <= ready_at:
        return "earlier"
    if other.priority != "normal":
        return other.priority
    return "language" if spoken else "chosen"
