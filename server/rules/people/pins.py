"""What a PIN and a card must be: both open a desk that is paired, and nothing else. Pure."""

import re
from itertools import pairwise
from typing import Final

from server.rules.errors import Refusal

PIN: Final = re.compile(r"[0-9]{4,8}")
CARD: Final = re.compile(r"[0-9A-Z]{8,64}")
MOST: Final = 4
"""Wrong PINs that lock it for a while."""
VOID_AFTER: Final = 2
"""Locks after which the PIN opens nothing any more: eight tries of 10,000 is the most that anybody has."""
_SIGNS: Final = re.compile(r"[^0-9A-Za-z]")


def check_pin(pin: str) -> None:
    """Raise `Refusal` pin_unfit unless `pin` has 4 to 8 digits that are neither all the same nor in a row."""
    steps = {int(after) - int(before) for before, after in pairwise(pin) if pin.isdecimal()}
    if PIN.fullmatch(pin) is None or steps in ({0}, {1}, {-1}):
        raise Refusal("pin_unfit")


def read_card(typed: str) -> str:
    """Return what a card reader typed, without the signs that some readers put around it; raises card_unfit."""
    card = _SIGNS.sub("", typed).upper()
    if CARD.fullmatch(card) is None:
        raise Refusal("card_unfit")
    return card
