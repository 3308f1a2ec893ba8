"""What may happen to a ticket, as one table: (state, verb) -> state. Whatever is not in it is refused.

This is the only list of states: which of them stand in a line, which are in a counter's hand and which are over is
said here, and the store keeps what follows from it (`line`, `in_hand`), never the list.
"""

from typing import Final, Literal

from config.words import both
from server.rules.errors import Refusal
from server.rules.hall.fact import Kind
from server.rules.hall.fact import State as State

Verb = Literal[
    "postpone",
    "call_next",
    "call_chosen",
    "hand_over",
    "recall",
    "start",
    "hold",
    "resume",
    "transfer",
    "reroute",
    "drop_step",
    "regrade",
    "class_down",
    "finish",
    "go_on",
    "send_on",
    "check_in",
    "miss",
    "rejoin",
    "cancel",
    "expire",
]

IN_LINE: Final[frozenset[State]] = frozenset({"waiting"})
IN_HAND: Final[frozenset[State]] = frozenset({"called", "serving"})
OVER: Final[frozenset[State]] = frozenset({"finished", "cancelled", "expired"})

ALLOWED: Final[dict[tuple[State, Verb], State]] = {
    ("waiting", "call_next"): "called",
    ("waiting", "postpone"): "postponed",
    ("postponed", "rejoin"): "waiting",
    ("waiting", "call_chosen"): "called",
    ("missed", "call_chosen"): "called",
    ("postponed", "call_chosen"): "called",
    ("finished", "call_chosen"): "called",
    ("waiting", "hand_over"): "waiting",
    ("called", "recall"): "called",
    ("called", "start"): "serving",
    ("called", "miss"): "missed",
    ("waiting", "regrade"): "waiting",
    ("postponed", "regrade"): "postponed",
    ("called", "regrade"): "called",
    ("serving", "regrade"): "serving",
    ("held", "regrade"): "held",
    ("missed", "regrade"): "missed",
    ("called", "class_down"): "waiting",
    ("called", "transfer"): "waiting",
    ("serving", "transfer"): "waiting",
    ("serving", "hold"): "held",
    ("serving", "finish"): "finished",
    ("serving", "go_on"): "waiting",
    ("held", "resume"): "serving",
    ("held", "rejoin"): "waiting",
    ("missed", "rejoin"): "waiting",
    ("finished", "rejoin"): "waiting",
    ("called", "send_on"): "finished",
    ("serving", "send_on"): "finished",
    ("remote", "check_in"): "waiting",
    ("remote", "cancel"): "cancelled",
    ("remote", "expire"): "expired",
    ("waiting", "cancel"): "cancelled",
    ("postponed", "cancel"): "cancelled",
    ("held", "cancel"): "cancelled",
    ("missed", "cancel"): "cancelled",
    ("called", "reroute"): "called",
    ("serving", "reroute"): "serving",
    ("waiting", "drop_step"): "waiting",
    ("postponed", "drop_step"): "postponed",
    ("called", "drop_step"): "called",
    ("serving", "drop_step"): "serving",
    ("held", "drop_step"): "held",
    ("missed", "drop_step"): "missed",
    ("waiting", "expire"): "expired",
    ("postponed", "expire"): "expired",
    ("called", "expire"): "expired",
    ("serving", "expire"): "expired",
    ("held", "expire"): "expired",
    ("missed", "expire"): "expired",
}
"""`go_on` finishes one step of a ticket that has another: it stands in the next line at once, with its age.

`hold` lets a person go for something that is lacking while the counter calls others; `resume` goes on with them, and
`rejoin` puts them back into line, as it does whoever was missed, or finished too early. `transfer` puts them into
another line, or binds them to another counter; `hand_over` brings who was bound to a counter back into the line.

`postpone` lets a person who waits go away for a while; `rejoin` brings them back, at last by itself. `call_chosen`
calls somebody who is not the next, at the word of a counter that may.

`reroute` changes what a ticket in hand is for after this, at the word of its counter; `drop_step` leaves a step out, at
the word of its holder. Neither moves anybody, but that whoever drops what they wait for waits for the next.

Whoever took a number elsewhere is `remote` until they `check_in` in the hall. `send_on` ends a ticket here whose holder
goes on in another center, with a ticket of that one.

`regrade` gives a ticket another class where it stands; `class_down` sends whoever was called without a right to it back
into the line.

Whoever is called or served when the day ends without a word of the counter expires too: what came of it nobody said.
"""

TOLD_AS: Final[dict[Verb, Kind]] = {
    "postpone": "ticket.postponed",
    "call_next": "ticket.called",
    "call_chosen": "ticket.called",
    "hand_over": "ticket.transferred",
    "recall": "ticket.recalled",
    "start": "ticket.started",
    "hold": "ticket.held",
    "resume": "ticket.resumed",
    "transfer": "ticket.transferred",
    "reroute": "ticket.rerouted",
    "drop_step": "ticket.rerouted",
    "miss": "ticket.missed",
    "regrade": "ticket.regraded",
    "class_down": "ticket.regraded",
    "rejoin": "ticket.rejoined",
    "finish": "ticket.finished",
    "go_on": "ticket.finished",
    "send_on": "ticket.finished",
    "check_in": "ticket.arrived",
    "cancel": "ticket.cancelled",
    "expire": "ticket.expired",
}

TAKEN_BACK: Final[frozenset[Verb]] = frozenset(
    {
        "call_next",
        "call_chosen",
        "start",
        "hold",
        "resume",
        "transfer",
        "reroute",
        "class_down",
        "finish",
        "go_on",
        "miss",
    }
)
"""What a counter can take back: all that its hand took, gave away, or went on with.

Not `recall`: what was said aloud stays said; it goes with the call that it repeats.
"""

STATE_NAMES: Final[dict[State, str]] = {
    "waiting": "waiting",
    "postponed": "put off by its holder",
    "called": "called",
    "serving": "in service",
    "held": "on hold",
    "finished": "finished",
    "missed": "missed",
    "cancelled": "cancelled",
    "expired": "expired",
    "remote": "not checked in yet",
}


def not_possible(number: str, state: State) -> Refusal:
    """Return the refusal of what cannot be done to ticket `number` in `state`."""
    return Refusal("ticket_state", number=number, state=both(STATE_NAMES[state]))


def after(state: State, verb: Verb, number: str = "") -> State:
    """Return the state after `verb`; raises `Refusal` ticket_state that names `number`."""
    try:
        return ALLOWED[state, verb]
    except KeyError:
        raise not_possible(number, state) from None
