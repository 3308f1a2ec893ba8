"""What may happen to a ticket, as one table: (state, verb) -> state. Whatever is not in it is refused."""

from typing import Final, Literal

from server.rules.errors import Refusal

State = Literal["waiting", "called", "serving", "finished", "missed", "cancelled", "expired"]
Verb = Literal["call_next", "recall", "start", "finish", "miss", "cancel", "expire"]

ALLOWED: Final[dict[tuple[str, str], State]] = {
    ("waiting", "call_next"): "called",
    ("called", "recall"): "called",
    ("called", "start"): "serving",
    ("called", "miss"): "missed",
    ("serving", "finish"): "finished",
    ("waiting", "cancel"): "cancelled",
    ("missed", "cancel"): "cancelled",
    ("waiting", "expire"): "expired",
    ("missed", "expire"): "expired",
}
"""A ticket with a further service goes from `finish` straight to `waiting` in that line; see `office.finish`."""


def after(state: str, verb: str, number: str = "") -> State:
    """Return the state after `verb`; raises `Refusal` ticket_state that names `number`."""
    try:
        return ALLOWED[state, verb]
    except KeyError:
        raise Refusal("ticket_state", number=number, state=state) from None
