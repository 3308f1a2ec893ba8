"""The code of a consultation: read aloud, typed in, and not to be guessed. Pure.

Nine letters by chance (43 bits) and one that checks them, as `K7M-3XQ-9TRA`. There are 29 letters: none is taken for
another, as what looks alike counts as the same (O and Q are not told from 0 by everybody, so O is read as 0). 29 is a
prime, and each place has a weight of its own: one wrong letter, or two that changed places, never make a right code.
"""

import unicodedata
from typing import Final

from server.rules.errors import Refusal

LETTERS: Final = "0123456789ACDEFGHJKMNPQRTVWXY"
ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"})
DRAWN: Final = 9
CODES: Final = len(LETTERS) ** DRAWN
"""How many codes there are."""
GROUPS: Final = ((0, 3), (3, 6), (6, 10))


def code_of(drawn: int) -> str:
    """Return the code number `drawn`, from 0 to `CODES` - 1."""
    places = []
    for _ in range(DRAWN):
        drawn, place = divmod(drawn, len(LETTERS))
        places.append(place)
    places.append(_closing(places))
    return _grouped("".join(LETTERS[place] for place in places))


def read_code(typed: str) -> str:
    """Return the code that somebody typed or said, however it is written.

    Raises `Refusal` consultation_unknown when it cannot be one, code_mistyped when a letter must be wrong.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(each for each in plain if each.isalnum()).translate(ALIKE)
    if len(letters) != DRAWN + 1 or any(each not in LETTERS for each in letters):
        raise Refusal("consultation_unknown")
    places = [LETTERS.index(each) for each in letters]
    if places[-1] != _closing(places[:-1]):
        raise Refusal("code_mistyped")
    return _grouped(letters)


def phone_path(code: str) -> str:
    """Return where a phone opens the consultation, to come after the address of the phone pages; for a QR code."""
    return f"/c/{code}"


def _closing(places: list[int]) -> int:
    """Return the place of the letter that makes the weighted sum zero; its own weight is 1."""
    return -sum(weight * place for weight, place in enumerate(places, start=2)) % len(LETTERS)


def _grouped(letters: str) -> str:
    return "-".join(letters[start:end] for start, end in GROUPS)
