"""What crosses the live socket, and the facts that it and the journal of the API tell."""

from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

from server.rules.bounds import BIGGEST, Count, Id, Moment, Token
from server.rules.hall.board import Board
from server.rules.hall.fact import Fact, Kind, NameRef, Place, Reason, TicketRef
from server.wire.messages import moment

PROTOCOL: Final = 1
FOLLOWED: Final = 1000
"""The most centers that one socket follows: more than any city has."""


class Known(msgspec.Struct, frozen=True):
    """How far a client knows the journal of a center: its epoch, and the last seq of that."""

    epoch: Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)]
    seq: Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)]


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello"):
    """First frame of a client: who it is, what it follows, and how far it knows each center.

    A bare number, as older clients send it, says nothing of the epoch: such a client gets the whole board.
    """

    protocol: Annotated[int, Meta(ge=0, le=BIGGEST)]
    token: Token
    follow: Annotated[tuple[Id, ...], Meta(max_length=FOLLOWED)]
    after: Annotated[dict[Id, Known | Annotated[int, Meta(ge=-BIGGEST, le=BIGGEST)]], Meta(max_length=FOLLOWED)] = {}
    pulses: bool = False
    """Whether it wants to be told every few seconds how far each center is, also when nothing happens there."""


KindName = Annotated[str, Meta(extra_json_schema={"enum": list(get_args(Kind))})]
"""The kind of a fact; clients skip those that they do not know."""


class Event(msgspec.Struct, frozen=True, omit_defaults=True, rename={"came_from": "from", "went_to": "to"}):
    """A fact on its way to a client; `type` is the fact's kind, unknown types are skipped by clients."""

    type: KindName
    center: Id
    seq: Count
    at: Moment
    ticket: TicketRef | None = None
    counter: NameRef | None = None
    service: NameRef | None = None
    calls: Count = 0
    came_from: Place | None = None
    went_to: Place | None = None
    reason: Reason | None = None
    undone: KindName | None = None
    epoch: Count = 1


class JournalPage(msgspec.Struct, frozen=True):
    """Answer of `GET /centers/{center}/journal`: what happened, in order."""

    events: tuple[Event, ...]


def event(fact: Fact) -> Event:
    """Return `fact` as it goes over the wire."""
    return Event(
        type=fact.kind,
        center=fact.center,
        seq=fact.seq,
        at=moment(fact.at),
        ticket=fact.ticket,
        counter=fact.counter,
        service=fact.service,
        calls=fact.calls,
        came_from=fact.came_from,
        went_to=fact.went_to,
        reason=fact.reason,
        undone=fact.undone,
        epoch=fact.epoch,
    )


class Snapshot(msgspec.Struct, frozen=True):
    """The whole board of a center as of `seq` of `epoch`: what a client gets that has no usable `after`."""

    center: Id
    epoch: Count
    seq: Count
    board: Board
    type: Literal["snapshot"] = "snapshot"


class Pulse(msgspec.Struct, frozen=True):
    """Nothing has happened at a center since `seq` of `epoch`: what was told up to there is still true."""

    center: Id
    epoch: Count
    seq: Count
    type: Literal["pulse"] = "pulse"
