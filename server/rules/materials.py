"""The papers of a plan: originals once, copies summed, one of each "any of" group, nothing that is electronic."""

from collections.abc import Mapping, Sequence
from itertools import product

from config.pack import Document, Need
from server.rules.verdict import Paper

COMBINATIONS_AT_MOST = 20_000


def papers(
    needed: Sequence[tuple[str, Need]], documents: Mapping[str, Document], brought: frozenset[str]
) -> tuple[Paper, ...]:
    """Return the papers for `needed` (item id, what it asks for), key papers first.

    `brought` are documents that items of the plan themselves give; nobody has to bring those. Where one of several
    documents is enough, the choice that needs the fewest papers is made, the earlier one among equals.
    """
    needs = [(item, need) for item, need in needed if not set(need.documents) & brought]
    chosen = _choice([need for _, need in needs], documents)
    lines: dict[str, list[tuple[str, Need]]] = {}
    for (item, need), document in zip(needs, chosen, strict=True):
        lines.setdefault(document, []).append((item, need))
    listed = [_paper(documents[document], wanted) for document, wanted in lines.items()]
    return tuple(sorted(listed, key=lambda paper: (paper.waived, not paper.key)))


def _choice(needs: Sequence[Need], documents: Mapping[str, Document]) -> list[str]:
    fixed = {need.documents[0] for need in needs if len(need.documents) == 1}
    open_needs = [need for need in needs if len(need.documents) > 1]
    size = 1
    for need in open_needs:
        size *= len(need.documents)
    best: tuple[str, ...] = tuple(need.documents[0] for need in open_needs)
    if size <= COMBINATIONS_AT_MOST:
        best = min(product(*(need.documents for need in open_needs)), key=lambda way: _cost(way, fixed, documents))
    choices = iter(best)
    return [need.documents[0] if len(need.documents) == 1 else next(choices) for need in needs]


def _cost(way: Sequence[str], fixed: set[str], documents: Mapping[str, Document]) -> int:
    return sum(1 for document in set(way) - fixed if not documents[document].electronic)


def _paper(document: Document, wanted: Sequence[tuple[str, Need]]) -> Paper:
    needs = [need for _, need in wanted]
    note = next((need.note for need in needs if need.note), None)
    return Paper(
        document.id,
        document.name,
        0 if document.electronic else max(need.originals for need in needs),
        0 if document.electronic else sum(need.copies for need in needs),
        waived=document.electronic,
        key=any(need.key for need in needs) and not document.electronic,
        items=tuple(dict.fromkeys(item for item, _ in wanted)),
        note=note,
    )
