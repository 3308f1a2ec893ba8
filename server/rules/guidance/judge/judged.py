"""One item of the chosen checklists with its verdict, while it is being judged. Pure."""

from dataclasses import dataclass, field

from config.item import Item, Requirement
from config.rule import ALWAYS, Rule
from server.rules.guidance.judge.verdict import Reason, State

Asks = dict[str, int]
Outcome = tuple[State, tuple[Reason, ...], Asks]


@dataclass
class Judged:
    """One item of the chosen checklists with its verdict; `asks` are facts that can still change it, weighed.

    `rests_on` is the rule whose truth made it what it is; `failing` are requirements that fail unless an item of the
    plan brings what mends them. One that is not `asked_for` is optional, and nobody has said that they want it.
    """

    item: Item
    checklist: str
    optional: bool
    state: State
    reasons: tuple[Reason, ...]
    asks: Asks = field(default_factory=dict)
    rests_on: Rule = ALWAYS
    left_out: bool = False
    asked_for: bool = True
    failing: tuple[Requirement, ...] = ()

    @property
    def wanted(self) -> bool:
        """Return whether it belongs into the plan."""
        return self.state == "can" and not self.left_out
