"""A fact of the hall: one journal row, the only truth that board, voice, phone page and figures fold."""

from typing import Literal

import msgspec

from config.centers import Text
from server.rules.bounds import Id, Number

Kind = Literal[
    "ticket.issued",
    "ticket.called",
    "ticket.recalled",
    "ticket.started",
    "ticket.postponed",
    "ticket.missed",
    "ticket.rejoined",
    "ticket.held",
    "ticket.resumed",
    "ticket.transferred",
    "ticket.rerouted",
    "ticket.finished",
    "ticket.cancelled",
    "ticket.expired",
    "ticket.undone",
    "ticket.arrived",
    "ticket.regraded",
    "counter.opened",
    "counter.paused",
    "counter.closed",
    "counter.helping",
    "counter.helped",
    "day.closed",
    "settings.changed",
    "notice.posted",
    "staff.told",
    "booking.changed",
]
State = Literal[
    "waiting", "postponed", "called", "serving", "held", "finished", "missed", "cancelled", "expired", "remote"
]
"""The states of a ticket."""
HandOver = Literal["counter_paused", "counter_closed", "counter_changed"]
"""Why a counter does not keep those who are bound to it."""
Chosen = Literal["paper_brought", "urgent", "left_by_mistake", "other"]
"""Why a counter calls a number that is not the next."""
Ground = Literal["elderly", "disabled", "pregnant", "with_infant", "soldier", "urgent", "other_law"]
"""On what ground somebody has priority by law or by the rule for urgent matters (急事急办); the office alone knows."""
Break = Literal["lunch", "short_break", "meeting", "technical", "other_work"]
"""Why a counter pauses."""
Across = Literal["not_arrived", "sent_on"]
"""What ends a ticket across centers: its holder did not come in time, or goes on in another center."""
Reason = Literal["day_closed", "time_over", "at_counter", HandOver, Chosen, Break, Across]
"""Why something happened that is not the usual way; `at_counter`: whoever is called stands there already."""


class TicketRef(msgspec.Struct, frozen=True):
    """A ticket as a screen may know it: no person, no secret."""

    id: Id
    number: Number


class NameRef(msgspec.Struct, frozen=True):
    """A counter or a service by id and name."""

    id: Id
    name: Text


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a ticket was, or is: its state, and the id of the service at hand.

    A waiting one with a `counter` is bound to that and stands in no line.
    """

    state: State
    service: Id
    counter: Id | None = None


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, rename={"came_from": "from", "went_to": "to"}):
    """What happened at `center` as its `seq`-th fact, at `at` milliseconds since the epoch (UTC).

    Holds public data only, so it may go to any screen. A fact about a ticket says where it came from (nowhere, when it
    was issued) and where it went to: who counts tickets by state needs no list of kinds. `service` and `counter` are
    those that it happened at, `calls` counts the calls of this ticket so far. `epoch` tells journals apart that count
    anew: a database made, or restored from a backup. `undone` names the fact that a `ticket.undone` takes back.
    """

    center: str
    seq: int
    at: int
    kind: Kind
    ticket: TicketRef | None = None
    counter: NameRef | None = None
    service: NameRef | None = None
    calls: int = 0
    came_from: Place | None = None
    went_to: Place | None = None
    reason: Reason | None = None
    undone: Kind | None = None
    epoch: int = 1
