"""Tickets across centers on the wire: taken elsewhere, checked in with, sent on."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.rules.bounds import Code, Id, Spoken
from server.wire.messages import NOTE, STEPS

Holder = Annotated[str, Meta(min_length=8, max_length=128)]
"""What a phone or a channel knows its owner by; only a hash of it is kept."""
Shown = Annotated[str, Meta(pattern="^[0-9]{8}$")]
"""The code that the hall shows."""


class TakeRemote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /centers/{center}/remote-tickets`: a number of that center for somebody who is elsewhere.

    `origin` is the center that they set out from: without it that of the token. One `holder` has one number on its way
    in the whole city, and so has one `visit`; a channel names the holder. `plan` is the code of a consultation.
    Who speaks `language` says so, where that is not what everybody there does.
    """

    services: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=STEPS)]
    origin: Id | None = None
    holder: Holder | None = None
    visit: Id | None = None
    plan: Code | None = None
    language: Spoken | None = None


class CheckInRemote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of a check-in with a ticket that was taken elsewhere: `hall` is the code that the hall shows to phones.

    Kiosks and counters of the center need none.
    """

    hall: Shown | None = None


class SendOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `send-on`: the center and the service with which the ticket in hand goes on, and a note for its clerk."""

    center: Id
    service: Id
    note: Annotated[str, Meta(max_length=NOTE)] | None = None
