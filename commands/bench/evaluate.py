"""`banshi bench evaluate`: one person over all checklists, the next question, a plan with open ones, what is spared."""

import time
from collections.abc import Sequence
from datetime import date

from commands.bench.consulting import over_http
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain
from config.case import Case
from config.pack_file import shipped_pack
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.asking import counted, questions
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.condition import facts_of, known
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.verdict import Wish

GOAL_SPARED = 0.5
PEOPLE = 120
"""Cases that are asked: every so many-th of the pack's."""


def measure(_: float, noise: Noise) -> list[Figure]:
    """Return the figures over the shipped pack and its cases."""
    book = open_book(shipped_pack("dongjiang"))
    everything = tuple(book.checklists)
    noise.sample()
    judging: list[float] = []
    asking: list[float] = []
    unsure: list[float] = []
    asked, relevant = 0, 0
    people = book.pack.cases[:: max(len(book.pack.cases) // PEOPLE, 1)]
    for case in people:
        judging.append(_judged(book, everything, case))
        steps = _asked(book, case)
        asking += steps
        unsure.append(_unsure(book, case))
        asked += len(steps) - 1
        relevant += len(_relevant(book, case.checklists))
    noise.sample()
    spent, planned = over_http(max(book.pack.cases, key=lambda each: len(each.checklists)))
    noise.sample()
    return [
        plain("people", len(people), ""),
        plain("checklists at once", len(everything), ""),
        plain("one person over all checklists p50", percentile(judging, 0.5) * 1000, "ms CPU"),
        at_most("one person over all checklists p95", percentile(judging, 0.95) * 1000, "ms CPU", 10),
        plain("next question p50", percentile(asking, 0.5) * 1000, "ms CPU"),
        at_most("next question p95", percentile(asking, 0.95) * 1000, "ms CPU", 5),
        plain("questions asked per person", asked / len(people), ""),
        plain("questions that could concern them", relevant / len(people), ""),
        plain("a plan with open questions p50", percentile(unsure, 0.5) * 1000, "ms CPU"),
        at_most("a plan with open questions p95", percentile(unsure, 0.95) * 1000, "ms CPU", 100),
        at_most("a consultation of five matters over HTTP", spent * 1000, "ms CPU", 30),
        at_least("each with its plan", planned, "", 1),
        at_least("questions spared", 1 - asked / relevant, "ratio", GOAL_SPARED),
    ]


def _judged(book: Book, checklists: Sequence[str], case: Case) -> float:
    day = date.fromisoformat(case.on)
    began = time.process_time()
    at = known(book, counted(book, case.answers, known(book, {}, day)), day)
    judge(book, checklists, at)
    return time.process_time() - began


def _unsure(book: Book, case: Case) -> float:
    """Return the CPU seconds of a plan for the person of `case`, who does not know every fifth answer."""
    day = date.fromisoformat(case.on)
    answers = {name: value for number, (name, value) in enumerate(case.answers.items()) if number % 5 != 2}
    wish = Wish()
    while True:
        began = time.process_time()
        left = consult(book, case.checklists, answers, day, wish).questions
        took = time.process_time() - began
        if all(each.id in wish.unsure for each in left):
            return took
        wish = Wish(unsure=(*wish.unsure, *(each.id for each in left)))


def _asked(book: Book, case: Case) -> list[float]:
    """Ask the person of `case` until nothing is open; return the CPU seconds of finding each next question."""
    day = date.fromisoformat(case.on)
    answers: dict[str, Value] = {}
    times = []
    unknown: set[str] = set()
    while True:
        began = time.process_time()
        at = known(book, counted(book, answers, known(book, {}, day)), day)
        judged, _ = judge(book, case.checklists, at)
        left = [each for each in questions(book, case.checklists, judged, at) if each.id not in unknown]
        times.append(time.process_time() - began)
        if not left:
            return times
        question = left[0].id
        if question in case.answers:
            answers[question] = case.answers[question]
        else:
            unknown.add(question)


def _relevant(book: Book, checklists: Sequence[str]) -> set[str]:
    """Return every fact that the rules of `checklists` look at: what a form without rules would ask."""
    rules = []
    for name in checklists:
        for entry in book.checklists[name].entries:
            item = book.items[entry.item]
            rules += [entry.when, *(each.rule for each in item.requirements), *(need.when for need in item.needs)]
            needed = (document for need in item.needs for document in need.documents)
            rules += [held for each in needed if (held := book.documents[each].held) is not None]
    found = set().union(*(facts_of(rule, book.situations) for rule in rules))
    for fact in reversed(book.pack.facts):
        if fact.id in found:
            found |= facts_of(fact.when, book.situations)
    return found
