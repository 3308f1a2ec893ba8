"""Papers that are called alike and may be one person's, while nothing says that they are one. Pure."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from config.item import Document
from config.pack import Pack
from server.rules.guidance.prove.finding import Finding

SHORTEST = 2
"""Hanzi of a paper's own name, without whose it is, from which on two names are compared."""


def check_alike(pack: Pack) -> Iterator[Finding]:
    """Find papers that one plan may list twice, since two names of one person each have one (a warning)."""
    needed = {name for item in pack.items for need in item.needs for name in need.documents}
    papers = [each for each in pack.documents if each.id in needed and not each.electronic and not each.retrievable]
    people = {each.id: {same.entity for same in each.same} for each in pack.entities}
    others = {each.id: {same.document for same in each.same} for each in pack.documents}
    for one, other in combinations(papers, 2):
        if one.entity == other.entity or not _alike(one, other) or (one.kind and other.kind):
            continue
        told = _reached(others, one.id) & _reached(others, other.id)
        if not told and _reached(people, one.entity) & _reached(people, other.entity):
            what = f"it is called like {other.id}, may be the same person's, and is listed beside it then"
            remedy = "give both the same `kind`; where they are two papers all the same, two different ones"
            yield Finding("documents", one.id, "paper_alike", what, remedy, "warning")


def _alike(one: Document, other: Document) -> bool:
    """Return whether two papers are called by one name, whoever has them."""
    shorter, longer = sorted((one.name.zh.rsplit("的", 1)[-1], other.name.zh.rsplit("的", 1)[-1]), key=len)
    return len(shorter) >= SHORTEST and longer.endswith(shorter)


def _reached(names: Mapping[str, set[str]], name: str) -> set[str]:
    """Return `name` and all that it may be in the end; a chain that comes round ends."""
    found, left = {name}, [name]
    while left:
        new = names.get(left.pop(), set()) - found
        found |= new
        left += new
    return found
