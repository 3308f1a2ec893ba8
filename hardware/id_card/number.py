"""Numbers of citizens and of permits after GB 11643: eighteen signs, the last of which checks the others. Pure."""

from typing import Final

LENGTH: Final = 18
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS: Final = "10X98765432"


def check_sign(digits: str) -> str:
    """Return the sign that checks the seventeen `digits` (ISO 7064, MOD 11-2)."""
    return _SIGNS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11]


def is_number(text: str) -> bool:
    """Return whether `text` is a number whose last sign is right."""
    digits = text[:-1]
    right = len(text) == LENGTH and digits.isascii() and digits.isdecimal()
    return right and check_sign(digits) == text[-1]
