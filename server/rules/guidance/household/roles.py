"""Whom each thing of a pack is about: by itself, and through every rule that it looks at. Pure."""

from collections.abc import Iterable
from typing import Final

from config.item import Document, Item
from config.pack import Entry, Pack
from config.rule import All, In, Is, Not, Rule, Situation
from config.rule import Any as AnyOf

NONE: Final[frozenset[str]] = frozenset()


class Roles:
    """The entities that things of `pack` are about; each is worked out once, when it is first asked for."""

    def __init__(self, pack: Pack) -> None:
        self._facts = {each.id: each for each in pack.facts}
        self._situations = {each.id: each.when for each in pack.situations}
        self._parameters = {each.id: each for each in pack.parameters}
        self._documents = {each.id: each for each in pack.documents}
        self._items = {each.id: each for each in pack.items}
        self._found: dict[tuple[str, str], frozenset[str]] = {}

    def fact(self, name: str) -> frozenset[str]:
        """Return whom the fact `name`, and whether it is asked, is about."""
        key = ("fact", name)
        if key not in self._found:
            self._found[key] = NONE
            fact = self._facts[name]
            rules = [fact.when, *(same.when for same in fact.same)]
            said = [self.fact(same.fact) for same in fact.same]
            self._found[key] = frozenset((fact.entity,)).union(self._rules(rules), *said)
        return self._found[key]

    def situation(self, name: str) -> frozenset[str]:
        """Return whom the situation `name` is about."""
        key = ("situation", name)
        if key not in self._found:
            self._found[key] = NONE
            self._found[key] = self.rule(self._situations[name])
        return self._found[key]

    def parameter(self, name: str) -> frozenset[str]:
        """Return whose date decides about the parameter `name`."""
        by = self._parameters[name].by if name in self._parameters else None
        return NONE if by is None else self.fact(by)

    def document(self, name: str) -> frozenset[str]:
        """Return whom the document `name`, and whether it is there already, is about."""
        key = ("document", name)
        if key not in self._found:
            self._found[key] = NONE
            document = self._documents[name]
            self._found[key] = frozenset((document.entity,)).union(
                self._rules(_rules_of(document)), *(self.document(same.document) for same in document.same)
            )
        return self._found[key]

    def item(self, name: str) -> frozenset[str]:
        """Return whom the item `name` is about: who comes, whose papers it takes and gives, what it requires."""
        key = ("item", name)
        if key not in self._found:
            self._found[key] = NONE
            item = self._items[name]
            papers = {*item.outputs, *(each for need in item.needs for each in need.documents)}
            brought = [each for requirement in item.requirements for each in requirement.brought]
            papers |= {each.document for each in brought}
            whose = {each.of for each in brought if each.of is not None}
            self._found[key] = frozenset((*item.everybody, *whose)).union(
                self._rules(rules_of(item)), *(self.document(each) for each in papers)
            )
        return self._found[key]

    def entry(self, entry: Entry) -> frozenset[str]:
        """Return whom an entry of a checklist is about."""
        return self.rule(entry.when) | self.item(entry.item)

    def rule(self, rule: Rule) -> frozenset[str]:
        """Return whom `rule` looks at."""
        match rule:
            case All(rules) | AnyOf(rules):
                return self._rules(rules)
            case Not(inner):
                return self.rule(inner)
            case Situation(name):
                return self.situation(name)
            case Is() | In():
                return self.fact(rule.fact)
        return self.fact(rule.fact) | (self.parameter(rule.bound) if isinstance(rule.bound, str) else NONE)

    def _rules(self, rules: Iterable[Rule]) -> frozenset[str]:
        return NONE.union(*(self.rule(each) for each in rules))


def rules_of(item: Item) -> list[Rule]:
    """Return every rule that stands in `item`."""
    rules = [rule for requirement in item.requirements for rule in (requirement.holds, requirement.when)]
    rules += [each.when for requirement in item.requirements for each in requirement.brought]
    return rules + [need.when for need in item.needs] + list(item.choices)


def _rules_of(document: Document) -> list[Rule]:
    held = [] if document.held is None else [document.held]
    return held + [same.when for same in document.same]
