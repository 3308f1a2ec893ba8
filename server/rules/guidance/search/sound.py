"""How hanzi sound: pinyin without tones, whole and by initials. Pure; the dictionary is `pypinyin`'s."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Sound:
    """The pinyin of a name run together, the places where its syllables begin, and their first letters."""

    whole: str
    begins: frozenset[int]
    initials: str


@lru_cache(maxsize=50_000)
def sound_of(name: str) -> Sound:
    """Return how `name` (folded) sounds; letters and digits stand for themselves."""
    # Its dictionary takes 55 MiB: whoever never asks how something sounds does without.
    from pypinyin import Style, lazy_pinyin

    syllables: list[str] = []
    for part in lazy_pinyin(name.replace(" ", ""), style=Style.NORMAL):
        syllables += [part] if part.isalpha() and len(part) <= 6 else list(part)
    begins, at = [], 0
    for syllable in syllables:
        begins.append(at)
        at += len(syllable)
    return Sound("".join(syllables), frozenset(begins), "".join(syllable[0] for syllable in syllables))
