"""Plain BM25 over pairs of letters and words: what anybody's search would find without knowing a city."""

from collections import Counter
from collections.abc import Sequence
from math import log

from server.rules.guidance.search.entry import Entry, folded
from server.rules.guidance.search.index import grams

K1, B = 1.2, 0.75


class PlainBm25:
    """Okapi BM25 with its usual constants over all that an entry says."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._ids = [each.id for each in entries]
        self._said = [Counter(_pieces(_text(each))) for each in entries]
        self._long = [sum(each.values()) for each in self._said]
        self._usual = sum(self._long) / len(self._long)
        having = Counter(piece for said in self._said for piece in said)
        self._rarity = {piece: log(1 + (len(entries) - count + 0.5) / (count + 0.5)) for piece, count in having.items()}

    def find(self, query: str, limit: int) -> list[str]:
        """Return the ids of the best, best first."""
        pieces = [piece for piece in dict.fromkeys(_pieces(folded(query))) if piece in self._rarity]
        scores = []
        for number, said in enumerate(self._said):
            whole = K1 * (1 - B + B * self._long[number] / self._usual)
            points = sum(self._rarity[piece] * said[piece] * (K1 + 1) / (said[piece] + whole) for piece in pieces)
            if points:
                scores.append((-points, number))
        return [self._ids[number] for _, number in sorted(scores)[:limit]]


def _text(entry: Entry) -> str:
    return folded(" ".join((entry.title.zh, *entry.names, entry.body.zh, entry.title.en, entry.body.en)))


def _pieces(text: str) -> list[str]:
    return [*grams("".join(each for each in text if not each.isascii())), *(w for w in text.split() if w.isascii())]
