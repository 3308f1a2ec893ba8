"""Looking for what people typed: the better the way it fits, the higher it stands. Pure.

First what is typed as it stands (`direct`), then what a whole sentence says (`weighing`): clause by clause, so that
several matters are found in one. Matters stand before items, items before answers.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from rapidfuzz.fuzz import partial_ratio_alignment

from config.centers import Text
from config.sayings import Elsewhere
from config.words import both
from server.rules.guidance.search.direct import INITIALS, SLIP_FROM, scored, slips
from server.rules.guidance.search.entry import EntryKind, Kind, asked, is_hanzi
from server.rules.guidance.search.index import SearchIndex
from server.rules.guidance.search.listening import clauses_of, listen
from server.rules.guidance.search.together import together
from server.rules.guidance.search.weighing import Weighed

KINDS: dict[EntryKind, float] = {"checklist": 2, "item": 1, "knowledge": 0, "elsewhere": 0}
SENTENCE_AT_MOST = 58
"""Points of what a sentence says best: below every way in which a name is typed as it stands."""
SNIPPET = 44
QUERY_READ = 256
"""Letters of a sentence that are read."""


class Hit(msgspec.Struct, frozen=True):
    """Something found: `marks` are [start, end) in the Chinese title, `snippet` a piece of what it says."""

    kind: Kind
    id: str
    title: Text
    snippet: Text
    marks: tuple[tuple[int, int], ...]
    score: float


class Looked(msgspec.Struct, frozen=True):
    """What was found for a sentence.

    `hits` stand best first. `together` are the checklists of several matters that one sentence names, to be offered as
    one; there are two at least, or none. What this guidance does not know is not `covered`: then `elsewhere` says what
    it is and whom to ask, as far as the city has written that down, and `told` says it.
    """

    hits: tuple[Hit, ...] = ()
    together: tuple[str, ...] = ()
    covered: bool = True
    elsewhere: Elsewhere | None = None
    told: Text | None = None

    @property
    def known_elsewhere(self) -> bool:
        """Return whether it is written down who does this instead: then that is said alone."""
        return self.elsewhere is not None and bool(self.elsewhere.words)


def find(index: SearchIndex, query: str, limit: int = 10) -> tuple[Hit, ...]:
    """Return what fits `query` best, at most `limit`; nothing for a query without letters or digits."""
    return look(index, query, limit).hits


def look(index: SearchIndex, query: str, limit: int = 10) -> Looked:
    """Return what is found for `query`, at most `limit` hits; nothing for a query without letters or digits."""
    wanted = asked(query)
    if not wanted:
        return Looked()
    scores = dict(_direct(index, wanted))
    clauses = [Weighed(index, listen(index, units)) for units in clauses_of(index, query[:QUERY_READ])]
    typed = (score for number, score in scores.items() if index.entries[number].kind != "elsewhere")
    covered = max(typed, default=0) >= INITIALS or any(each.covered for each in clauses)
    whole: dict[int, float] = {}
    for clause in clauses:
        for number, points in clause.scores.items():
            whole[number] = whole.get(number, 0) + points
    most = max(whole.values(), default=1.0)
    for number, points in whole.items():
        scores[number] = max(scores.get(number, 0), SENTENCE_AT_MOST * points / most)
    if not scores:
        scores = {number: score + KINDS[index.entries[number].kind] for number, score in slips(index, wanted)}
        covered = any(index.entries[number].kind != "elsewhere" for number in scores)
    best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    hits = (hit for number, score in best if (hit := _hit(index, number, wanted, score)))
    shown = tuple(islice(hits, limit))
    if covered:
        return Looked(shown, together(index, clauses))
    elsewhere = _elsewhere(index, clauses)
    return Looked(shown, (), covered=False, elsewhere=elsewhere, told=_told(elsewhere))


def _elsewhere(index: SearchIndex, clauses: Sequence[Weighed]) -> Elsewhere | None:
    """Return what was asked of all that is done elsewhere, or whoever is asked for everything else."""
    best = max((clause.elsewhere for clause in clauses), key=lambda one: one[1], default=(None, 0.0))
    name = index.entries[best[0]].id if best[0] is not None else None
    return next((each for each in index.elsewhere if each.id == name or (name is None and not each.words)), None)


def _told(elsewhere: Elsewhere | None) -> Text:
    """Return what somebody is told who asks for what is not here."""
    if elsewhere is None:
        return both("There is no guidance for this yet. Ask our staff.")
    asks = "{whom}" if elsewhere.phone is None else "{whom} ({phone})"
    whom = both(asks, whom=elsewhere.whom, phone=elsewhere.phone)
    if elsewhere.words:
        return both("Not done here: {name}. Ask {whom}.", name=elsewhere.name, whom=whom)
    return both("There is no guidance for this yet. Ask {whom}.", whom=whom)


def _direct(index: SearchIndex, wanted: str) -> Iterator[tuple[int, float]]:
    best: dict[int, float] = {}
    for number, score in scored(index, wanted):
        points = score + KINDS[index.entries[number].kind]
        if points > best.get(number, 0):
            best[number] = points
    yield from best.items()


def _hit(index: SearchIndex, number: int, wanted: str, score: float) -> Hit | None:
    """Return the hit that an entry is, None for what is done elsewhere."""
    entry = index.entries[number]
    if entry.kind == "elsewhere":
        return None
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
