"""Things of a pack for those who are not the first to play a role: named, ruled and worded for them. Pure."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from config.fact import Entity, Fact, NamedSituation, Parameter, SameEntity, SameFact
from config.item import Brought, Document, Item, PresentBy, Same
from config.pack import Pack
from config.rule import ALWAYS, All, In, Is, Not, Rule, Situation
from config.rule import Any as AnyOf
from server.rules.guidance.household.cast import APART, Cast
from server.rules.guidance.household.roles import Roles
from server.rules.guidance.household.words import heading, worded_all


class Copies:
    """What of `pack` is needed under other names, made when it is first asked for under a cast.

    Each part is id of the pack -> ids of its copies -> the copy and the cast that it was made for.
    """

    def __init__(self, pack: Pack, roles: Roles) -> None:
        self._roles = roles
        self._entities = {each.id: each for each in pack.entities}
        self._facts = {each.id: each for each in pack.facts}
        self._situations = {each.id: each for each in pack.situations}
        self._parameters = {each.id: each for each in pack.parameters}
        self._documents = {each.id: each for each in pack.documents}
        self._items = {each.id: each for each in pack.items}
        self.entities: dict[str, dict[str, tuple[Entity, Cast]]] = {}
        self.facts: dict[str, dict[str, tuple[Fact, Cast]]] = {}
        self.situations: dict[str, dict[str, tuple[NamedSituation, Cast]]] = {}
        self.parameters: dict[str, dict[str, tuple[Parameter, Cast]]] = {}
        self.documents: dict[str, dict[str, tuple[Document, Cast]]] = {}
        self.items: dict[str, dict[str, tuple[Item, Cast]]] = {}

    def fact(self, name: str, cast: Cast) -> str:
        """Return the id of the fact `name` under `cast`."""
        called = named(name, self._roles.fact(name), cast)
        made = self.facts.setdefault(name, {})
        if called != name and called not in made:
            fact = self._facts[name]
            made[called] = fact, cast
            same = tuple(
                SameFact(self.fact(each.fact, cast), self.rule(each.when, cast), each.values) for each in fact.same
            )
            entity, when = self.entity(fact.entity, cast), self.rule(fact.when, cast)
            made[called] = self._worded(replace(fact, id=called, entity=entity, when=when, same=same), cast), cast
        return called

    def document(self, name: str, cast: Cast) -> str:
        """Return the id of the document `name` under `cast`."""
        called = named(name, self._roles.document(name), cast)
        made = self.documents.setdefault(name, {})
        if called != name and called not in made:
            document = self._documents[name]
            made[called] = document, cast
            same = tuple(Same(self.document(each.document, cast), self.rule(each.when, cast)) for each in document.same)
            held = None if document.held is None else self.rule(document.held, cast)
            entity = self.entity(document.entity, cast)
            made[called] = self._worded(replace(document, id=called, entity=entity, held=held, same=same), cast), cast
        return called

    def item(self, name: str, cast: Cast) -> str:
        """Return the id of the item `name` under `cast`."""
        called = self.item_named(name, cast)
        made = self.items.setdefault(name, {})
        if called != name and called not in made:
            made[called] = self._items[name], cast
            made[called] = self._worded(self._item(self._items[name], called, cast), cast), cast
        return called

    def item_named(self, name: str, cast: Cast) -> str:
        """Return what the item `name` is called under `cast`, whether anybody needs it or not."""
        return named(name, self._roles.item(name), cast) if name in self._items else name

    def entity(self, name: str, cast: Cast) -> str:
        """Return the entity that plays the role `name` under `cast`."""
        if name not in cast.labels or name not in self._entities:
            return name
        called = f"{name}{APART}{cast.labels[name]}"
        made = self.entities.setdefault(name, {})
        if called not in made:
            entity = self._entities[name]
            made[called] = entity, cast
            if name in cast.people:
                same: tuple[SameEntity, ...] = (SameEntity(cast.people[name], ALWAYS),)
            elif entity.who is not None or entity.relation is not None:
                same = ()
            else:
                same = tuple(
                    SameEntity(self.entity(each.entity, cast), self.rule(each.when, cast)) for each in entity.same
                )
            text = heading(cast.words[name].text) if name in cast.words else entity.name
            made[called] = replace(entity, id=called, name=text, relation=None, same=same), cast
        return called

    def rule(self, rule: Rule, cast: Cast) -> Rule:
        """Return `rule` as it looks at those of `cast`."""
        if not cast.labels:
            return rule
        match rule:
            case All(rules):
                return All(tuple(self.rule(each, cast) for each in rules)) if rules else rule
            case AnyOf(rules):
                return AnyOf(tuple(self.rule(each, cast) for each in rules))
            case Not(inner):
                return Not(self.rule(inner, cast))
            case Situation(name):
                return Situation(self.situation(name, cast))
            case Is() | In():
                return replace(rule, fact=self.fact(rule.fact, cast))
        bound = self.parameter(rule.bound, cast) if isinstance(rule.bound, str) else rule.bound
        return replace(rule, fact=self.fact(rule.fact, cast), bound=bound)

    def situation(self, name: str, cast: Cast) -> str:
        """Return the id of the situation `name` under `cast`."""
        called = named(name, self._roles.situation(name), cast)
        made = self.situations.setdefault(name, {})
        if called != name and called not in made:
            situation = self._situations[name]
            made[called] = situation, cast
            made[called] = replace(situation, id=called, when=self.rule(situation.when, cast)), cast
        return called

    def parameter(self, name: str, cast: Cast) -> str:
        """Return the id of the parameter `name` under `cast`."""
        called = named(name, self._roles.parameter(name), cast)
        made = self.parameters.setdefault(name, {})
        if called != name and called not in made:
            parameter = self._parameters[name]
            by = None if parameter.by is None else self.fact(parameter.by, cast)
            made[called] = replace(parameter, id=called, by=by), cast
        return called

    def _item(self, item: Item, called: str, cast: Cast) -> Item:
        def rule(each: Rule) -> Rule:
            return self.rule(each, cast)

        def papers(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(self.document(each, cast) for each in names)

        def people(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(self.entity(each, cast) for each in names)

        return replace(
            item,
            id=called,
            options=tuple(replace(each, when=rule(each.when)) for each in item.options),
            fees=tuple(replace(each, when=rule(each.when)) for each in item.fees),
            requirements=tuple(
                replace(
                    each,
                    holds=rule(each.holds),
                    when=rule(each.when),
                    brought=tuple(
                        Brought(
                            self.document(paper.document, cast),
                            rule(paper.when),
                            None if paper.of is None else self.entity(paper.of, cast),
                        )
                        for paper in each.brought
                    ),
                )
                for each in item.requirements
            ),
            needs=tuple(replace(each, documents=papers(each.documents), when=rule(each.when)) for each in item.needs),
            outputs=papers(item.outputs),
            after=tuple(self.item_named(each, cast) for each in item.after),
            bundles=tuple(self.item_named(each, cast) for each in item.bundles),
            present=people(item.present),
            present_by=tuple(PresentBy(each.checklist, people(each.present)) for each in item.present_by),
        )

    @staticmethod
    def _worded(thing: Any, cast: Cast) -> Any:
        return worded_all((thing,), cast.words)[0]


def named(name: str, roles: frozenset[str], cast: Cast) -> str:
    """Return what the thing `name`, which is about `roles`, is called under `cast`."""
    labels = _labels(roles, cast.labels)
    return f"{name}{APART}{'-'.join(labels)}" if labels else name


def _labels(roles: frozenset[str], labels: Mapping[str, str]) -> list[str]:
    """Return each label once, in the order of the roles that have them."""
    return list(dict.fromkeys(labels[role] for role in sorted(labels) if role in roles))
