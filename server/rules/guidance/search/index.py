"""The index of what can be found: grams of names and bodies, of pinyin and initials, words of English. Pure.

In memory and per release, so that a kiosk searches without its server; see the decision record on search.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.rules.guidance.search.entry import Entry, folded, is_hanzi
from server.rules.guidance.search.sound import Sound, sound_of

Postings = Mapping[str, "array[int]"]
"""A gram or word -> the numbers of the entries that have it, ascending."""


@dataclass(frozen=True)
class Names:
    """An entry's title and other names, folded, with their sounds."""

    written: tuple[str, ...]
    sounds: tuple[Sound, ...]


@dataclass(frozen=True)
class SearchIndex:
    """Everything that `server.rules.search.finding` looks into; entry numbers point into `entries`."""

    entries: Sequence[Entry]
    names: Sequence[Names]
    bodies: Sequence[str]
    english: Sequence[str]
    name_grams: Postings
    body_grams: Postings
    sound_grams: Postings
    initial_grams: Postings
    words: Postings
    word_list: Sequence[str]
    synonyms: Mapping[str, tuple[str, ...]]

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
    entries: Iterable[Entry], synonyms: Mapping[str, tuple[str, ...]], sound: Callable[[str], Sound] = sound_of
) -> SearchIndex:
    """Index `entries`; `synonyms` maps a word to others that mean the same, `sound` says how a name sounds."""
    kept = tuple(entries)
    names = [Names(each, tuple(sound(name) for name in each)) for each in map(written, kept)]
    bodies = [folded(entry.body.zh) for entry in kept]
    english = [folded(f"{entry.title.en} {entry.body.en}") for entry in kept]
    words = _postings(set(each.split()) for each in english)
    return SearchIndex(
        kept,
        names,
        bodies,
        english,
        _postings({gram for name in each.written for gram in grams(name)} for each in names),
        _postings(set(grams(body)) for body in bodies),
        _postings({gram for sound in each.sounds for gram in pieces(sound.whole, 3)} for each in names),
        _postings({gram for sound in each.sounds for gram in pieces(sound.initials, 2)} for each in names),
        words,
        sorted(words),
        _both_ways(synonyms),
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
