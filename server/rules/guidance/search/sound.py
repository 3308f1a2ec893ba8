"""How names sound: pinyin without tones, whole and by initials, read by what a release knows of its hanzi. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from config.search_tables import Readings
from server.rules.guidance.search.entry import is_hanzi

LONGEST_SYLLABLE = 6


@dataclass(frozen=True)
class Sound:
    """The pinyin of a name run together, the places where its syllables begin, and their first letters."""

    whole: str
    begins: frozenset[int]
    initials: str


class Reader:
    """Reads hanzi as `readings` says; a hanzi that it does not know, letters and digits stand for themselves."""

    def __init__(self, readings: Readings) -> None:
        self._hanzi = {letter: syllable for syllable, letters in readings.hanzi.items() for letter in letters}
        self._names = readings.names

    def syllables(self, name: str) -> tuple[str, ...]:
        """Return the syllables of `name` (folded)."""
        if name in self._names:
            return tuple(self._names[name].split(" "))
        found: list[str] = []
        for hanzi, letters in groupby(name.replace(" ", ""), is_hanzi):
            part = "".join(letters)
            found += (self._hanzi.get(each, each) for each in part) if hanzi else parted(part)
        return tuple(found)

    def syllable(self, hanzi: str) -> str:
        """Return the usual syllable of one hanzi; itself when it is not known."""
        return self._hanzi.get(hanzi, hanzi)

    def sound(self, name: str) -> Sound:
        """Return how `name` (folded) sounds."""
        return sound_of(self.syllables(name))


def parted(letters: str) -> Sequence[str]:
    """Return letters that are no hanzi as syllables: a short word is one, of anything else each letter."""
    return (letters,) if letters.isalpha() and len(letters) <= LONGEST_SYLLABLE else tuple(letters)


def sound_of(syllables: Sequence[str]) -> Sound:
    """Return the sound of a name that has these syllables."""
    begins, at = [], 0
    for syllable in syllables:
        begins.append(at)
        at += len(syllable)
    return Sound("".join(syllables), frozenset(begins), "".join(syllable[0] for syllable in syllables))


def fuzzy(syllable: str) -> str:
    """Return what a syllable sounds like to whoever does not tell zh from z, ng from n, or l from n."""
    for typed, kept in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")):
        if syllable.startswith(typed):
            syllable = kept + syllable.removeprefix(typed)
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable
