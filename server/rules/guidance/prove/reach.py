"""What a pack can never come to: rules that cannot hold, groups that overlap, people whom nothing concerns. Pure."""

from collections.abc import Iterator
from itertools import combinations

from config.item import Item
from config.pack import Pack
from config.rule import ALWAYS, All, Rule
from config.rule import Any as AnyOf
from server.rules.guidance.judge.amounts import answer_text
from server.rules.guidance.judge.condition import facts_of
from server.rules.guidance.judge.rules import rules_of
from server.rules.guidance.prove.diagram import Walker
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.graph import FALSE, TRUE
from server.rules.guidance.prove.space import TooWide


def check_use(pack: Pack) -> Iterator[Finding]:
    """Find facts, items, parameters, documents, situations and places that nothing uses."""
    situations = {each.id: each.when for each in pack.situations}
    shown = ("knowledge", "contradictions")
    used = {fact for part, _, rule in rules_of(pack) if part not in shown for fact in facts_of(rule, situations)}
    for fact in pack.facts:
        if fact.id not in used:
            remedy = "use it in a rule, or do not ask it"
            yield Finding("facts", fact.id, "question_unused", "no rule uses this answer", remedy)
    listed = {entry.item for checklist in pack.checklists for entry in checklist.entries}
    for item in pack.items:
        if item.id not in listed:
            yield Finding("items", item.id, "item_unlisted", "no checklist has it", "list it, or take it out")
    needed = {document for item in pack.items for need in item.needs for document in need.documents}
    needed |= {each.document for item in pack.items for one in item.requirements for each in one.brought}
    made = {document for item in pack.items for document in item.outputs}
    for document in pack.documents:
        if document.id not in needed | made:
            yield Finding("documents", document.id, "document_unused", "no item needs or gives it", "take it out")
    named = {option.point for item in pack.items for option in item.options}
    for point in pack.points:
        if not named & {point.id, *point.groups}:
            yield Finding(
                "points", point.id, "point_unused", "no item can be done there", "name it in an option", "warning"
            )


def check_truths(walker: Walker) -> Iterator[Finding]:
    """Find rules that never hold, and situations of one group that hold together."""
    for part, name, rule in rules_of(walker.space.book.pack):
        if rule == ALWAYS or part == "items":
            continue
        found = _outcomes(rule, walker)
        if found is not None and True not in found and None not in found:
            yield Finding(part, name, "never_true", "this rule can never hold", "correct it, or take it out")
    for item in walker.space.book.pack.items:
        for number, requirement in enumerate(item.requirements):
            found = _outcomes(requirement.rule, walker)
            if found is not None and False not in found and None not in found:
                what = f"requirement {number + 1} can never fail"
                yield Finding("items", item.id, "never_false", what, "correct it, or take it out")
            if found is not None and True not in found and None not in found:
                what = f"requirement {number + 1} can never be met"
                yield Finding("items", item.id, "never_true", what, "correct it")
        yield from _ways(item, walker)
    grouped = [each for each in walker.space.book.pack.situations if each.group is not None]
    for one, other in combinations(grouped, 2):
        if one.group == other.group and True in (_outcomes(All((one.when, other.when)), walker) or ()):
            what = f"it can hold together with {other.id}"
            yield Finding("situations", one.id, "group_overlaps", what, "make one exclude the other, or regroup them")


def _ways(item: Item, walker: Walker) -> Iterator[Finding]:
    """Find ways that are open to nobody, and people to whom no way is open."""
    for number, option in enumerate(item.options):
        found = _outcomes(option.when, walker)
        if found is not None and True not in found and None not in found:
            yield Finding(
                "items", item.id, "never_true", f"option {number + 1} is open to nobody", "correct its `when`"
            )
    found = _outcomes(AnyOf(tuple(option.when for option in item.options)), walker)
    if item.options and found is not None and False in found:
        what = "there are people to whom no way is open"
        yield Finding("items", item.id, "way_missing", what, "write one option without `when`")


def check_coverage(walker: Walker) -> Iterator[Finding]:
    """Find checklists with people whom none of their items concerns, each with an example (a warning).

    Whoever chooses a matter and is told of nothing has come in vain; sometimes that is right, so it only warns.
    """
    for checklist in walker.space.book.pack.checklists:
        concerned = walker.graph.of(AnyOf(tuple(entry.when for entry in checklist.entries)))
        try:
            nobody = walker.diagram(concerned).ends.get((FALSE,))
        except TooWide:
            continue
        if nobody is not None:
            facts = walker.space.book.facts
            said = (f"{name} = {answer_text(facts[name], value).en}" for name, value in nobody.items())
            what = f"nothing concerns whoever says {', '.join(said)}"
            remedy = "add an item or an answer for them, if there is one"
            yield Finding("checklists", checklist.id, "nothing_concerns", what, remedy, "warning")


def _outcomes(rule: Rule, walker: Walker) -> set[bool | None] | None:
    """Return how `rule` can come out, over everybody there can be; None where that is too much to work out.

    None is among it where a parameter that nobody has confirmed keeps it open; people who are never asked do not count.
    """
    try:
        ends = walker.diagram(walker.graph.of(rule)).ends
    except TooWide:
        return None
    still_open = [why for (end,) in ends if (why := walker.graph.stays_open(end)) is not None]
    found: set[bool | None] = {end == TRUE for (end,) in ends if end in (TRUE, FALSE)}
    return found | {None for why in still_open if why.unconfirmed}
