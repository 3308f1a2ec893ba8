"""Looking for what people typed: the better the way it fits, the higher it stands. Pure.

Ways, best first: a name itself, its beginning, inside a name, its sound, its initials, said in the body, English
words, parts of a longer question, a slip of the finger. Matters stand before items, items before answers.
"""

from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log

import msgspec
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment

from config.centers import Text
from server.rules.guidance.search.entry import Kind, asked, folded, is_hanzi
from server.rules.guidance.search.index import Postings, SearchIndex, grams, pieces

EXACT, BEGINS, INSIDE, SOUND, INITIALS, BODY, ENGLISH, PARTS, SLIP = 100, 90, 80, 70, 60, 50, 50, 45, 30
"""Points of each way; within one way a shorter name and an earlier place win up to `FINE` points."""
FINE = 9
SYNONYM = 0.97
KINDS: dict[Kind, float] = {"checklist": 2, "item": 1, "knowledge": 0}
LOOKED_AT = 400
"""Entries that are looked at closely for each way: what is not among the first is too common to matter."""
NAMES_AT_MOST = 4000
GRAMS_WEIGHED = 10
SLIP_LIKENESS = 78
SLIP_FROM = 3
SNIPPET = 44


class Hit(msgspec.Struct, frozen=True):
    """Something found: `marks` are [start, end) in the Chinese title, `snippet` a piece of what it says."""

    kind: Kind
    id: str
    title: Text
    snippet: Text
    marks: tuple[tuple[int, int], ...]
    score: float


def find(index: SearchIndex, query: str, limit: int = 10) -> tuple[Hit, ...]:
    """Return what fits `query` best, at most `limit`; nothing for a query without letters or digits."""
    wanted = asked(query)
    if not wanted:
        return ()
    scores: dict[int, float] = {}
    for word, share in _ways_to_say(index, wanted):
        for number, score in _scored(index, word):
            points = score * share + KINDS[index.entries[number].kind]
            if points > scores.get(number, 0):
                scores[number] = points
    if not scores:
        for number, score in _slips(index, wanted):
            scores[number] = max(scores.get(number, 0), score + KINDS[index.entries[number].kind])
    best = nlargest(limit, scores.items(), key=lambda one: (one[1], -one[0]))
    return tuple(_hit(index, number, wanted, score) for number, score in best)


def _ways_to_say(index: SearchIndex, wanted: str) -> Iterator[tuple[str, float]]:
    yield wanted, 1.0
    for word, others in index.synonyms.items():
        if word in wanted:
            yield from ((wanted.replace(word, other), SYNONYM) for other in others)


def _scored(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    if any(is_hanzi(letter) for letter in wanted):
        named = list(_by_name(index, wanted))
        yield from named
        if len(named) >= LOOKED_AT:
            return
        yield from _by_body(index, wanted)
        yield from _by_parts(index, wanted)
        yield from _by_sound(index, index.reader.sound(wanted).whole, points=SOUND - FINE)
        return
    yield from _by_name(index, wanted)
    joined = wanted.replace(" ", "")
    if joined.isascii():
        yield from _by_sound(index, joined, points=SOUND)
        yield from _by_initials(index, joined)
    yield from _by_words(index, wanted.split())


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


def _by_parts(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    """Weigh each pair of hanzi of a question by how rare it is; what has the heaviest ones is meant."""
    total = len(index.entries)
    pairs = [gram for gram in dict.fromkeys(grams(wanted)) if len(gram) == 2]
    weights: dict[int, float] = {}
    weighed: list[tuple[float, str]] = []
    for gram in pairs:
        common = len(index.grams.names.get(gram, ())) + len(index.grams.bodies.get(gram, ())) / 4
        if common:
            weighed.append((log(1 + total / common), gram))
    weighed = nlargest(GRAMS_WEIGHED, weighed)
    everything = sum(weight for weight, _ in weighed) or 1.0
    for weight, gram in weighed:
        for number in index.grams.names.get(gram, ()):
            weights[number] = weights.get(number, 0) + weight
        for number in index.grams.bodies.get(gram, ()):
            weights[number] = weights.get(number, 0) + weight / 3
    for number, weight in nlargest(LOOKED_AT, weights.items(), key=lambda one: one[1]):
        share = min(weight / everything, 1)
        if share > 0.2:
            yield number, PARTS * share


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


def _by_words(index: SearchIndex, words: Sequence[str]) -> Iterator[tuple[int, float]]:
    found: dict[int, float] = {}
    for word in words:
        if not word.isascii() or len(word) < 2:
            continue
        having: set[int] = set()
        for known in index.words_from(word) or _near_words(index, word):
            having.update(index.grams.words[known])
        weight = 1 / log(2 + len(having))
        for number in having:
            found[number] = found.get(number, 0) + weight
    most = max(found.values(), default=1.0)
    for number, weight in nlargest(LOOKED_AT, found.items(), key=lambda one: one[1]):
        title = folded(index.entries[number].title.en)
        inside = " ".join(words) in title
        yield number, (ENGLISH + 15 if inside else ENGLISH * weight / most) + _fine(len(words), len(title.split()))


def _near_words(index: SearchIndex, word: str) -> list[str]:
    """Return the English words one slip away from `word`."""
    if len(word) < SLIP_FROM + 1:
        return []
    alike = index.word_list
    return [
        each
        for each in alike
        if abs(len(each) - len(word)) <= 1 and DamerauLevenshtein.distance(each, word, score_cutoff=1) <= 1
    ]


def _slips(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
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


def _hit(index: SearchIndex, number: int, wanted: str, score: float) -> Hit:
    entry = index.entries[number]
    marks = tuple(_marks(entry.title.zh, wanted))
    return Hit(entry.kind, entry.id, entry.title, _snippet(entry.body, wanted), marks, round(score, 2))


def _marks(title: str, wanted: str) -> Iterator[tuple[int, int]]:
    plain = title.casefold()
    at = plain.find(wanted)
    if at >= 0:
        yield at, at + len(wanted)
    elif len(wanted) >= SLIP_FROM and any(is_hanzi(letter) for letter in wanted):
        aligned = partial_ratio_alignment(wanted, plain, score_cutoff=60)
        if aligned is not None and aligned.dest_end > aligned.dest_start:
            yield aligned.dest_start, aligned.dest_end


def _snippet(body: Text, wanted: str) -> Text:
    """Return a piece of the body around what was looked for."""
    return Text(_around(body.zh, wanted, SNIPPET), _around(body.en, wanted, 2 * SNIPPET))


def _around(text: str, wanted: str, size: int) -> str:
    if len(text) <= size:
        return text
    at = max(text.casefold().find(wanted), 0)
    start = max(0, min(at - size // 3, len(text) - size))
    return ("…" if start else "") + text[start : start + size] + ("…" if start + size < len(text) else "")
