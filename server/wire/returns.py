"""Coming back with a missing paper, on the wire."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.rules.bounds import Count, Day, Id, Number, SlipDigits


class ForPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `finish-for-paper`: whether whoever comes back waits for this counter (`here`)."""

    here: bool = False


class ComeBackWithPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /centers/{center}/returns`: number and digits of the slip of the ticket that was refused."""

    number: Annotated[str, Meta(min_length=1, max_length=16)]
    digits: SlipDigits


class ReturnRight(msgspec.Struct, frozen=True):
    """A right to come back: of ticket `number` of `day` at its `step`, for `service`, `until` a day, that included."""

    ticket: Id
    step: Count
    number: Number
    service: Id
    day: Day
    until: Day


class ReturnsAnswer(msgspec.Struct, frozen=True):
    """The rights that tickets of one number give today, the newest first."""

    rights: tuple[ReturnRight, ...] = ()


class TakeReturn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `take-return`: the right that somebody comes back by, as it was listed."""

    ticket: Id
    step: Count
    number: Number
