"""Signs on the screen: each from a font that has it, and a sign of its own for what none has, never a crossed box."""

import unicodedata
from functools import cache, lru_cache
from typing import Final

from config.characters import selects
from config.font import font_file, rare_fonts
from config.letters import MISSING, Letters

ROOM: Final = frozenset(("Zs", "Cf", "Cc"))
"""Categories of what only takes or takes no room."""
_rare: set[str] = set()
"""Signs of other fonts that were shown: whole texts are remembered nowhere."""


def shown(text: str) -> str:
    """Return `text` composed as fonts have it, with `MISSING` for whatever no font of this machine has."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign if _drawn(sign) else MISSING for sign in composed if not selects(sign))


def of_one_font(text: str) -> bool:
    """Return whether the hall's own font has all of `text`, which was `shown` before."""
    return _rare.isdisjoint(text)


@cache
def letters() -> Letters:
    """Return the fonts of the screen; opening them takes 20 ms."""
    # Kivy opens the first face of a file; signs as rare as these have the same shape in all of them.
    return Letters(font_file("Bold"), [(file, 0) for file, _ in rare_fonts()])


@lru_cache(maxsize=8192)
def _drawn(sign: str) -> bool:
    if unicodedata.category(sign) in ROOM:
        return True
    number = letters().font_of(sign)
    if number:
        _rare.add(sign)
    return number is not None
