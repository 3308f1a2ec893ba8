"""The index of what can be found: grams of names and bodies, of pinyin and initials, words of English. Pure.

In memory and per release, so that a kiosk searches without its server; see the decision record on search.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.search_tables import Readings
from server.rules.guidance.search.entry import Entry, folded, is_hanzi
from server.rules.guidance.search.sound import Reader, Sound

Postings = Mapping[str, "array[int]"]
"""A gram or word -> the numbers of the entries that have it, ascending."""
SILENT = Readings()
"""Where nobody has said how hanzi are read, they are found as they are written only."""


@dataclass(frozen=True)
class Names:
    """An entry's title and other names, folded, with their sounds."""

    written: tuple[str, ...]
    sounds: tuple[Sound, ...]


@dataclass(frozen=True)
class Grams:
    """Which entries have which piece of a name, of a body, of a name's sound and initials, and which English word."""

    names: Postings
    bodies: Postings
    sounds: Postings
    initials: Postings
    words: Postings


@dataclass(frozen=True)
class SearchIndex:
    """Everything that `search.hits` looks into; entry numbers point into `entries`, `reader` reads what is typed."""

    entries: Sequence[Entry]
    names: Sequence[Names]
    bodies: Sequence[str]
    grams: Grams
    word_list: Sequence[str]
    synonyms: Mapping[str, tuple[str, ...]]
    reader: Reader

    def words_from(self, beginning: str, at_most: int = 40) -> Sequence[str]:
        """Return the English words that begin with `beginning`, in order."""
        start = bisect_left(self.word_list, beginning)
        found = []
        for word in self.word_list[start : start + at_most]:
            if not word.startswith(beginning):
                break
            found.append(word)
        return found


def search_index(
    entries: Iterable[Entry],
    synonyms: Mapping[str, tuple[str, ...]],
    readings: Readings = SILENT,
    grams: Grams | None = None,
) -> SearchIndex:
    """Index `entries`; `synonyms` maps a word to others that mean the same, `readings` says how names are read.

    `grams` are those that were made of the same entries and readings before; without them they are made here.
    """
    kept, reader = tuple(entries), Reader(readings)
    names = [Names(each, tuple(reader.sound(name) for name in each)) for each in map(written, kept)]
    known = grams or _grams(kept, names)
    return SearchIndex(
        kept,
        names,
        [folded(entry.body.zh) for entry in kept],
        known,
        sorted(known.words),
        _both_ways(synonyms),
        reader,
    )


def grams(text: str) -> list[str]:
    """Return the pairs of neighbouring letters in `text`, and each hanzi alone."""
    joined = text.replace(" ", "")
    return [joined[at : at + 2] for at in range(len(joined) - 1)] + [letter for letter in joined if is_hanzi(letter)]


def pieces(text: str, size: int) -> list[str]:
    """Return every run of `size` letters in `text`; a shorter text whole."""
    return [text[at : at + size] for at in range(max(len(text) - size, 0) + 1)] if text else []


def written(entry: Entry) -> tuple[str, ...]:
    """Return the names of `entry` as they are compared, each once."""
    return tuple(dict.fromkeys(name for each in (entry.title.zh, *entry.names) if (name := folded(each))))


def grams_of_body(entry: Entry) -> set[str]:
    """Return what the body of `entry` is found by."""
    return set(grams(folded(entry.body.zh)))


def words_of(entry: Entry) -> set[str]:
    """Return the English words of `entry`."""
    return set(folded(f"{entry.title.en} {entry.body.en}").split())


def _grams(entries: Sequence[Entry], names: Sequence[Names]) -> Grams:
    return Grams(
        names=_postings({gram for name in each.written for gram in grams(name)} for each in names),
        bodies=_postings(map(grams_of_body, entries)),
        sounds=_postings({gram for sound in each.sounds for gram in pieces(sound.whole, 3)} for each in names),
        initials=_postings({gram for sound in each.sounds for gram in pieces(sound.initials, 2)} for each in names),
        words=_postings(map(words_of, entries)),
    )


def _postings(sets: Iterable[set[str]]) -> Postings:
    found: dict[str, array[int]] = {}
    for number, grams_of_one in enumerate(sets):
        for gram in grams_of_one:
            if gram in found:
                found[gram].append(number)
            else:
                found[gram] = array("I", (number,))
    return found


def _both_ways(synonyms: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Let each word of a group lead to all the others."""
    both: dict[str, dict[str, None]] = {}
    for word, others in synonyms.items():
        group = [folded(each) for each in (word, *others)]
        for each in group:
            both.setdefault(each, {}).update(dict.fromkeys(other for other in group if other != each))
    return {word: tuple(others) for word, others in both.items()}
