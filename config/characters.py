"""Which characters may stand in a text that people read on screens and paper. Pure.

Controls, marks of direction, invisible and unassigned characters have no shape: on paper they become commands, on a
screen boxes, and in a name they hide what it says.
"""

import unicodedata
from itertools import chain
from typing import Final

SHAPELESS: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Categories of Unicode without a shape."""
SPACES: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""What stood between two words although it is no sign: a space takes its place."""
SHOWN_AT_MOST: Final = 60
CONTROLS: Final = {
    "\0": "NULL",
    "\a": "BELL",
    "\b": "BACKSPACE",
    "\t": "TABULATION",
    "\n": "LINE FEED",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\r": "CARRIAGE RETURN",
    "\x10": "DATA LINK ESCAPE",
    "\x1b": "ESCAPE",
    "\x1c": "FILE SEPARATOR",
    "\x1d": "GROUP SEPARATOR",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
    "\x9b": "CONTROL SEQUENCE INTRODUCER",
}


def shapeless(char: str) -> bool:
    """Return whether `char` can be seen by nobody: a control, a mark of direction, an invisible or unknown one."""
    return unicodedata.category(char) in SHAPELESS


def name_of(char: str) -> str:
    """Return `char` as people look it up: `U+0085 NEXT LINE`."""
    kind = "CONTROL CHARACTER" if unicodedata.category(char) == "Cc" else "UNASSIGNED"
    return f"U+{ord(char):04X} {CONTROLS.get(char) or unicodedata.name(char, kind)}"


def first_shapeless(text: str, besides: str = "") -> int | None:
    """Return the place of the first character of `text` that nobody can see, those in `besides` allowed."""
    # Nearly every text is clean, and whole packs are read: no look at each character then.
    rest = text
    for char in besides:
        rest = rest.replace(char, "")
    if rest.isprintable():
        return None
    return next((place for place, char in enumerate(text) if char not in besides and shapeless(char)), None)


def in_pieces(text: str) -> int | None:
    """Return the place of the first character of `text` that is usually written otherwise (not in NFC).

    Letters in pieces and doubles of others look alike, and nobody finds one by the other.
    """
    if unicodedata.is_normalized("NFC", text):
        return None
    doubles = (place for place, char in enumerate(text) if unicodedata.normalize("NFC", char) != char)
    parts = (place for place, char in enumerate(text) if unicodedata.combining(char) or _joins(text, place))
    return next(chain(doubles, parts), 0)


def _joins(text: str, place: int) -> bool:
    """Return whether the character at `place` makes one with the one before it."""
    pair = text[max(place - 1, 0) : place + 1]
    return len(unicodedata.normalize("NFC", pair)) < len(pair)


def visible(text: str) -> str:
    """Return `text` with what has no shape written out, as Python does it, so that it can be shown and does nothing."""
    if text.isprintable():
        return text
    return "".join(each.encode("unicode_escape").decode() if shapeless(each) else each for each in text)


def shortened(text: str) -> str:
    """Return the beginning of `text` where it is too long for one line."""
    return text if len(text) <= SHOWN_AT_MOST else f"{text[:SHOWN_AT_MOST]}…"


def plain(text: str) -> str:
    """Return `text` without what has no shape, composed as fonts have it; it is then one line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_kept(char) for char in unicodedata.normalize("NFC", text))


def _kept(char: str) -> str:
    if char in SPACES or (unicodedata.category(char) == "Zs" and char != "\u3000"):
        return " "
    return "" if shapeless(char) or selects(char) else char


def selects(char: str) -> bool:
    """Return whether `char` only chooses among forms of the one before it."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
