"""Why a rule came out as it did, in the fewest answers; how much is lacking, and when it will be enough. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as dataclass_replace
from datetime import date
from itertools import product

from msgspec.structs import replace

from config.centers import Text
from config.fact import Fact
from config.item import Requirement
from config.rule import AgeAtLeast, All, Any, AtLeast, AtMost, MonthsSince, Not, Rule, Situation
from config.words import both
from server.rules.dates import full_date
from server.rules.guidance.judge.amounts import answer_text, quantity
from server.rules.guidance.judge.asking import said_by
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, bound_of, months_since, truth, unconfirmed
from server.rules.guidance.judge.promises import bound_on, holds_from
from server.rules.guidance.judge.verdict import Because, Reason

GROUNDS_AT_MOST = 64
"""Alternative grounds kept while looking for the smallest; rules of a checklist have a handful."""

Facts = frozenset[str]


@dataclass(frozen=True)
class Shortage:
    """`lacking` of `fact` to reach `bound`, or above it, both in months where the fact is a date.

    `enough_on` is the day when time alone will have mended it.
    """

    fact: str
    lacking: int
    bound: int
    enough_on: date | None


def because(rule: Rule, at: Known, book: Book) -> tuple[Because, ...]:
    """Return the fewest answers that decide `rule`, in the order of the pack; none while it is open."""
    decides = grounds(rule, at)
    if decides is None:
        return ()
    given = frozenset().union(*(_given_for(book.facts[name], at, book) for name in decides))
    facts = [fact for fact in book.pack.facts if fact.id in given]
    return tuple(Because(fact.id, fact.ask, answer_text(fact, at.values[fact.id])) for fact in facts)


def _given_for(fact: Fact, at: Known, book: Book) -> Facts:
    """Return the answers that say what is known of `fact`: its own, or those by which it was said without asking."""
    same = said_by(fact, at)
    if same is None:
        return frozenset((fact.id,))
    decides = grounds(same.when, at) or frozenset()
    return frozenset().union(*(_given_for(book.facts[name], at, book) for name in (same.fact, *decides)))


def grounds(rule: Rule, at: Known) -> Facts | None:
    """Return a smallest set of known facts that alone decide `rule`, or None while nothing does."""
    if truth(rule, at) is None:
        return None
    return min(_grounds(rule, at), key=lambda facts: (len(facts), sorted(facts)))


def _grounds(rule: Rule, at: Known) -> list[Facts]:
    """Return alternative sets of facts, each of which decides `rule` by itself."""
    match rule:
        case All(rules):
            return _all_of(rules, at) if truth(rule, at) else _one_of(rules, at, wanted=False)
        case Any(rules):
            return _one_of(rules, at, wanted=True) if truth(rule, at) else _all_of(rules, at)
        case Not(inner):
            return _grounds(inner, at)
        case Situation(name):
            return _grounds(at.situations[name], at)
    return [frozenset((rule.fact,))]


def _all_of(rules: Sequence[Rule], at: Known) -> list[Facts]:
    sets: list[Facts] = [frozenset()]
    for each in rules:
        sets = _smallest([one | other for one, other in product(sets, _grounds(each, at))])
    return sets


def _one_of(rules: Sequence[Rule], at: Known, *, wanted: bool) -> list[Facts]:
    return _smallest([facts for each in rules if truth(each, at) is wanted for facts in _grounds(each, at)])


def _smallest(sets: list[Facts]) -> list[Facts]:
    kept: list[Facts] = []
    for facts in sorted(dict.fromkeys(sets), key=len):
        if not any(other <= facts for other in kept):
            kept.append(facts)
    return kept[:GROUNDS_AT_MOST]


def shortage(rule: Rule, at: Known, book: Book) -> Shortage | None:
    """Return the smallest lack or surplus that would alone make a failed `rule` hold; None if there is none."""
    if truth(rule, at) is not False:
        return None
    match rule:
        case All(rules):
            failed = [each for each in rules if truth(each, at) is not True]
            return shortage(failed[0], at, book) if len(failed) == 1 else None
        case Any(rules):
            found = [each for each in (shortage(part, at, book) for part in rules) if each is not None]
            return min(found, key=lambda each: (each.enough_on or date.max, each.lacking), default=None)
        case Situation(name):
            return shortage(at.situations[name], at, book)
        case AtLeast() | AtMost() | AgeAtLeast() | MonthsSince():
            return _leaf_shortage(rule, at, book)
    return None


def _leaf_shortage(rule: AtLeast | AtMost | AgeAtLeast | MonthsSince, at: Known, book: Book) -> Shortage | None:
    """Return how much is lacking to, or is above, what `rule` will ask for on the day it holds, else what it asks."""
    enough_on = holds_from(rule, at, book)
    for bound in (bound_on(rule, enough_on, at, book), bound_of(rule, at)):
        lacking = None if bound is None else _lacking(rule, bound, at)
        if bound is not None and lacking is not None and lacking > 0:
            return Shortage(rule.fact, lacking, bound * 12 if isinstance(rule, AgeAtLeast) else bound, enough_on)
    return None


def _lacking(rule: AtLeast | AtMost | AgeAtLeast | MonthsSince, bound: int, at: Known) -> int | None:
    value = at.values[rule.fact]
    match rule:
        case AgeAtLeast():
            return bound * 12 - months_since(value, at.today)
        case MonthsSince():
            return bound - months_since(value, at.today)
    if not isinstance(value, int):
        return None
    return value - bound if isinstance(rule, AtMost) else bound - value


def reason_of(requirement: Requirement, at: Known, book: Book) -> Reason:
    """Return what to say of a requirement that fails, with what is lacking and from which day it will hold."""
    lacks = shortage(requirement.rule, at, book)
    if lacks is not None:
        # What is lacking there may not be all that counts on that day: the whole rule has to hold.
        lacks = dataclass_replace(lacks, enough_on=holds_from(requirement.rule, at, book))
    enough_on = lacks.enough_on.isoformat() if lacks and lacks.enough_on else None
    return Reason(
        _filled(requirement.reason, lacks, book) or requirement.reason,
        requirement.clause,
        _filled(requirement.action, lacks, book),
        because(requirement.rule, at, book),
        enough_on,
        requirement.knowledge,
    )


def open_reasons(rule: Rule, at: Known, book: Book) -> tuple[Reason, ...]:
    """Return what has to be known before `rule` can be judged and no citizen can say: whose confirmation."""
    found = []
    for name in sorted(unconfirmed(rule, at)):
        parameter = book.parameters[name]
        pattern = "{parameter}: to be confirmed by {owner}"
        found.append(Reason(both(pattern, parameter=parameter.name, owner=parameter.owner)))
    return tuple(found)


def _filled(text: Text | None, lacks: Shortage | None, book: Book) -> Text | None:
    """Fill the places of `text`; None where it has places that cannot be filled."""
    if text is None or "{" not in text.zh + text.en:
        return text
    if lacks is None:
        return None
    fact = book.facts[lacks.fact]
    counted = replace(fact, unit=both("months")) if fact.kind == "date" else fact
    short, bound, day = quantity(counted, lacks.lacking), quantity(counted, lacks.bound), lacks.enough_on
    if day is None and "{date}" in text.zh + text.en:
        return None
    ends = full_date(day) if day else Text("", "")
    return Text(
        text.zh.replace("{short}", short.zh).replace("{bound}", bound.zh).replace("{date}", ends.zh),
        text.en.replace("{short}", short.en).replace("{bound}", bound.en).replace("{date}", ends.en),
    )
