"""What was said, as pieces that can be looked for: habits left out, sayings with what they mean, sounds made out. Pure.

A piece is a pair of neighbouring hanzi, a hanzi alone or a word, with others that would do as well: what it means, or
what sounds like it where nobody has written it so. Pieces of one saying are one `Part`: its wordings are alternatives.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from config.sayings import Saying
from server.rules.guidance.search.entry import folded, is_hanzi
from server.rules.guidance.search.index import SearchIndex
from server.rules.guidance.search.lexicon import Unit
from server.rules.guidance.search.sound import fuzzy

MEANT_TOO, BY_CHANCE = 0.4, 0.15
MEANT, SAME_SOUND, LIKE_SOUND, ALONE, NEAR_WORD, WHO, ASIDE = 0.9, 0.8, 0.6, 0.2, 0.7, 0.8, 0.4
"""How much another wording counts beside what was said itself."""
CLAUSE = re.compile(r"[，。；、！？,;!?\n]+|\.\s")
RUN = re.compile(r"[a-z]+|[0-9]+|.")
LATIN_LONGEST = 40
SYLLABLE_LONGEST = 6
STEM_FROM = 4

Piece = Mapping[str, float]
"""Grams or words that would do, each with how much it counts (0..1)."""
Wording = Sequence[Piece]


@dataclass(frozen=True)
class Heard:
    """One clause: its `parts`, each with its wordings.

    `weights` has every gram or word that was heard or meant, with how much it counts; `latin` says that words were
    heard, `detail` that one is asked for; `said` is what was written, without habits.
    """

    parts: Sequence[Sequence[Wording]]
    weights: Mapping[str, float]
    latin: bool
    detail: bool
    said: Sequence[str]


def clauses_of(index: SearchIndex, query: str) -> list[list[Unit]]:
    """Return the clauses of `query`, parted by its signs and by words that stand between two matters."""
    found: list[list[Unit]] = []
    for clause in CLAUSE.split(query):
        units = units_of(index, folded(clause))
        at = start = 0
        while at < len(units):
            match = index.lexicon.at(units, at)
            size = match[1] if match else 1
            if match and match[0].role == "break" and not _inside_a_name(index, units, at, *match):
                found.append(units[start:at])
                start = at + size
            at += size
        found.append(units[start:])
    return [each for each in found if each]


def units_of(index: SearchIndex, text: str) -> list[Unit]:
    """Return the units of a folded text; Latin letters are English words where they are known as such, else pinyin."""
    units: list[Unit] = []
    for run in RUN.findall(text):
        if is_hanzi(run):
            units.append(Unit(hanzi=run, syllable=index.reader.syllable(run)))
        elif run.isdigit():
            units += [Unit(hanzi=digit, syllable=digit) for digit in run]
        elif run.strip():
            units += _latin(index, run)
    return units


def listen(index: SearchIndex, units: list[Unit]) -> Heard:
    """Return what a clause says."""
    parts: list[list[Wording]] = []
    runs: list[list[Unit]] = [[]]
    within: list[list[int]] = [[]]
    detail = False
    for number, (saying, said) in enumerate(_sayings(index, units)):
        if saying is not None and saying.role in ("habit", "break"):
            runs.append([])
            within.append([])
            continue
        runs[-1] += said
        within[-1] += [number] * len(said)
        if saying is not None and saying.role == "detail":
            detail = True
            parts.append([list(_pieces(index, said, ASIDE))])
        else:
            share = WHO if saying is not None and saying.role == "who" else 1.0
            wordings: list[Wording] = [list(_pieces(index, said, share))]
            if saying is not None:
                share *= MEANT_TOO if "".join(each.hanzi for each in said) in index.named else MEANT
                wordings += [list(_pieces(index, meant, share)) for meant in index.meant(saying)]
            parts.append(wordings)
    # A pair of two sayings, or of none, stands for itself: names are made of both.
    literal: list[Wording] = [list(_between(index, run, belongs)) for run, belongs in zip(runs, within, strict=True)]
    weights: dict[str, float] = {}
    for piece in (piece for part in [*parts, literal] for wording in part for piece in wording):
        for gram, weight in piece.items():
            weights[gram] = max(weights.get(gram, 0), weight)
    return Heard(
        [*([wording for wording in part if wording] for part in parts), *([wording] for wording in literal if wording)],
        weights,
        any(each.word for each in units),
        detail,
        ["".join(each.hanzi or each.syllable or each.word for each in run) for run in runs if run],
    )


def _sayings(index: SearchIndex, units: list[Unit]) -> Iterator[tuple[Saying | None, list[Unit]]]:
    at = 0
    while at < len(units):
        match = index.lexicon.at(units, at)
        if match is None or (_inside_a_name(index, units, at, *match)):
            yield None, units[at : at + 1]
            at += 1
        else:
            yield match[0], units[at : at + match[1]]
            at += match[1]


def _inside_a_name(index: SearchIndex, units: list[Unit], at: int, saying: Saying, size: int) -> bool:
    """Return whether a short habit or break is part of a name: 能 in 技能, 和 in 登记和失业金."""
    if saying.role not in ("habit", "break") or size > 1 or not units[at].hanzi:
        return False
    pairs = [first.hanzi + second.hanzi for first, second in pairwise(units[max(at - 1, 0) : at + 2])]
    known = [len(pair) == 2 and pair in index.grams.names for pair in pairs]
    return any(known) if saying.role == "habit" else all(known)


def _pieces(index: SearchIndex, run: Sequence[Unit], share: float) -> Iterator[Piece]:
    """Yield the pieces of one saying, or of what it means."""
    for piece in _between(index, run, range(len(run))):
        yield {gram: weight * share for gram, weight in piece.items()}
    if len(run) == 1 and run[0].hanzi:
        yield {run[0].hanzi: ALONE * share}
    for each in run:
        if each.word and (piece := _word(index, each.word)):
            yield {gram: weight * share for gram, weight in piece.items()}


def _between(index: SearchIndex, run: Sequence[Unit], within: Sequence[int]) -> Iterator[Piece]:
    """Yield the pairs of neighbours in `run` that are not `within` the same saying."""
    for at in range(len(run) - 1):
        first, second = run[at], run[at + 1]
        if (
            within[at] != within[at + 1]
            and first.syllable
            and second.syllable
            and (piece := _pair(index, first, second))
        ):
            yield piece


def _pair(index: SearchIndex, first: Unit, second: Unit) -> Piece:
    written = first.hanzi + second.hanzi if first.hanzi and second.hanzi else ""
    if written and index.knows(written):
        return {written: 1}
    alike = index.sounding(f"{first.syllable} {second.syllable}")
    like = 1.0 if not written else SAME_SOUND
    if not alike:
        alike = index.sounding(f"{fuzzy(first.syllable)} {fuzzy(second.syllable)}")
        like = LIKE_SOUND
    return {pair: like if _slipped(index, written, pair) else BY_CHANCE for pair in alike}


def _slipped(index: SearchIndex, written: str, pair: str) -> bool:
    """Return whether `pair` is `written` with a wrong hanzi: two that mean something else sound so by chance."""
    return not written or any(
        typed == meant or not index.knows(typed) for typed, meant in zip(written, pair, strict=True)
    )


def _word(index: SearchIndex, word: str) -> Piece:
    found = {word: 1.0} if word in index.grams.words else dict.fromkeys(index.near_words(word), NEAR_WORD)
    if len(word) >= STEM_FROM:
        found |= {each: found.get(each, NEAR_WORD) for each in index.words_from(stem(word))}
    return found


def stem(word: str) -> str:
    """Return an English word without what it is bent by."""
    for ending in ("ations", "ation", "ments", "ment", "ing", "ers", "ies", "ed", "es", "er", "al", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= STEM_FROM:
            return word[: -len(ending)]
    return word


def _latin(index: SearchIndex, run: str) -> list[Unit]:
    if run in index.grams.words or run in index.lexicon.words or not run.isalpha() or len(run) > LATIN_LONGEST:
        return [Unit(word=run)]
    syllables = _syllables(index, run)
    return [Unit(syllable=each) for each in syllables] if syllables else [Unit(word=run)]


def _syllables(index: SearchIndex, run: str) -> Sequence[str]:
    """Return `run` parted into syllables, so that as many pairs of them as can be sound like something written."""
    best: list[dict[str, tuple[float, tuple[str, ...]]]] = [{"": (0.0, ())}, *({} for _ in run)]
    for at in range(len(run)):
        for last, (points, before) in best[at].items():
            for size in range(1, min(SYLLABLE_LONGEST, len(run) - at) + 1):
                syllable = run[at : at + size]
                if syllable not in index.syllables:
                    continue
                more = 0.25 if index.sounding(f"{last} {syllable}") else 0.0
                gained = points + more - 0.3
                if gained > best[at + size].get(syllable, (-1e9, ()))[0]:
                    best[at + size][syllable] = gained, (*before, syllable)
    return max(best[-1].values(), default=(0.0, ()))[1]
