"""The digits beside a number on its slip: whoever types both at a kiosk holds the ticket. Pure.

They follow from what is kept of the ticket's secret, so that nothing more is kept.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from config.centers import PREFIX
from server.rules.hall.numbering import parse

DIGITS: Final = 6
BOOKING_DIGITS: Final = 8
"""As many open a booking, and nothing stands before them."""
MOST_SIGNS: Final = 2 + 4 + DIGITS
"""The most that somebody types: two letters, a number of four places, and the digits."""
_TYPED = re.compile(f"({PREFIX}[0-9]{{3,4}})([0-9]{{{DIGITS}}})?")


class Typed(NamedTuple):
    """A ticket's number, and the digits that were typed with it, or none."""

    number: str
    digits: str


def digits_of(secret_hash: str) -> str:
    """Return the digits of the ticket whose secret is kept as `secret_hash` (hexadecimal)."""
    return f"{int(secret_hash, 16) % 10**DIGITS:0{DIGITS}}"


def read_typed(text: str) -> Typed | None:
    """Return what somebody typed or read aloud, however it is written; None when it can be no number."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())
    found = _TYPED.fullmatch(plain)
    if found is None:
        return None
    try:
        parse(found[1])
    except ValueError:
        return None
    return Typed(found[1], found[2] or "")


def read_booking(text: str) -> str | None:
    """Return the digits of a booking that somebody typed; None when they can be none."""
    return text if re.fullmatch(f"[0-9]{{{BOOKING_DIGITS}}}", text) else None


def shown(signs: str) -> str:
    """Return what was typed so far with a gap before the digits, as on the slip; those of a booking by fours."""
    start = len(signs) - len(signs.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    figures = len(signs) - start
    after = start + (4 if figures > 3 + DIGITS else 3)
    if not start:
        return f"{signs[:4]} {signs[4:]}".strip()
    return signs if figures <= 4 else f"{signs[:after]} {signs[after:]}"
