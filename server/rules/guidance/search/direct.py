"""What is typed is a name or a part of it, its sound or initials, a piece of a text, or nearly so. Pure.

Ways, best first: a name itself, its beginning, inside a name, its sound, its initials, said in the body, a slip.
"""

from collections.abc import Iterator, Sequence
from heapq import nlargest

from rapidfuzz.fuzz import partial_ratio

from server.rules.guidance.search.entry import is_hanzi
from server.rules.guidance.search.index import Postings, SearchIndex, grams, pieces

EXACT, BEGINS, INSIDE, SOUND, INITIALS, BODY, SLIP = 100, 90, 80, 70, 60, 50, 30
"""Points of each way; within one way a shorter name and an earlier place win up to `FINE` points."""
FINE = 9
LOOKED_AT = 400
"""Entries that are looked at closely for each way: what is not among the first is too common to matter."""
NAMES_AT_MOST = 4000
SLIP_LIKENESS = 78
SLIP_FROM = 3


def scored(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    """Yield the number of each entry that has `wanted` (folded) as it stands, and the points of the way it has it."""
    if any(is_hanzi(letter) for letter in wanted):
        named = list(_by_name(index, wanted))
        yield from named
        if len(named) >= LOOKED_AT:
            return
        yield from _by_body(index, wanted)
        yield from _by_sound(index, index.reader.sound(wanted).whole, points=SOUND - FINE)
        return
    yield from _by_name(index, wanted)
    joined = wanted.replace(" ", "")
    if joined.isascii():
        yield from _by_sound(index, joined, points=SOUND)
        yield from _by_initials(index, joined)


def _by_name(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    joined = wanted.replace(" ", "")
    for number in _having_all(index.grams.names, grams(joined) or [joined])[:NAMES_AT_MOST]:
        best = 0.0
        for name in index.names[number].written:
            at = name.replace(" ", "").find(joined)
            if at >= 0:
                way = EXACT if len(name) == len(joined) else BEGINS if at == 0 else INSIDE
                best = max(best, way + _fine(len(joined), len(name)))
        if best:
            yield number, best


def _by_body(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    for number in _having_all(index.grams.bodies, grams(wanted))[:NAMES_AT_MOST]:
        if wanted in index.bodies[number]:
            yield number, BODY + _fine(len(wanted), len(index.bodies[number]))


def _by_sound(index: SearchIndex, letters: str, points: float) -> Iterator[tuple[int, float]]:
    if len(letters) < 3:
        return
    for number in _having_all(index.grams.sounds, pieces(letters, 3)):
        for sound in index.names[number].sounds:
            at = sound.whole.find(letters)
            while at >= 0 and at not in sound.begins:
                at = sound.whole.find(letters, at + 1)
            if at >= 0:
                yield number, points + _fine(len(letters), len(sound.whole)) / (1 if at == 0 else 2)


def _by_initials(index: SearchIndex, letters: str) -> Iterator[tuple[int, float]]:
    if not 2 <= len(letters) <= 12:
        return
    for number in _having_all(index.grams.initials, pieces(letters, 2)):
        for sound in index.names[number].sounds:
            at = sound.initials.find(letters)
            if at >= 0:
                yield number, INITIALS + _fine(len(letters), len(sound.initials)) / (1 if at == 0 else 2)


def slips(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    """Find what is nearly written, or nearly sounds, like `wanted`."""
    joined = wanted.replace(" ", "")
    if len(joined) < SLIP_FROM:
        return
    hanzi = any(is_hanzi(letter) for letter in joined)
    postings, wanted_grams = (index.grams.names, grams(joined)) if hanzi else (index.grams.sounds, pieces(joined, 3))
    counts: dict[int, int] = {}
    for gram in wanted_grams:
        for number in postings.get(gram, ()):
            counts[number] = counts.get(number, 0) + 1
    for number, _ in nlargest(LOOKED_AT, counts.items(), key=lambda one: one[1]):
        names = index.names[number]
        written = names.written if hanzi else [sound.whole for sound in names.sounds]
        likeness = max((partial_ratio(joined, name) for name in written), default=0)
        if likeness >= SLIP_LIKENESS:
            yield number, SLIP * likeness / 100


def _having_all(postings: Postings, wanted: Sequence[str]) -> Sequence[int]:
    """Return the entries that have every gram, from the rarest on."""
    lists = [each for gram in wanted if (each := postings.get(gram)) is not None]
    if not lists or len(lists) < len(wanted):
        return ()
    lists.sort(key=len)
    found: Sequence[int] = lists[0]
    for each in lists[1:3]:
        there = set(each)
        found = [number for number in found if number in there]
    return found


def _fine(wanted: int, whole: int) -> float:
    """Return up to `FINE` points for how much of the name was typed."""
    return FINE * min(wanted / max(whole, 1), 1)
