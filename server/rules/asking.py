"""Which question comes next: only what can still change a verdict, theme by theme, the most telling first. Pure."""

from collections.abc import Mapping, Sequence

from config.centers import Text
from config.pack import Document, Fact, Item, Pack, Value
from server.rules.checklist import Judged
from server.rules.condition import Known, facts_of, missing, truth
from server.rules.verdict import Choice, Question

USUALLY_ASKED = 0.72
"""Share of the questions still possible that are really asked, because answers cut others off (measured)."""


def counted(pack: Pack, answers: Mapping[str, Value], at: Known) -> dict[str, Value]:
    """Return the answers that count: those to questions that are asked of this person and fit them.

    An answer to a question that has since been hidden is kept by whoever asked, but does not count.
    """
    values: dict[str, Value] = {}
    here = Known(values, at.parameters, at.situations, at.today)
    for fact in pack.facts:
        if fact.id in answers and truth(fact.when, here) is True and fits(fact, answers[fact.id]):
            values[fact.id] = answers[fact.id]
    return values


def fits(fact: Fact, value: Value) -> bool:
    """Return whether `value` is an answer to the question of `fact`."""
    if fact.kind == "yes_no":
        return isinstance(value, bool)
    if fact.kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and fact.low <= value <= fact.high
    return any(value == answer.value and type(value) is type(answer.value) for answer in fact.answers)


def questions(pack: Pack, checklists: Sequence[str], judged: Sequence[Judged], at: Known) -> tuple[Question, ...]:
    """Return the questions still to ask, the next one first: themes in their order, inside one by weight."""
    facts = {fact.id: fact for fact in pack.facts}
    weights: dict[str, int] = {}
    for each in judged:
        # An optional thing never comes before one that matters.
        for fact, weight in each.asks.items():
            _weigh(facts, fact, weight + (0 if each.optional else 100), at, weights)
    themes = {theme.id: place for place, theme in enumerate(pack.themes)}
    places = {fact.id: place for place, fact in enumerate(pack.facts)}
    first = _first(pack, checklists)

    def order(fact: str) -> tuple[int, bool, int, int]:
        return (themes[facts[fact].theme], fact not in first, -weights[fact], places[fact])

    names = {theme.id: theme.name for theme in pack.themes}
    return tuple(_question(facts[fact], names) for fact in sorted(weights, key=order))


def _looked_at(item: Item, documents: Mapping[str, Document], at: Known) -> frozenset[str]:
    """Return every fact that the verdict on `item` may look at."""
    rules = [requirement.holds for requirement in item.requirements]
    for need in item.needs:
        rules.append(need.when)
        rules += [held for document in need.documents if (held := documents[document].held) is not None]
    return frozenset().union(*(facts_of(rule, at.situations) for rule in rules))


def asked(pack: Pack, checklists: Sequence[str], at: Known) -> tuple[str, ...]:
    """Return the facts whose answers these checklists use, in the order of the pack."""
    situations = at.situations
    used: set[str] = set()
    items = {item.id: item for item in pack.items}
    documents = {document.id: document for document in pack.documents}
    for checklist in pack.checklists:
        if checklist.id not in checklists:
            continue
        for entry in checklist.entries:
            used |= facts_of(entry.when, situations)
            used |= _looked_at(items[entry.item], documents, at)
    for fact in reversed(pack.facts):
        if fact.id in used:
            used |= facts_of(fact.when, situations)
    return tuple(fact.id for fact in pack.facts if fact.id in used and fact.id in at.values)


def about_left(pack: Pack, left: Sequence[Question], judged: Sequence[Judged], at: Known) -> int:
    """Return about how many questions are still to come; 0 when none is left."""
    if not left:
        return 0
    documents = {document.id: document for document in pack.documents}
    facts = {fact.id: fact for fact in pack.facts}
    possible = {question.id for question in left}
    for each in judged:
        if each.state == "unknown":
            possible |= _looked_at(each.item, documents, at)
    for name in tuple(possible):
        possible |= facts_of(facts[name].when, at.situations)
    coming = [each for each in possible if each not in at.values and truth(facts[each].when, at) is not False]
    return max(1, round(len(coming) * USUALLY_ASKED))


def _weigh(facts: Mapping[str, Fact], name: str, weight: int, at: Known, weights: dict[str, int]) -> None:
    """Weigh a fact, or, when it is not known whether it is asked at all, what that depends on."""
    fact = facts[name]
    shown = truth(fact.when, at)
    if shown is True:
        weights[name] = weights.get(name, 0) + weight
    elif shown is None:
        for deeper in missing(fact.when, at):
            _weigh(facts, deeper, weight, at, weights)


def _first(pack: Pack, checklists: Sequence[str]) -> frozenset[str]:
    return frozenset(fact for each in pack.checklists if each.id in checklists for fact in each.facts_first)


def _question(fact: Fact, themes: Mapping[str, Text]) -> Question:
    choices = tuple(Choice(answer.value, answer.text) for answer in fact.answers)
    theme = themes[fact.theme]
    return Question(fact.id, fact.kind, fact.ask, fact.help, choices, fact.low, fact.high, fact.unit, theme)
