"""The text of a card as the reader gives it: fixed places in UTF-16, told apart by the sign of its kind. Pure.

Only what a kiosk asks about is taken out; what is wrong is said without saying what stood there.
"""

import re
from datetime import date
from typing import Final, NamedTuple

from hardware.errors import Garbled
from hardware.id_card.number import is_number
from hardware.id_card.port import CardKind, IdCard, Sex

TEXT: Final = 256
HEAD: Final = 4
"""Lengths of text and photo, two bytes each, the most significant first."""
KIND: Final = 248
FOR_EVER: Final = "长期"
REGIONS: Final[dict[str, CardKind]] = {"81": "hong_kong", "82": "macao", "83": "taiwan"}
SEXES: Final[dict[str, Sex]] = {"1": "male", "2": "female", "M": "male", "F": "female"}
"""GB/T 2261.1; all else leaves it open."""
_DAY: Final = re.compile(r"[0-9]{8}")
_OLD_PERMIT: Final = re.compile(r"[A-Z]{3}[0-9]{12}")


class Sheet(NamedTuple):
    """Where something stands in the text of one kind of card: first byte and how many."""

    number: tuple[int, int]
    birth: tuple[int, int]
    sex: tuple[int, int]
    end: tuple[int, int]


RESIDENT: Final = Sheet((122, 36), (36, 16), (30, 2), (204, 16))
SHEETS: Final = {
    "J": RESIDENT,
    "Y": RESIDENT,
    "I": Sheet((122, 30), (220, 16), (120, 2), (204, 16)),
}
"""Hong Kong, Macao and Taiwan (J), foreigners' permits of 2023 (Y) and of 2017 (I); no sign is a resident's card."""


def card_of(data: bytes) -> IdCard:
    """Return what the answer to "read base" says; the photo is left where it is. Raises `Garbled`."""
    if len(data) < HEAD + TEXT or int.from_bytes(data[:2]) != TEXT:
        raise _wrong("it is no text of a card")
    if len(data) != HEAD + TEXT + int.from_bytes(data[2:HEAD]):
        raise _wrong("its photo is not as long as it says")
    text = data[HEAD : HEAD + TEXT]
    sign = _at(text, (KIND, 2))
    sheet = SHEETS.get(sign, RESIDENT)
    if sign and sign not in SHEETS:
        raise _wrong("it is of a kind that nobody knows")
    number, birth = _at(text, sheet.number), _day(_at(text, sheet.birth), "date of birth")
    kind = _kind(sign, number, birth)
    end = _at(text, sheet.end)
    return IdCard(
        kind=kind,
        birth=birth,
        sex=SEXES.get(_at(text, sheet.sex)),
        expires=None if end == FOR_EVER else _day(end, "last day"),
    )


def _kind(sign: str, number: str, birth: date) -> CardKind:
    if sign == "I":
        if _OLD_PERMIT.fullmatch(number) is None:
            raise _wrong("its number is none")
        return "foreigner"
    if not is_number(number) or number[6:14] != birth.strftime("%Y%m%d"):
        raise _wrong("its number is none")
    region = REGIONS.get(number[:2])
    if (sign == "J") != (region is not None) or (sign == "Y") != number.startswith("9"):
        raise _wrong("its number is not of its kind")
    return region or ("foreigner" if sign == "Y" else "resident")


def _at(text: bytes, place: tuple[int, int]) -> str:
    start, size = place
    return text[start : start + size].decode("utf-16-le", "replace").rstrip("\0 ")


def _day(text: str, what: str) -> date:
    try:
        if _DAY.fullmatch(text) is not None:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        pass
    raise _wrong(f"its {what} is no date")


def _wrong(why: str) -> Garbled:
    return Garbled("card reader", why)
