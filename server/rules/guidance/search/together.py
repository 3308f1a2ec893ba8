"""Several matters of one sentence: each clause names its own, and none has them all. Pure."""

from collections.abc import Sequence

from server.rules.guidance.search.index import SearchIndex
from server.rules.guidance.search.weighing import Weighed

TOGETHER_AT_MOST = 4
AS_GOOD = 0.8
"""Share of the best's score from which something else may be meant as well."""
HALF = 0.5
"""Share of the likeliest checklist's points that another one needs to be meant."""
SURE = 1.1
"""How many times what is enough to be covered a clause must have, so that its matter is offered unasked."""
MATTER = 1.5
"""How many times what a matter itself is called counts, beside one of its items."""
SAID = 0.6
"""Share of a name that a clause must say."""


def together(index: SearchIndex, clauses: Sequence[Weighed]) -> tuple[str, ...]:
    """Return the checklists of `clauses` where they name several, in the order in which they are said.

    Who asks for a detail asks one question, whatever it names.
    """
    if any(clause.detail for clause in clauses):
        return ()
    each_names = [names for clause in clauses if clause.share >= SURE and (names := _matters(index, clause))]
    if len(each_names) < 2 or frozenset.intersection(*map(frozenset, each_names)):
        return ()
    found = tuple(dict.fromkeys(names[0] for names in each_names))
    return found[:TOGETHER_AT_MOST] if len(found) > 1 else ()


def _matters(index: SearchIndex, clause: Weighed) -> list[str]:
    """Return the checklists that deal with what a clause says, the likeliest first."""
    inside = [
        (number, score * clause.said[number] * (MATTER if index.entries[number].kind == "checklist" else 1))
        for number, score in clause.scores.items()
        if index.entries[number].kind in ("checklist", "item") and clause.said[number] >= SAID
    ]
    best = max((score for _, score in inside), default=0.0)
    points: dict[str, float] = {}
    for number, score in sorted(inside, key=lambda one: -one[1]):
        if score >= AS_GOOD * best:
            for name in index.entries[number].within:
                # An item of many lists says little of which is meant.
                points[name] = max(points.get(name, 0), score / len(index.entries[number].within))
    most = max(points.values(), default=0.0)
    return [name for name in sorted(points, key=lambda name: -points[name]) if points[name] >= HALF * most]
