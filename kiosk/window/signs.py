"""Signs that the screen's font can draw: what it lacks is a sign of its own, never a crossed box."""

import unicodedata
from functools import cache, lru_cache
from typing import Final

from config.font import font_file
from hardware.printer.lettering import MISSING, Lettering

ROOM: Final = frozenset(("Zs", "Cf", "Cc"))
"""Categories of what only takes or takes no room."""


def shown(text: str) -> str:
    """Return `text` with `MISSING` for whatever the font has no shape for."""
    if text.isascii():
        return text
    return "".join(sign if _drawn(sign) else MISSING for sign in text)


@lru_cache(maxsize=8192)
def _drawn(sign: str) -> bool:
    return unicodedata.category(sign) in ROOM or _letters().has(sign)


@cache
def _letters() -> Lettering:
    return Lettering(font_file("Bold"))
