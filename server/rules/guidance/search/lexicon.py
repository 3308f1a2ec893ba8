"""The sayings of a pack as they are looked up: by what is written, by how it sounds, and by English words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from config.sayings import Saying
from server.rules.guidance.search.entry import folded, is_hanzi
from server.rules.guidance.search.sound import Reader

SOUNDS_FROM = 2
"""Hanzi of a saying that is known by its sound too: one syllable alone means too many things."""


@dataclass(frozen=True)
class Unit:
    """The smallest thing heard: a hanzi with its syllable, a syllable alone, or a word of Latin letters or digits."""

    hanzi: str = ""
    syllable: str = ""
    word: str = ""


class Lexicon:
    """Finds the saying that begins at a unit, the longest first."""

    def __init__(self, sayings: Iterable[Saying], reader: Reader) -> None:
        self._written: dict[tuple[str, ...], Saying] = {}
        self._sounds: dict[tuple[str, ...], Saying] = {}
        self.words: set[str] = set()
        for saying in sayings:
            for said in map(folded, saying.said):
                keys = tuple(said.replace(" ", "")) if any(map(is_hanzi, said)) else tuple(said.split())
                self._written.setdefault(keys, saying)
                if all(map(is_hanzi, keys)) and len(keys) >= SOUNDS_FROM:
                    self._sounds.setdefault(reader.syllables("".join(keys)), saying)
                self.words.update(each for each in keys if not is_hanzi(each))
        self._longest = max(map(len, (*self._written, *self._sounds)), default=0)

    def at(self, units: list[Unit], start: int) -> tuple[Saying, int] | None:
        """Return the longest saying that begins at `units[start]`, and how many units it takes."""
        for size in range(min(self._longest, len(units) - start), 0, -1):
            part = units[start : start + size]
            saying = self._written.get(tuple(each.hanzi or each.word for each in part))
            if saying is None and all(each.syllable for each in part):
                saying = self._sounds.get(tuple(each.syllable for each in part))
            if saying is not None:
                return saying, size
        return None
