"""What counters send with their verbs: which ticket, where to, and why."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.rules.bounds import Id
from server.rules.hall.fact import Chosen, Ground
from server.wire.messages import NOTE, STEPS


class Reroute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `reroute`: what the `ticket` in hand is for after this step from now on, and was for (`instead_of`)."""

    ticket: Id
    onward: Annotated[tuple[Id, ...], Meta(max_length=STEPS)]
    instead_of: Annotated[tuple[Id, ...], Meta(max_length=STEPS)]


class HelpFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of the word that help is there: the counter that asked for it."""

    counter: Id


class TicketNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a verb about a ticket that is not in hand, by its id."""

    ticket: Id


class BackInLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `back-in-line`: the ticket, and whether it waits for the counter that it was with (`here`)."""

    ticket: Id
    here: bool = False


class PriorityFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `give-priority`: a ticket, and the ground that staff have seen."""

    ticket: Id
    ground: Ground


class ChosenTicket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `call-chosen`: a ticket that is not the next, and why it is called."""

    ticket: Id
    reason: Chosen


class ServiceNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a verb about a service, by its id."""

    service: Id


class TransferTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a transfer: the service that is next or the counter that is to go on with it, one of them at least.

    Whether the ticket comes `back` here after that, and a `note` that only clerks see, until the ticket ends.
    """

    service: Id | None = None
    back: bool = False
    counter: Id | None = None
    note: Annotated[str, Meta(max_length=NOTE)] | None = None
