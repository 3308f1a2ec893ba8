"""Requirements that refuse for want of what another item of the same plan gives. Pure."""

from collections.abc import Iterator, Mapping

from config.fact import Fact
from config.pack import Pack
from config.rule import All, Any, Is, Leaf, Not, Rule, Situation
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.finding import Finding


def check_overlooked(pack: Pack) -> Iterator[Finding]:
    """Find requirements that ask in other words for a paper which an item gives, and do not see it given (a warning).

    The paper is one that people are known to hold by the very answer that is required, or by one that says the same.
    """
    book = open_book(pack)
    for item in pack.items:
        needed = {document for need in item.needs for document in need.documents}
        for number, requirement in enumerate(item.requirements):
            seen = needed | {each.document for each in requirement.brought}
            asked = _wanted(requirement.holds, book.situations)
            wanted = [other for leaf in asked for other in _alike(leaf, book.facts)]
            given = [
                document.id
                for document in pack.documents
                if document.held in wanted and set(book.makers.get(document.id, ())) - {item.id}
            ]
            if given and not seen & set(given):
                what = f"requirement {number + 1} refuses whoever gets {given[0]} in the same plan"
                remedy = f"write there brought: [{{document: {given[0]}}}], with `when` it is theirs"
                yield Finding("items", item.id, "plan_overlooked", what, remedy, "warning")


def _wanted(rule: Rule, situations: Mapping[str, Rule], *, holds: bool = True) -> Iterator[Leaf]:
    """Yield the comparisons that help `rule` to hold."""
    match rule:
        case All(rules) | Any(rules):
            for each in rules:
                yield from _wanted(each, situations, holds=holds)
        case Not(inner):
            yield from _wanted(inner, situations, holds=not holds)
        case Situation(name):
            yield from _wanted(situations[name], situations, holds=holds)
        case _ if holds:
            yield rule


def _alike(leaf: Leaf, facts: Mapping[str, Fact]) -> Iterator[Leaf]:
    """Yield `leaf`, and what it is in the words of other facts that say the same of somebody."""
    yield leaf
    if isinstance(leaf, Is):
        for same in facts[leaf.fact].same:
            told = [one for one, here in same.values if here == leaf.value] if same.values else [leaf.value]
            yield from (Is(same.fact, value) for value in told)
