"""A rule into which answers are put comes to what it is judged to be, whatever the order of the answers."""

import random

from hypothesis import given
from hypothesis import strategies as st

from commands.bench.many_lists import many_lists
from config.rule import All, Is, Not, Rule
from config.rule import Any as AnyOf
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.condition import missing, truth, unconfirmed
from server.rules.guidance.judge.rules import rules_of
from server.rules.guidance.prove.graph import FALSE, TRUE, UNASKED, Graph, Open
from server.rules.guidance.prove.space import Space, space_of
from tests.server.rules.guidance.prove.test_check import DAY, GOOD

MANY = open_book(many_lists(1, 6, 8))
SPACES = (space_of(MANY, DAY), space_of(open_book(GOOD), DAY))
seeds = st.integers(min_value=0, max_value=2**32)


def some_rule(space: Space, chance: random.Random) -> Rule:
    """Return a rule that is put together from rules of the pack."""
    rules = [rule for _, _, rule in rules_of(space.book.pack)]
    one, other, third = (chance.choice(rules) for _ in range(3))
    return chance.choice((one, Not(one), All((one, Not(other))), AnyOf((one, All((other, third))))))


@given(seeds)
def test_answers_put_in_come_to_what_is_judged(seed: int) -> None:
    chance = random.Random(seed)
    space = chance.choice(SPACES)
    graph = Graph(space)
    rule = some_rule(space, chance)
    said = {fact: chance.choice(classes) for fact, classes in space.classes.items() if chance.random() < 0.7}
    node = graph.of(rule)
    order = list(space.classes)
    chance.shuffle(order)
    for fact in order:
        number = space.classes[fact].index(said[fact]) if fact in said else UNASKED
        node = graph.put(node, fact, number)
    at = space.at(said)
    held = truth(rule, at)
    assert graph.facts(node) == frozenset()
    assert (node == TRUE, node == FALSE) == (held is True, held is False)
    expected = Open(bool(unconfirmed(rule, at)), frozenset(missing(rule, at))) if held is None else None
    assert graph.stays_open(node) == expected


@given(seeds)
def test_a_test_is_true_or_false_of_everybody(seed: int) -> None:
    chance = random.Random(seed)
    space = chance.choice(SPACES)
    graph = Graph(space)
    node = graph.of(some_rule(space, chance))
    tests = [graph.test(node, "true"), graph.test(node, "false"), graph.test(node, "unasked", "unconfirmed")]
    denied = graph.no(tests[0])
    for fact, classes in space.classes.items():
        number = chance.choice((UNASKED, *range(len(classes))))
        tests = [graph.put(each, fact, number) for each in tests]
        denied = graph.put(denied, fact, number)
    assert sorted(tests) == [FALSE, FALSE, TRUE]
    assert denied == (FALSE if tests[0] == TRUE else TRUE)


def test_equal_rules_are_one_node_and_what_cannot_matter_goes() -> None:
    space = SPACES[1]
    graph = Graph(space)
    card, permit = Is("card", True), Is("permit", True)
    both = graph.of(All((card, permit)))
    assert graph.of(All((permit, card))) == both
    assert graph.of(Not(AnyOf((Not(permit), Not(card))))) == both
    no = space.classes["card"].index(False)
    assert graph.put(both, "card", no) == FALSE
    assert graph.facts(graph.put(both, "card", 1 - no)) == {"permit"}
    assert graph.no(graph.no(both)) == both
    assert graph.test(graph.test(both, "true"), "false") == graph.no(graph.test(both, "true"))
    assert graph.test(graph.test(both, "true"), "unasked") == FALSE
