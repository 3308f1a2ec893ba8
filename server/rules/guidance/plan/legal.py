"""Laws and other sources, which have Chinese names only, as sentences in either language name them. Pure."""

import re
from typing import Final

from config.centers import Language

BETWEEN: Final = "；"
"""What stands between the titles of several sources."""
ARTICLE: Final = re.compile("(.+)第([零一二三四五六七八九十百千]+)(条|部分|章)")
PARTS: Final = {"条": "Article", "部分": "Part", "章": "Chapter"}
DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
TENS: Final = {"十": 10, "百": 100, "千": 1000}


def titles(language: Language, sources: str) -> str:
    """Return the titles of `sources`; in English they stand in quotes."""
    if language == "zh":
        return sources
    return "; ".join(f"“{title}”" for title in sources.split(BETWEEN))


def clause_words(language: Language, clause: str) -> str:
    """Return where in which law something stands: in English the law in quotes, its article in figures."""
    if language == "zh":
        return clause
    found = ARTICLE.fullmatch(clause)
    if found is None:
        return titles(language, clause)
    law, number, part = found.groups()
    return f"“{law}”, {PARTS[part]} {number_of(number)}"


def number_of(signs: str) -> int:
    """Return the number, below ten thousand, that `signs` are in Chinese: 一千零四十七 is 1047."""
    total, digit = 0, 0
    for sign in signs:
        if sign in TENS:
            # Ten is written without a one before it.
            total += (digit or 1) * TENS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit
