"""How well the cases of a pack watch over its rules: each rule is changed a little, and a case must notice. Pure."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import msgspec
from msgspec.structs import replace

from config.case import Case
from config.fact import Dated, Fact
from config.item import Brought
from config.pack import Pack
from config.rule import All, In, Is, Not, Rule, Situation
from config.rule import Any as AnyOf
from server.rules.guidance.judge.asking import counted
from server.rules.guidance.judge.book import Book, for_household, open_book
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.prove.cases import assuming, failures, says_else
from server.rules.guidance.prove.same import same
from server.rules.guidance.prove.watch import Place, looked_at

PLANNED = ("need", "held", "same", "when", "option", "fee")
"""How changes begin that show in a plan and not only in a verdict."""


class Mutant(msgspec.Struct, frozen=True):
    """A change that no case noticed, or the `case` that did; nobody's answers could show one that is the `same`."""

    part: str
    id: str
    change: str
    case: str | None
    same: bool = False


class Score(msgspec.Struct, frozen=True):
    """Every mutant of a pack; `killed` of them were noticed, `same` ones nobody could notice."""

    mutants: tuple[Mutant, ...]

    @property
    def killed(self) -> int:
        """Return how many were noticed."""
        return sum(each.case is not None for each in self.mutants)

    @property
    def same(self) -> int:
        """Return how many were proved to make no difference to anybody."""
        return sum(each.same for each in self.mutants)

    @property
    def share(self) -> float:
        """Return the part noticed of those that make a difference."""
        return self.killed / max(len(self.mutants) - self.same, 1)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Return those that make a difference and that nobody noticed."""
        return tuple(each for each in self.mutants if each.case is None and not each.same)


def mutation_score(pack: Pack, today: date, every: int = 1) -> Score:
    """Change every rule, bound and outcome of `pack` one at a time, and look whether a case comes out differently.

    With `every` above 1 only one of so many is changed: a sample. What no case notices is answered in every way there
    is on the day `today`, to see whether anybody could.
    """
    book = open_book(pack)
    watched = _watched(book)
    found = []
    last: dict[Place, int] = {}
    for place, change, changed in islice(mutants_of(pack), 0, None, every):
        cases = [case for case in pack.cases if place in watched[case.name]]
        cases.sort(key=lambda case: len(case.checklists))
        # What noticed the last change of this record often stands near what notices the next, row by row of a table.
        cases = cases[last.get(place, 0) :] + cases[: last.get(place, 0)]
        other = open_book(changed)
        case = _noticed(other, cases, planned=change.startswith(PLANNED))
        names = [each.name for each in cases]
        if case is not None:
            last[place] = (last.get(place, 0) + names.index(case)) % len(names)
        found.append(Mutant(*place, change, case, case is None and same(book, other, place, today)))
    return Score(tuple(found))


def _noticed(book: Book, cases: list[Case], *, planned: bool) -> str | None:
    for case in cases:
        taken = for_household(assuming(book, case.parameters), case.household, case.answers)
        looks = (case.bring, case.upload, case.waived, case.visits, case.working_days, case.fees)
        if planned and any(each is not None for each in looks):
            if next(failures(book, case), None) is not None:
                return case.name
            continue
        day = date.fromisoformat(case.on)
        at = known(taken, counted(taken, case.answers, known(taken, {}, day)), day)
        judged, _ = judge(taken, case.checklists, at)
        got = {each.item.id: each.state for each in judged}
        if any(got.get(item, "inapplicable") != state for item, state in case.verdicts.items()):
            return case.name
        if next(says_else(case, {each.item.id: each.reasons for each in judged}), None) is not None:
            return case.name
    return None


def mutants_of(pack: Pack) -> Iterator[tuple[Place, str, Pack]]:
    """Yield every mutant of `pack`: the record changed, what was changed, the pack with it."""
    facts = {fact.id: fact for fact in pack.facts}
    for number, situation in enumerate(pack.situations):
        for change, rule in mutated(situation.when, facts):
            changed_name = replace(situation, when=rule)
            yield ("situations", situation.id), f"when: {change}", _with(pack, "situations", number, changed_name)
    for number, fact in enumerate(pack.facts):
        for change, rule in mutated(fact.when, facts):
            yield ("facts", fact.id), f"when: {change}", _with(pack, "facts", number, replace(fact, when=rule))
    for number, document in enumerate(pack.documents):
        if document.held is not None:
            for change, rule in mutated(document.held, facts):
                changed = replace(document, held=rule)
                yield ("documents", document.id), f"held: {change}", _with(pack, "documents", number, changed)
        for place, other in enumerate(document.same):
            for change, rule in mutated(other.when, facts):
                changed = replace(document, same=_swap(document.same, place, replace(other, when=rule)))
                yield (
                    ("documents", document.id),
                    f"same {place + 1}: {change}",
                    _with(pack, "documents", number, changed),
                )
    for number, entity in enumerate(pack.entities):
        for place, who in enumerate(entity.same):
            for change, rule in mutated(who.when, facts):
                another = replace(entity, same=_swap(entity.same, place, replace(who, when=rule)))
                yield ("entities", entity.id), f"same {place + 1}: {change}", _with(pack, "entities", number, another)
    for number, parameter in enumerate(pack.parameters):
        for place, dated in enumerate(parameter.values):
            if dated.value is not None:
                for by in (-1, 1):
                    values = _swap(parameter.values, place, Dated(dated.value + by, dated.since, dated.until))
                    changed_one = replace(parameter, values=values)
                    yield ("parameters", parameter.id), f"value {by:+}", _with(pack, "parameters", number, changed_one)
    yield from _of_items(pack, facts)
    for number, checklist in enumerate(pack.checklists):
        for place, entry in enumerate(checklist.entries):
            for change, rule in mutated(entry.when, facts):
                entries = _swap(checklist.entries, place, replace(entry, when=rule))
                changed_list = replace(checklist, entries=entries)
                yield (
                    ("checklists", checklist.id),
                    f"{entry.item}: {change}",
                    _with(pack, "checklists", number, changed_list),
                )


def _of_items(pack: Pack, facts: dict[str, Fact]) -> Iterator[tuple[Place, str, Pack]]:
    for number, item in enumerate(pack.items):
        where = ("items", item.id)
        for place, requirement in enumerate(item.requirements):
            other = "not_yet" if requirement.otherwise == "cannot" else "cannot"
            requirements = _swap(item.requirements, place, replace(requirement, otherwise=other))
            changed = _with(pack, "items", number, replace(item, requirements=requirements))
            yield where, f"requirement {place + 1}: {other}", changed
            for change, rule in mutated(requirement.holds, facts):
                requirements = _swap(item.requirements, place, replace(requirement, holds=rule))
                changed = _with(pack, "items", number, replace(item, requirements=requirements))
                yield where, f"requirement {place + 1}: {change}", changed
            for change, rule in mutated(requirement.when, facts):
                requirements = _swap(item.requirements, place, replace(requirement, when=rule))
                changed = _with(pack, "items", number, replace(item, requirements=requirements))
                yield where, f"requirement {place + 1}: when {change}", changed
            for change, brought in _of_brought(requirement.brought, facts):
                requirements = _swap(item.requirements, place, replace(requirement, brought=brought))
                changed = _with(pack, "items", number, replace(item, requirements=requirements))
                yield where, f"requirement {place + 1}: {change}", changed
        for field, part in (("options", "option"), ("fees", "fee")):
            for place, each in enumerate(getattr(item, field)):
                for change, rule in mutated(each.when, facts):
                    others = _swap(getattr(item, field), place, replace(each, when=rule))
                    changed = _with(pack, "items", number, replace(item, **{field: others}))
                    yield where, f"{part} {place + 1}: {change}", changed
        for place, need in enumerate(item.needs):
            for change, rule in mutated(need.when, facts):
                needs = _swap(item.needs, place, replace(need, when=rule))
                yield where, f"need {place + 1}: {change}", _with(pack, "items", number, replace(item, needs=needs))


def _of_brought(brought: tuple[Brought, ...], facts: dict[str, Fact]) -> Iterator[tuple[str, tuple[Brought, ...]]]:
    for place, each in enumerate(brought):
        yield f"without {each.document}", brought[:place] + brought[place + 1 :]
        for change, rule in mutated(each.when, facts):
            yield f"{each.document} {change}", _swap(brought, place, replace(each, when=rule))


def mutated(rule: Rule, facts: dict[str, Fact]) -> Iterator[tuple[str, Rule]]:
    """Yield what a slip of the pen could have made of `rule`, each with a word on it."""
    match rule:
        case All(rules) | AnyOf(rules):
            yield from _mutated_many(rule, rules, facts)
        case Not(inner):
            yield "without not", inner
            yield from ((change, Not(each)) for change, each in mutated(inner, facts))
        case Situation():
            yield "negated", Not(rule)
        case Is(fact, value):
            others = [answer.value for answer in facts[fact].answers if answer.value != value]
            yield ("another answer", Is(fact, others[0])) if others else ("negated", Not(rule))
        case In(fact, values):
            yield "negated", Not(rule)
            if len(values) > 1:
                yield from ((f"without {each}", In(fact, tuple(v for v in values if v != each))) for each in values)
        case _:
            yield "negated", Not(rule)
            if isinstance(rule.bound, int):
                yield "bound -1", replace(rule, bound=rule.bound - 1)
                yield "bound +1", replace(rule, bound=rule.bound + 1)


def _mutated_many(rule: All | AnyOf, rules: tuple[Rule, ...], facts: dict[str, Fact]) -> Iterator[tuple[str, Rule]]:
    many: Callable[[tuple[Rule, ...]], Rule] = type(rule)
    if len(rules) > 1:
        yield ("any for all", AnyOf(rules)) if isinstance(rule, All) else ("all for any", All(rules))
        for number in range(len(rules)):
            yield f"without part {number + 1}", many(rules[:number] + rules[number + 1 :])
    for number, each in enumerate(rules):
        for change, other in mutated(each, facts):
            yield f"part {number + 1} {change}", many(_swap(rules, number, other))


def _watched(book: Book) -> dict[str, set[Place]]:
    """Return for each case the records that its checklists look at."""
    of_checklist = {
        name: frozenset().union(*(looked_at(book, name, entry.item) for entry in checklist.entries))
        for name, checklist in book.checklists.items()
    }
    return {case.name: set().union(*(of_checklist[each] for each in case.checklists)) for case in book.pack.cases}


def _with(pack: Pack, part: str, number: int, record: Any) -> Pack:
    return replace(pack, **{part: _swap(getattr(pack, part), number, record)})


def _swap(records: tuple[Any, ...], number: int, record: Any) -> tuple[Any, ...]:
    return (*records[:number], record, *records[number + 1 :])
