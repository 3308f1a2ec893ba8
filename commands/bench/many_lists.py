"""A made-up city of as many checklists as asked for, the same for the same numbers: what a whole city would weigh."""

import random
from collections.abc import Iterator

from config.centers import Text
from config.fact import Answer, Dated, Entity, Fact, FactKind, Parameter, Theme
from config.item import Brought, Document, Fee, Item, Need, Option, Requirement
from config.pack import Authority, Checklist, Entry, Exclusion, Pack, Point
from config.rule import ALWAYS, AgeAtLeast, All, AtLeast, AtMost, In, Is, MonthsSince, Not, Rule
from config.rule import Any as AnyOf

KINDS: tuple[FactKind, ...] = ("choice", "yes_no", "date", "choice", "number", "yes_no", "choice", "yes_no")
ANSWERS = 4


def many_lists(lists: int, items: int, facts: int, seed: int = 1) -> Pack:
    """Return a pack of `lists` checklists with `items` items each that ask about `facts` facts of their own."""
    chance = random.Random(seed)  # noqa: S311
    made = [_list(number, items, facts, chance) for number in range(lists)]
    return Pack(
        "many",
        _text("many"),
        1,
        themes=tuple(Theme(f"theme-{number}", _text(f"theme {number}")) for number in range(8)),
        entities=(Entity("applicant", _text("you")),),
        facts=tuple(fact for each in made for fact in each[1]),
        parameters=tuple(
            Parameter(f"months-{number}", _text("months"), _text("office"), (Dated(6 * number),))
            for number in range(1, 5)
        ),
        authorities=(Authority("office", _text("office"), "0700-6680110", "0700-6680119"),),
        documents=tuple(document for each in made for document in each[2]),
        points=(Point("hall", _text("hall"), "hall", ("line",)), Point("police", _text("police"), None)),
        items=tuple(item for each in made for item in each[3]),
        exclusions=tuple(
            Exclusion(f"{each[0].id}-rivals", tuple(item.id for item in each[3][1:3]), _text("one of them"))
            for each in made
        ),
        checklists=tuple(each[0] for each in made),
    )


_List = tuple[Checklist, tuple[Fact, ...], tuple[Document, ...], tuple[Item, ...]]


def _list(number: int, items: int, facts: int, chance: random.Random) -> _List:
    name = f"list-{number}"
    asked = tuple(_fact(name, number % 8, at) for at in range(facts))
    rules = _rules(asked, chance)
    papers = tuple(
        Document(f"{name}-paper-{at}", _text(f"paper {at}"), held=next(rules) if at % 3 == 0 else None)
        for at in range(2 * items)
    )
    listed = tuple(_item(name, at, papers, rules, chance) for at in range(items))
    entries = tuple(Entry(each.id, next(rules) if at % 2 else ALWAYS) for at, each in enumerate(listed))
    return Checklist(name, _text("life"), _text(f"matter {number}"), entries), asked, papers, listed


def _fact(name: str, theme: int, at: int) -> Fact:
    kind = KINDS[at % len(KINDS)]
    answers = tuple(Answer(f"a{each}", _text(f"answer {each}")) for each in range(ANSWERS)) if kind == "choice" else ()
    when = Is(f"{name}-fact-1", True) if at % 8 == 6 else ALWAYS
    return Fact(
        f"{name}-fact-{at}", f"theme-{theme}", kind, _text(f"question {at}?"), answers=answers, high=600, when=when
    )


def _rules(facts: tuple[Fact, ...], chance: random.Random) -> Iterator[Rule]:
    """Yield rules without an end, of two or three facts each."""
    while True:
        parts = [_compared(fact, chance) for fact in chance.sample(facts, min(len(facts), chance.choice((2, 2, 3))))]
        yield (AnyOf if chance.random() < 0.6 else All)(tuple(parts))


def _compared(fact: Fact, chance: random.Random) -> Rule:
    match fact.kind:
        case "choice":
            values = tuple(answer.value for answer in fact.answers)
            return In(fact.id, tuple(chance.sample(values, 2))) if chance.random() < 0.6 else Is(fact.id, values[0])
        case "yes_no":
            rule = Is(fact.id, True)
            return rule if chance.random() < 0.7 else Not(rule)
        case "number":
            months = f"months-{chance.randint(1, 4)}"
            return AtLeast(fact.id, months) if chance.random() < 0.7 else AtMost(fact.id, chance.choice((12, 120)))
    return AgeAtLeast(fact.id, chance.choice((16, 60))) if chance.random() < 0.6 else MonthsSince(fact.id, "months-1")


def _item(name: str, at: int, papers: tuple[Document, ...], rules: Iterator[Rule], chance: random.Random) -> Item:
    requirements = tuple(
        Requirement(
            next(rules),
            "cannot" if number == 0 else "not_yet",
            _text(f"reason {number}"),
            brought=(Brought(papers[2 * at - 2].id, next(rules)),) if at and number == 3 else (),
        )
        for number in range(4)
    )
    needs = tuple(
        Need((paper.id,), copies=1, when=next(rules) if number % 2 else ALWAYS, declaration=number == 3)
        for number, paper in enumerate(chance.sample(_before(papers, at), 4))
    )
    return Item(
        f"{name}-item-{at}",
        _text(f"item {at}"),
        (Option("hall", 5), Option("police", 10, when=next(rules))),
        requirements,
        needs,
        outputs=(papers[2 * at].id,),
        fee=0,
        fees=(Fee(20, next(rules)),),
        service="line",
        authority="office",
    )


def _before(papers: tuple[Document, ...], at: int) -> tuple[Document, ...]:
    """Return the papers that item `at` may need: those that nobody gives, and what items before it give."""
    return tuple(each for number, each in enumerate(papers) if number % 2 or number < 2 * at)


def _text(words: str) -> Text:
    return Text(words, words)
