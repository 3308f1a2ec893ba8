"""What the waits that a center said were worth: messages."""

import msgspec

from server.rules.bounds import Count, Id


class KeptDay(msgspec.Struct, frozen=True):
    """A day (ISO date): of `told` people who were told a range `held` were called within it."""

    day: str
    told: Count
    held: Count


class KeptService(msgspec.Struct, frozen=True):
    """A service over all these days: of `judged` people `told` were told a range, and it `held` for so many.

    `error_min` is by how many minutes what is usual lay off on the average, `wait_min` how long these people waited.
    """

    service: Id
    judged: Count
    told: Count
    held: Count
    error_min: float
    wait_min: float


class KeptWaitsAnswer(msgspec.Struct, frozen=True):
    """How often what was said came true: it is promised for `promised_percent` of all ranges."""

    promised_percent: Count
    days: tuple[KeptDay, ...]
    services: tuple[KeptService, ...]
