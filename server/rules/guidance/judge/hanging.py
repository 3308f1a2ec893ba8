"""What verdicts hang on: other items that make what one waits for, or exclude it, and the answers looked at. Pure."""

from collections.abc import Collection, Iterable

from config.item import Item
from config.rule import All, Rule
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import facts_of
from server.rules.guidance.judge.rules import rules_of_item
from server.rules.guidance.judge.whose import names_of


def waits_for(book: Book, item: Item) -> set[str]:
    """Return the items that give what `item` waits for."""
    documents = [each for need in item.needs for each in need.documents]
    documents += [brought.document for each in item.requirements for brought in each.brought]
    return {maker for each in documents for maker in book.makers.get(each, ())}


def hangs_on(book: Book, item: str) -> set[str]:
    """Return the items that may change the verdict on `item`: they give what it waits for, or nobody can have both."""
    rivals = {other for each in book.pack.exclusions if item in each.items for other in each.items}
    return (waits_for(book, book.items[item]) | rivals) - {item}


def hang_on(book: Book, items: Collection[str], among: Collection[str]) -> set[str]:
    """Return `items` and those of `among` that their verdicts hang on."""
    found, left = set[str](), set(items)
    while left:
        item = left.pop()
        found.add(item)
        left |= (hangs_on(book, item) & set(among)) - found
    return found


def facts_behind(book: Book, rules: Iterable[Rule]) -> frozenset[str]:
    """Return the facts that decide about `rules`, and about whether one of those is asked, whoever says it."""
    found, left = set[str](), {*facts_of(All(tuple(rules)), book.situations)}
    while left:
        fact = book.facts[left.pop()]
        found.add(fact.id)
        whens = All((fact.when, *(same.when for same in fact.same)))
        left |= (facts_of(whens, book.situations) | {same.fact for same in fact.same}) - found
    return frozenset(found)


def rules_behind(book: Book, item: Item) -> tuple[Rule, ...]:
    """Return the rules that a verdict on `item` by itself may look at, and those that say whose its papers are."""
    rules = [*rules_of_item(item)]
    for document in (book.documents[each] for need in item.needs for each in need.documents):
        rules += [*([] if document.held is None else [document.held]), *names_of(book, document)]
    return tuple(rules)
