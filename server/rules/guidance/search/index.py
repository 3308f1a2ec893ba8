"""The index of what can be found: grams of names and bodies, of pinyin and initials, words of English. Pure.

In memory and per release, so that a kiosk searches without its server; see the decision record on search.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from config.pack import Pack
from config.sayings import Elsewhere, Saying
from config.search_tables import Readings
from server.rules.guidance.search.entry import Entry, entries_of, folded, is_hanzi
from server.rules.guidance.search.lexicon import Lexicon, Unit
from server.rules.guidance.search.sound import Reader, Sound, fuzzy

Postings = Mapping[str, "array[int]"]
"""A gram or word -> the numbers of the entries that have it, ascending."""
SLIP_FROM = 4
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
    reader: Reader
    lexicon: Lexicon
    syllables: Set[str]
    sounds: Mapping[str, tuple[str, ...]]
    """Two syllables, as they are and as they sound to whoever tells them badly apart -> the pairs of hanzi."""
    named: Set[str]
    """What sayings say and names say so too: it most likely means that name."""
    elsewhere: Sequence[Elsewhere]

    def knows(self, gram: str) -> bool:
        """Return whether anything has `gram`."""
        return gram in self.grams.names or gram in self.grams.bodies

    def sounding(self, syllables: str) -> Sequence[str]:
        """Return the pairs of hanzi that sound like two `syllables`."""
        return self.sounds.get(syllables, ())

    def meant(self, saying: Saying) -> Iterator[list[Unit]]:
        """Yield the units of each thing that `saying` means."""
        for means in saying.means:
            joined = folded(means)
            if any(map(is_hanzi, joined)):
                yield [Unit(each, self.reader.syllable(each)) for each in joined if is_hanzi(each)]
            else:
                yield [Unit(word=each) for each in joined.split()]

    def near_words(self, word: str) -> list[str]:
        """Return the English words one slip away from `word`."""
        if len(word) < SLIP_FROM:
            return []
        return [
            each
            for each in self.word_list
            if abs(len(each) - len(word)) <= 1 and DamerauLevenshtein.distance(each, word, score_cutoff=1) <= 1
        ]

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
    sayings: Iterable[Saying] = (),
    readings: Readings = SILENT,
    grams: Grams | None = None,
    elsewhere: Iterable[Elsewhere] = (),
) -> SearchIndex:
    """Index `entries`; `sayings` are what people say for what is named otherwise, `readings` how names are read.

    `grams` are those that were made of the same entries and readings before; without them they are made here.
    """
    kept_sayings = tuple(sayings)
    kept, reader = tuple(entries), Reader(readings)
    names = [_names(each, reader) for each in kept]
    known = grams or _grams(kept, names)
    said = [folded(each).replace(" ", "") for saying in kept_sayings for each in saying.said]
    return SearchIndex(
        kept,
        names,
        [folded(entry.body.zh) for entry in kept],
        known,
        sorted(known.words),
        reader,
        Lexicon(kept_sayings, reader),
        frozenset(readings.hanzi),
        _sounds(known, reader, readings),
        frozenset(each for each in said if _is_in_a_name(known.names, names, each)),
        tuple(elsewhere),
    )


def pack_index(pack: Pack, readings: Readings = SILENT, grams: Grams | None = None) -> SearchIndex:
    """Return the index of all that `pack` has."""
    return search_index(entries_of(pack), pack.sayings, readings, grams, pack.elsewhere)


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
    latin = (name for name in entry.names if not any(map(is_hanzi, name)))
    return set(folded(" ".join((entry.title.en, entry.body.en, *latin))).split())


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


def _names(entry: Entry, reader: Reader) -> Names:
    called = written(entry)
    return Names(called, tuple(map(reader.sound, called)))


def _is_in_a_name(postings: Postings, names: Sequence[Names], said: str) -> bool:
    having = [postings.get(pair, ()) for pair in pieces(said, 2)]
    rarest = min(having, key=len, default=())
    return any(said in name for number in rarest for name in names[number].written)


def _sounds(known: Grams, reader: Reader, readings: Readings) -> dict[str, tuple[str, ...]]:
    """Return which pairs of hanzi sound like which two syllables."""
    found: dict[str, dict[str, None]] = {}
    for pair in (*known.names, *known.bodies):
        if len(pair) == 2 and is_hanzi(pair[0]) and is_hanzi(pair[1]):
            _sounding(found, pair, reader.syllable(pair[0]), reader.syllable(pair[1]))
    for name, said in readings.names.items():
        joined, syllables = name.replace(" ", ""), said.split(" ")
        if len(joined) == len(syllables):
            for at in range(len(joined) - 1):
                _sounding(found, joined[at : at + 2], syllables[at], syllables[at + 1])
    return {key: tuple(pairs) for key, pairs in found.items()}


def _sounding(found: dict[str, dict[str, None]], pair: str, first: str, second: str) -> None:
    found.setdefault(f"{first} {second}", {})[pair] = None
    found.setdefault(f"{fuzzy(first)} {fuzzy(second)}", {})[pair] = None
