"""How well the callers' sentences of a pack are answered, beside plain BM25: what `banshi bench search` says first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commands.bench.plain_bm25 import PlainBm25
from commands.bench.report import Figure, at_least, plain
from config.case import HotlineQuestion
from config.pack import Pack
from server.rules.guidance.prove.hotline import AMONG_THE_FIRST, answered
from server.rules.guidance.search.entry import entries_of
from server.rules.guidance.search.hits import Looked, look
from server.rules.guidance.search.index import SearchIndex

HELD_OUT = "held"
"""How the ids of sentences begin that nobody looked at while search and sayings were mended."""


@dataclass(frozen=True)
class Share:
    """Of `asked` sentences the best answer was `first`, and `among` the first five, so many times."""

    asked: int
    first: int
    among: int


def answers(index: SearchIndex, pack: Pack) -> Mapping[str, Looked]:
    """Return what is found for each sentence of the pack, by its id."""
    return {each.id: look(index, each.question, AMONG_THE_FIRST) for each in pack.hotline}


def shares(questions: Iterable[HotlineQuestion], found: Mapping[str, Sequence[str]]) -> Share:
    """Return how many of `questions` are answered by what was `found` (ids, best first)."""
    asked = first = among = 0
    for each in questions:
        ids = found[each.id][:AMONG_THE_FIRST]
        asked += 1
        first += bool(ids) and ids[0] in each.finds
        among += not set(ids).isdisjoint(each.finds)
    return Share(asked, first, among)


def by_manner(pack: Pack) -> Mapping[str, list[HotlineQuestion]]:
    """Return the sentences that have one best answer, by the manner in which they are said."""
    found: dict[str, list[HotlineQuestion]] = {}
    for each in pack.hotline:
        if each.manner not in ("outside", "together"):
            found.setdefault(each.manner, []).append(each)
    return found


def figures(index: SearchIndex, pack: Pack) -> list[Figure]:
    """Return the figures of all sentences, of those held out, of each manner, and of what is not here."""
    looked = answers(index, pack)
    ours = {name: [hit.id for hit in each.hits] for name, each in looked.items()}
    bm25 = PlainBm25([each for each in entries_of(pack) if each.kind != "elsewhere"])
    theirs = {each.id: bm25.find(each.question, AMONG_THE_FIRST) for each in pack.hotline}
    manners = by_manner(pack)
    single = [each for questions in manners.values() for each in questions]
    held = [each for each in single if each.id.startswith(HELD_OUT)]
    whole, plainly, apart = shares(single, ours), shares(single, theirs), shares(held, ours)
    made = [
        plain("callers' sentences", len(pack.hotline), ""),
        at_least("best answer first", _share(whole.first, whole), "share", 0.88),
        at_least("best answer among five", _share(whole.among, whole), "share", 0.97),
        plain("BM25: first", _share(plainly.first, plainly), "share"),
        plain("BM25: among five", _share(plainly.among, plainly), "share"),
        plain("held out: asked", apart.asked, ""),
        plain("held out: first", _share(apart.first, apart), "share"),
        plain("held out: among five", _share(apart.among, apart), "share"),
    ]
    for manner, questions in manners.items():
        mine, other = shares(questions, ours), shares(questions, theirs)
        made.append(plain(f"{manner}: asked", mine.asked, ""))
        made.append(at_least(f"{manner}: first", mine.first / mine.asked, "share", other.first / mine.asked))
        made.append(at_least(f"{manner}: among five", mine.among / mine.asked, "share", other.among / mine.asked))
    outside = [each for each in pack.hotline if each.manner == "outside"]
    refused = [each for each in pack.hotline if not looked[each.id].covered]
    right = sum(each.manner == "outside" for each in refused)
    several = [each for each in pack.hotline if each.manner == "together"]
    wrongly = sum(bool(looked[each.id].together) for each in single)
    return [
        *made,
        at_least("said to be done elsewhere: rightly", right / max(len(refused), 1), "share", 0.9),
        plain("done elsewhere: said so", right / max(len(outside), 1), "share"),
        plain("several matters: all offered", sum(answered(each, looked[each.id]) for each in several), ""),
        plain("several matters: asked", len(several), ""),
        plain("one matter, several offered", wrongly / max(len(single), 1), "share"),
    ]


def _share(count: int, of: Share) -> float:
    return count / max(of.asked, 1)
