"""How long the city keeps what may be about a person: a number of days for each, between what law and need allow."""

from typing import Final

import msgspec


class Retention(msgspec.Struct, frozen=True):
    """Days after which each is thrown away, counted from the day it was over; `LIMITS` says how few and how many.

    Consultations are not among these: each says of itself when it ends (`consultation_days` of `banshi.toml`).
    """

    ticket_days: int = 2
    booking_days: int = 2
    missed_booking_days: int = 730
    holder_days: int = 2
    search_days: int = 90
    wrong_try_days: int = 30
    sign_in_days: int = 180
    record_days: int = 1095


LIMITS: Final[dict[str, tuple[int, int]]] = {
    "ticket_days": (2, 29),
    "booking_days": (2, 30),
    "missed_booking_days": (30, 730),
    "holder_days": (2, 30),
    "search_days": (7, 365),
    "wrong_try_days": (2, 180),
    "sign_in_days": (7, 1095),
    "record_days": (180, 3650),
}
"""The least and the most of each. Logs of a network are kept six months at least (Cybersecurity Law, article 21)."""
