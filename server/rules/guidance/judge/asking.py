"""Which question comes next: only what can still change a verdict, theme by theme, the most telling first. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from config.centers import Text
from config.fact import Fact, SameFact
from config.item import Item
from config.rule import All, Value
from server.rules.guidance.judge.bands import choices, days
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.by_date import counted_from, reach
from server.rules.guidance.judge.condition import Known, facts_of, missing, truth
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.months import within_reach
from server.rules.guidance.judge.span import days_of, is_rough, numbers_of
from server.rules.guidance.judge.verdict import Choice, Question
from server.rules.guidance.judge.whose import names_of

USUALLY_ASKED = 0.72
"""Share of the questions still possible that are really asked, because answers cut others off (measured)."""


def counted(book: Book, answers: Mapping[str, Value], at: Known) -> dict[str, Value]:
    """Return the answers that count: those to questions that are asked of this person and fit them.

    An answer to a question that has since been hidden is kept by whoever asked, but does not count, nor does one that
    says otherwise than another answer about the same person.
    """
    values: dict[str, Value] = {}
    here = Known(values, at.parameters, at.situations, at.today)
    for fact in book.pack.facts:
        if fact.id in book.settled:
            values[fact.id] = book.settled[fact.id]
            continue
        own = answers.get(fact.id)
        said = said_already(fact, here)
        if said is not None and is_rough(said) and own is not None and fits(fact, own):
            # Said once more because it was too rough.
            said = None
        if said is None and own is not None and fits(fact, own):
            said = counted_from(fact, own, at.today, book)
        if said is not None and truth(fact.when, here) is True:
            values[fact.id] = said
    return values


def said_already(fact: Fact, at: Known) -> Value | None:
    """Return what another answer says of `fact`, if one does."""
    same = said_by(fact, at)
    return None if same is None else _as_said(same, at.values[same.fact])


def said_by(fact: Fact, at: Known) -> SameFact | None:
    """Return by which other answer `fact` is said already, if by one."""
    same = next((each for each in fact.same if each.fact in at.values and truth(each.when, at) is True), None)
    said = None if same is None else _as_said(same, at.values[same.fact])
    return None if said is None or not fits(fact, said) else same


def _as_said(same: SameFact, value: Value) -> Value | None:
    return dict(same.values).get(value) if same.values else value


def fits(fact: Fact, value: Value) -> bool:
    """Return whether `value` is an answer to the question of `fact`."""
    if fact.by_date is not None and (ends := days_of(value)) is not None:
        return all(within_reach(day) for day in ends)
    if fact.kind == "yes_no":
        return isinstance(value, bool)
    if fact.kind == "number":
        span = numbers_of(value)
        return span is not None and fact.low <= span[0] <= span[1] <= fact.high
    if fact.kind == "date":
        # Such days only as can be counted with, whatever is added to them.
        return not is_rough(value) and (ends := days_of(value)) is not None and within_reach(ends[0])
    return any(value == each and type(value) is type(each) for each in fact.values)


def questions(book: Book, checklists: Sequence[str], judged: Sequence[Judged], at: Known) -> tuple[Question, ...]:
    """Return the questions still to ask, the next one first: themes in their order, inside one by weight."""
    return tuple(_as_exact(book, checklists, fact, at) for fact in in_order(book, checklists, judged, at))


def in_order(book: Book, checklists: Sequence[str], judged: Sequence[Judged], at: Known) -> list[str]:
    """Return the facts still to ask for, the next one first."""
    facts, pack = book.facts, book.pack
    weights = weighed(book, judged, at)
    _weigh_whom(book, checklists, at, weights)
    whom = {entity.who for entity in book.pack.entities}
    themes = {theme.id: place for place, theme in enumerate(pack.themes)}
    places = {fact.id: place for place, fact in enumerate(pack.facts)}
    first = _first(book, checklists)

    def order(fact: str) -> tuple[int, int, bool, bool, int, int]:
        turn = book.turns.get(fact, 0)
        return (themes[facts[fact].theme], turn, fact not in whom, fact not in first, -weights[fact], places[fact])

    return sorted(weights, key=order)


def weighed(book: Book, judged: Sequence[Judged], at: Known) -> dict[str, int]:
    """Return the facts that are asked for what was `judged`, each with how much it weighs."""
    weights: dict[str, int] = {}
    for each in judged:
        # An optional thing never comes before one that matters.
        for fact, weight in each.asks.items():
            _weigh(book.facts, fact, weight + (0 if each.optional else 100), at, weights)
    return weights


def _as_exact(book: Book, checklists: Sequence[str], name: str, at: Known) -> Question:
    """Return the question of fact `name`, with what says as much as these checklists need."""
    fact, question = book.facts[name], question_of(book, name, at.today)
    if question.kind == "number":
        return replace(question, choices=choices(book, checklists, fact, at))
    if question.kind == "date":
        rough = days(book, checklists, fact, at)
        return replace(question, rough=tuple((first.isoformat(), last.isoformat()) for first, last in rough))
    return question


def _looked_at(book: Book, item: Item) -> frozenset[str]:
    """Return every fact that the verdict on `item` may look at."""
    rules = [requirement.rule for requirement in item.requirements]
    rules += [each.when for requirement in item.requirements for each in requirement.brought]
    rules += item.choices
    for need in item.needs:
        rules.append(need.when)
        rules += [held for document in need.documents if (held := book.documents[document].held) is not None]
    return frozenset().union(*(facts_of(rule, book.situations) for rule in rules))


def looked_at(book: Book, checklists: Sequence[str]) -> frozenset[str]:
    """Return the facts that these checklists may look at, whoever says them."""
    used: set[str] = set()
    for name in checklists:
        for entry in book.checklists[name].entries:
            item = book.items[entry.item]
            used |= facts_of(entry.when, book.situations) | _looked_at(book, item)
            papers = {document for need in item.needs for document in need.documents}
            whose = tuple(rule for each in papers for rule in names_of(book, book.documents[each]))
            used |= facts_of(All(whose), book.situations)
    used |= {who for who, _ in subjects(book, checklists)}
    for fact in reversed(book.pack.facts):
        if fact.id in used:
            used |= facts_of(fact.when, book.situations)
            used |= frozenset().union(*(facts_of(same.when, book.situations) for same in fact.same))
    return frozenset(used)


def asked(book: Book, used: Collection[str], at: Known) -> tuple[str, ...]:
    """Return those of the facts `used` whose answers count, in the order of the pack."""
    return tuple(
        fact.id
        for fact in book.pack.facts
        if fact.id in used and fact.id in at.values and fact.id not in book.settled and said_already(fact, at) is None
    )


def about_left(book: Book, left: Sequence[Question], judged: Sequence[Judged], at: Known) -> int:
    """Return about how many questions are still to come; 0 when none is left."""
    if not left:
        return 0
    facts = book.facts
    possible = {question.id for question in left}
    for each in judged:
        if each.state == "unknown":
            possible |= _looked_at(book, each.item)
    for name in tuple(possible):
        possible |= facts_of(facts[name].when, at.situations)
    coming = [each for each in possible if each not in at.values and truth(facts[each].when, at) is not False]
    return max(1, round(len(coming) * USUALLY_ASKED))


def _weigh(facts: Mapping[str, Fact], name: str, weight: int, at: Known, weights: dict[str, int]) -> None:
    """Weigh a fact, or, when it is not known whether it is asked at all, what that depends on."""
    fact = facts[name]
    shown = truth(fact.when, at)
    whose = [same.when for same in fact.same if same.fact in at.values and truth(same.when, at) is None]
    if shown is True and whose:
        # Whether it is said already comes before it.
        for deeper in missing(whose[0], at):
            _weigh(facts, deeper, weight, at, weights)
    elif shown is True:
        weights[name] = weights.get(name, 0) + weight
    elif shown is None:
        for deeper in missing(fact.when, at):
            _weigh(facts, deeper, weight, at, weights)


def _weigh_whom(book: Book, checklists: Sequence[str], at: Known, weights: dict[str, int]) -> None:
    """Ask for whom a checklist is while more is asked of them, for the words to say it; nothing waits for it."""
    for who, subject in subjects(book, checklists):
        still_open = who not in at.values and truth(book.facts[who].when, at) is True
        if still_open and any(book.facts[each].entity == subject for each in weights):
            weights[who] = max(weights.values())


def subjects(book: Book, checklists: Sequence[str]) -> list[tuple[str, str]]:
    """Return the facts that say for whom these checklists are, each with the role it is about."""
    subjects = {book.checklists[each].subject for each in checklists}
    return [
        (entity.who, entity.id)
        for entity in book.pack.entities
        if entity.id in subjects and entity.who is not None and entity.who in book.facts
    ]


def _first(book: Book, checklists: Sequence[str]) -> frozenset[str]:
    return frozenset(fact for each in checklists for fact in book.checklists[each].facts_first)


def question_of(book: Book, name: str, today: date) -> Question:
    """Return the question of fact `name` as it is shown `today`."""
    fact = book.facts[name]
    dated = fact.kind == "date" or fact.by_date is not None
    first, last = reach(fact, today) if dated else (None, None)
    return Question(
        fact.id,
        "date" if dated else fact.kind,
        fact.ask,
        fact.help,
        tuple(Choice(answer.value, answer.text, answer.spoken, answer.no) for answer in fact.answers),
        fact.low,
        fact.high,
        None if dated else fact.unit,
        next((theme.name for theme in book.pack.themes if theme.id == fact.theme), None),
        fact.easy,
        fact.spoken,
        _whom(book, fact),
        first.isoformat() if first else None,
        last.isoformat() if last else None,
        many=fact.many,
    )


def _whom(book: Book, fact: Fact) -> Text | None:
    """Return whom the question is about, when the pack names its household."""
    return next((entity.name for entity in book.pack.entities if entity.id == fact.entity), None)
