"""What may happen to a booking, as one table: (state, verb) -> state. Whatever is not in it is refused."""

from typing import Final, Literal

from config.words import both
from server.rules.errors import Refusal

State = Literal["held", "listed", "booked", "checked_in", "used", "cancelled", "missed", "freed"]
Verb = Literal["book", "give", "check_in", "use", "move", "cancel", "miss", "free"]

ALLOWED: Final[dict[tuple[State, Verb], State]] = {
    ("held", "book"): "booked",
    ("held", "free"): "freed",
    ("held", "cancel"): "cancelled",
    ("listed", "give"): "booked",
    ("listed", "cancel"): "cancelled",
    ("listed", "free"): "freed",
    ("booked", "check_in"): "checked_in",
    ("booked", "move"): "booked",
    ("booked", "cancel"): "cancelled",
    ("booked", "miss"): "missed",
    ("booked", "free"): "freed",
    ("missed", "miss"): "missed",
    ("checked_in", "use"): "used",
}
"""`give` lets somebody of the waiting list have a place; `use` is the end of the ticket.

`free` gives a place back though nobody failed: a hold ran out, the day of a list is over, or somebody takes an ordinary
ticket instead. Who has missed a slot may still come for an ordinary ticket.
"""
HAS_PLACE: Final[frozenset[State]] = frozenset({"held", "booked", "checked_in", "used"})
"""The states in which a booking has a place of its slot."""
LIVE: Final[frozenset[State]] = frozenset({"held", "listed", "booked", "checked_in"})
"""The states in which somebody still comes, or is there."""
STATE_NAMES: Final[dict[State, str]] = {
    "held": "held for a moment",
    "listed": "on the waiting list",
    "booked": "booked",
    "checked_in": "checked in",
    "used": "used",
    "cancelled": "cancelled",
    "missed": "missed",
    "freed": "given back",
}


def after(state: State, verb: Verb) -> State:
    """Return the state after `verb`; raises `Refusal` booking_state that names the present one."""
    try:
        return ALLOWED[state, verb]
    except KeyError:
        raise Refusal("booking_state", state=both(STATE_NAMES[state])) from None
