"""What the API says of a visit: the tickets that one person has, here or in several centers."""

from typing import Annotated

import msgspec
from msgspec import Meta

from config.centers import Text
from server.rules.bounds import Count, Id, Moment, Number
from server.rules.hall.fact import State
from server.wire.messages import moment as moment

STAYS = 1024
"""The most intervals that are told of a ticket."""


class Stay(msgspec.Struct, frozen=True):
    """A state that a ticket was in for its service, at a counter if there was one, from when until when."""

    state: State
    service: Id
    counter: Id | None
    began_at: Moment
    ended_at: Moment | None


class VisitTicket(msgspec.Struct, frozen=True):
    """A ticket of a visit: its steps, the one at hand, where it was last, and its `stays` in their order.

    The names are those of its center and of the service at hand.
    """

    id: Id
    center: Id
    center_name: Text
    service_name: Text
    number: Number
    state: State
    services: tuple[Id, ...]
    step: Count
    counter: Id | None
    issued_at: Moment
    stays: Annotated[tuple[Stay, ...], Meta(max_length=STAYS)]


class VisitAnswer(msgspec.Struct, frozen=True):
    """A visit by its id, which is that of its first ticket, and its tickets, the oldest first."""

    visit: Id
    tickets: tuple[VisitTicket, ...]
