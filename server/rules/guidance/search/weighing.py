"""How much of what was heard each entry has: the rarer a piece, the more it counts; names count more than texts. Pure.

What a whole name says counts twice: a piece here and there is chance, a name in full is what is meant.
"""

from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import log

from server.rules.guidance.search.entry import EntryKind, folded, is_hanzi
from server.rules.guidance.search.index import Postings, SearchIndex, pieces
from server.rules.guidance.search.listening import Heard, Wording

IN_BODY = 0.2
NAMED = 0.8
COVER = 0.75
LOOKED_AT = 80
"""Entries whose names are looked at closely."""
PIECES_WEIGHED = 16
"""The rarest pieces of a long question; the others would hardly count."""
COMMON = 2000
"""A piece that so many entries have is not looked for alone."""
KINDS: Mapping[EntryKind, float] = {"checklist": 0.75, "item": 1.0, "knowledge": 0.82, "elsewhere": 1.0}
DETAIL: Mapping[EntryKind, float] = {**KINDS, "knowledge": 1.15}
"""What each kind counts in a question for a detail: answers tell that."""
ENOUGH = 1.0
"""Score, in rarest pieces of a name, from which something here is meant."""
LIKELIER = 1.55
"""How many times the score of what is done elsewhere something here must have."""
MEANT_AT_ALL = 0.3
"""Weight of a piece from which it is said, in one wording or another."""
NONE: Sequence[int] = ()


class Weighed:
    """What one clause weighs in each entry: `scores`, and which share of a name was `said`."""

    def __init__(self, index: SearchIndex, heard: Heard) -> None:
        self._index = index
        self._heard = heard
        self.detail = heard.detail
        self._rarity: dict[str, float] = {}
        scores = self._pieces()
        self.said: dict[int, float] = {}
        self.scores: dict[int, float] = {}
        kinds = DETAIL if heard.detail else KINDS
        for number, points in nlargest(LOOKED_AT, scores.items(), key=lambda one: one[1]):
            named, self.said[number] = self._named(number)
            self.scores[number] = (points + NAMED * named) * kinds[index.entries[number].kind]

        best: dict[bool, tuple[int | None, float]] = {False: (None, 0.0), True: (None, 0.0)}
        for number, points in self.scores.items():
            outside = index.entries[number].kind == "elsewhere"
            if points > best[outside][1]:
                best[outside] = number, points
        self.elsewhere: tuple[int | None, float] = best[True]
        self.share = best[False][1] / (ENOUGH * log(2 + len(index.entries)))
        """How much was found of what is enough to be sure that something here is meant (1)."""
        self.covered = self.share >= 1 and best[False][1] > LIKELIER * best[True][1]

    def rarity(self, gram: str) -> float:
        """Return how much `gram` counts: the fewer entries have it, the more."""
        known = self._rarity.get(gram)
        if known is None:
            grams = self._index.grams
            if gram in grams.words:
                having = len(grams.words[gram]) / 2
            else:
                having = len(grams.names.get(gram, NONE)) + len(grams.bodies.get(gram, NONE)) / 4
            known = self._rarity[gram] = log(1 + len(self._index.entries) / having) if having else 0.0
        return known

    def _pieces(self) -> dict[int, float]:
        scores: dict[int, float] = {}
        for part in self._heard.parts:
            best: dict[int, float] = {}
            for wording in part:
                for number, points in self._wording(wording).items():
                    if points > best.get(number, 0):
                        best[number] = points
            for number, points in best.items():
                scores[number] = scores.get(number, 0) + points
        return scores

    def _wording(self, wording: Wording) -> dict[int, float]:
        grams = self._index.grams
        scores: dict[int, float] = {}
        kept = wording
        if len(wording) > PIECES_WEIGHED:
            kept = nlargest(PIECES_WEIGHED, wording, key=lambda one: max(map(self.rarity, one)))
        for piece in kept:
            best: dict[int, float] = {}
            for gram, weight in piece.items():
                points = self.rarity(gram) * weight
                places: tuple[tuple[Postings, float], ...] = ((grams.bodies, IN_BODY), (grams.names, 1.0))
                if not is_hanzi(gram[:1]):
                    places = ((grams.words, 0.6),)
                for postings, share in places:
                    having = postings.get(gram, NONE)
                    if len(having) > COMMON:
                        continue
                    for number in having:
                        if points * share > best.get(number, 0):
                            best[number] = points * share
            for number, points in best.items():
                scores[number] = scores.get(number, 0) + points
        return scores

    def _named(self, number: int) -> tuple[float, float]:
        """Return how much was said of the name of which most was said, and the share of it."""
        weights = self._heard.weights
        entry = self._index.entries[number]
        called: list[Sequence[str]] = [pieces(name.replace(" ", ""), 2) for name in self._index.names[number].written]
        if self._heard.latin:
            called += [words for name in (entry.title.en, *entry.names) if (words := folded(name).split())]
        named: list[tuple[float, float, float]] = []
        for name in called:
            whole = said = meant = 0.0
            for gram in name:
                rarity, weight = self.rarity(gram), weights.get(gram, 0)
                whole += rarity
                said += rarity * weight
                meant += rarity if weight >= MEANT_AT_ALL else 0
            if said:
                named.append((said, said / whole, meant / whole))
        most = max((said for said, _, _ in named), default=0.0)
        return (
            max((said * share**COVER for said, share, _ in named), default=0.0),
            max((share for said, _, share in named if said >= most / 3), default=0.0),
        )
