"""Where Chinese may be broken into lines. Pure: Kivy says where it broke, this says where it should have."""

import re
from collections.abc import Sequence
from itertools import pairwise

NEVER_FIRST = frozenset("、，。；：？！）》」”’％…·,.;:?!)%")
NEVER_LAST = frozenset("（《「“‘(")
GOOD_END = "，。；：、！？"
LONELY = 3
"""Signs that are too few for a last line of Chinese."""
ENOUGH = 0.35
"""The part of a line that must stay when a lonely last line is given company."""
TIE = "\u00a0"
BESIDE_HANZI = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])")
AROUND_LATIN = re.compile(r"(?<![\u3000-\u9fff\uff00-\uffef])“([^“”\u3000-\u9fff\uff00-\uffef]*)”")
AFTER_HYPHEN = re.compile(r"(?<=[a-z]-)(?=[a-z])")
BEFORE_PERCENT = re.compile(r"(?<=\d) (?=%)")


def tied(text: str) -> str:
    """Return `text` with the spaces beside Chinese, and those of percentages, made unbreakable: they part no words."""
    return BESIDE_HANZI.sub(TIE, typeset(text))


def typeset(text: str) -> str:
    """Return `text` with every percentage in one piece, and narrow quotation marks where all around them is Latin.

    A font for Chinese has round ones only as wide as a hanzi: in English they would leave holes.
    """
    return AROUND_LATIN.sub(r'"\1"', BEFORE_PERCENT.sub(TIE, text))


def pieces(word: str) -> tuple[str, ...]:
    """Return the parts of a Latin word that may stand on lines of their own; numbers and codes are in one piece."""
    return tuple(AFTER_HYPHEN.split(word))


def mended(text: str, lines: Sequence[str]) -> str | None:
    """Return `text`, which was broken into `lines`, with one bad break moved, or None when all are good."""
    start = 0
    for number, (before, line) in enumerate(pairwise(lines)):
        place = start + len(before)
        if text[place : place + 1] in ("\n", " ") and line[:1] != text[place : place + 1]:
            start = place + 1
            continue
        # A line that begins with a space looks shifted.
        if line[:1] == TIE:
            return f"{text[:place]}\n{text[place + 1 :]}"
        back = backward(before, line, last=number == len(lines) - 2)
        if back:
            return f"{text[: place - back]}\n{text[place - back :].removeprefix(TIE)}"
        start = place
    return None


def backward(before: str, line: str, *, last: bool) -> int:
    """Return by how many signs the break between `before` and `line` must move back; 0 leaves it.

    `last` says that `line` is the last one. At least one sign stays in `before`.
    """
    if not before or not line:
        return 0
    back = _good(before, line, 0)
    rest = before[len(before) - back :] + line
    if last and len(rest) <= LONELY and _hanzi(rest):
        ends = max(before[:-1].rfind(sign) for sign in GOOD_END) + 1
        back = len(before) - ends if ends > len(before) * ENOUGH else _good(before, line, back + LONELY)
    return back if back < len(before) else 0


def _good(before: str, line: str, back: int) -> int:
    """Return `back`, or more where the line may not be broken."""
    while back < len(before) and _bad(before[len(before) - back - 1], (before[len(before) - back :] + line)[0]):
        back += 1
    return back


def _bad(end: str, start: str) -> bool:
    if end == "-" and "a" <= start <= "z":
        return False
    return start in NEVER_FIRST or end in NEVER_LAST or (_latin(end) and _latin(start))


def _latin(sign: str) -> bool:
    """Return whether `sign` is part of a word in Latin letters, also those of Łódź, or of a figure."""
    return (sign < "\u0250" or "\u1e00" <= sign <= "\u1eff") and (sign.isalnum() or sign in "-/.:")


def _hanzi(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
