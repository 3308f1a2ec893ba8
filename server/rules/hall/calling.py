"""What may happen to a ticket, as one table: (state, verb) -> state. Whatever is not in it is refused."""

from typing import Final, Literal

from config.centers import Text
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


STATE_NAMES: Final[dict[str, Text]] = {
    "waiting": Text("等候", "waiting"),
    "called": Text("已叫号", "called"),
    "serving": Text("办理中", "in service"),
    "finished": Text("已办结", "finished"),
    "missed": Text("过号", "missed"),
    "cancelled": Text("已取消", "cancelled"),
    "expired": Text("已过期", "expired"),
}


def not_possible(number: str, state: str) -> Refusal:
    """Return the refusal of what cannot be done to ticket `number` in `state`."""
    return Refusal("ticket_state", number=number, state=STATE_NAMES[state])


def after(state: str, verb: str, number: str = "") -> State:
    """Return the state after `verb`; raises `Refusal` ticket_state that names `number`."""
    try:
        return ALLOWED[state, verb]
    except KeyError:
        raise not_possible(number, state) from None
