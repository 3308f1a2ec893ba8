"""A fact of the hall: one journal row, the only truth that board, voice, phone page and figures fold."""

from typing import Literal

import msgspec

from config.centers import Text

Kind = Literal[
    "ticket.issued",
    "ticket.called",
    "ticket.recalled",
    "ticket.started",
    "ticket.missed",
    "ticket.finished",
    "ticket.cancelled",
    "ticket.expired",
    "counter.opened",
    "counter.paused",
    "counter.closed",
    "notice.posted",
]


class TicketRef(msgspec.Struct, frozen=True):
    """A ticket as a screen may know it: no person, no secret."""

    id: str
    number: str


class NameRef(msgspec.Struct, frozen=True):
    """A counter or a service by id and name."""

    id: str
    name: Text


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened at `center` as its `seq`-th fact, at `at` milliseconds since the epoch (UTC).

    Holds public data only, so it may go to any screen. `calls` counts the calls of this ticket so far.
    """

    center: str
    seq: int
    at: int
    kind: str
    ticket: TicketRef | None = None
    counter: NameRef | None = None
    service: NameRef | None = None
    calls: int = 0
