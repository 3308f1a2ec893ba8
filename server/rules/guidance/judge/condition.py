"""Three-valued rules: true, false, or not known yet. Unknown is never "no". Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.fact import TOGETHER, Parameter
from config.rule import AgeAtLeast, All, Any, AtLeast, AtMost, In, Is, Leaf, MonthsSince, Not, Rule, Situation, Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.months import whole_months
from server.rules.guidance.judge.span import numbers_of

Truth = bool | None


@dataclass(frozen=True)
class Known:
    """What is known of the people: fact id -> value, and the day; a parameter of None can decide nothing."""

    values: Mapping[str, Value]
    parameters: Mapping[str, int | None]
    situations: Mapping[str, Rule]
    today: date


def known(book: Book, values: Mapping[str, Value], today: date) -> Known:
    """Return what `values` say within the pack of `book` on the day `today`."""
    parameters = {name: value_on(each, _day_of(each, values, today)) for name, each in book.parameters.items()}
    return Known(values, parameters, book.situations, today)


def _day_of(parameter: Parameter, values: Mapping[str, Value], today: date) -> date:
    """Return the day that decides about `parameter`: today, too, while nobody has said the date it goes by."""
    said = None if parameter.by is None else values.get(parameter.by)
    return today if said is None else date.fromisoformat(str(said))


def value_on(parameter: Parameter, day: date) -> int | None:
    """Return what `parameter` is on `day`, or None when nobody has confirmed it for then."""
    written = day.isoformat()
    for each in parameter.values:
        if (each.since is None or each.since <= written) and (each.until is None or written <= each.until):
            return each.value
    return None


def truth(rule: Rule, at: Known) -> Truth:
    """Return whether `rule` holds (strong Kleene logic); None when what is known does not decide it."""
    # What most rules are made of comes first: this is asked ten thousand times for one page of questions.
    if isinstance(rule, Is):
        said = at.values.get(rule.fact)
        return None if said is None else _is(said, rule.value)
    if isinstance(rule, All):
        return _first_or_open(rule.rules, at, ends=False)
    if isinstance(rule, Any):
        return _first_or_open(rule.rules, at, ends=True)
    if isinstance(rule, Not):
        return _not(truth(rule.inner, at))
    if isinstance(rule, Situation):
        return truth(at.situations[rule.id], at)
    value = at.values.get(rule.fact)
    return None if value is None else _holds(rule, value, at)


def missing(rule: Rule, at: Known) -> dict[str, int]:
    """Return the facts that can still decide `rule`, each with how much it weighs.

    Empty once it is decided, and when only an unconfirmed parameter could decide it.

    A part that is decided already cannot change the whole, so nothing in it is asked. What stands first in an `all` or
    `any` weighs more: it can end the matter at once.
    """
    if truth(rule, at) is not None:
        return {}
    match rule:
        case All(rules) | Any(rules):
            found: dict[str, int] = {}
            first = True
            for each in rules:
                parts = missing(each, at)
                for fact, weight in parts.items():
                    found[fact] = found.get(fact, 0) + weight + (1 if first else 0)
                first = first and not parts
            return found
        case Not(inner):
            return missing(inner, at)
        case Situation(name):
            return missing(at.situations[name], at)
    # An answer cannot decide what waits for a parameter that nobody has confirmed; what is too rough is asked again.
    return {} if _unconfirmed(rule, at) else {rule.fact: 1}


def unconfirmed(rule: Rule, at: Known) -> frozenset[str]:
    """Return the parameters without a confirmed value that keep `rule` open; empty once it is decided."""
    if truth(rule, at) is not None:
        return frozenset()
    match rule:
        case All(rules) | Any(rules):
            return frozenset().union(*(unconfirmed(each, at) for each in rules))
        case Not(inner):
            return unconfirmed(inner, at)
        case Situation(name):
            return unconfirmed(at.situations[name], at)
    return _unconfirmed(rule, at)


def facts_of(rule: Rule, situations: Mapping[str, Rule]) -> frozenset[str]:
    """Return every fact that `rule` looks at."""
    match rule:
        case All(rules) | Any(rules):
            return frozenset().union(*(facts_of(each, situations) for each in rules))
        case Not(inner):
            return facts_of(inner, situations)
        case Situation(name):
            return facts_of(situations[name], situations)
    return frozenset((rule.fact,))


def bound_of(rule: Leaf, at: Known) -> int | None:
    """Return the number that `rule` compares with; None when it has none or nobody has confirmed it."""
    if isinstance(rule, Is | In):
        return None
    return bound_from(rule, rule.bound if isinstance(rule.bound, int) else at.parameters.get(rule.bound))


def bound_from(rule: Leaf, value: int | None) -> int | None:
    """Return the number that `rule` compares with where its parameter is `value`."""
    return value - rule.early if isinstance(rule, MonthsSince) and value is not None else value


def months_since(said: Value, until: date) -> int:
    """Return the whole months from the date `said` to `until`; a text that is no date counts as `until`."""
    try:
        begun = date.fromisoformat(str(said))
    except ValueError:
        return 0
    return whole_months(begun, until)


def _unconfirmed(rule: Leaf, at: Known) -> frozenset[str]:
    match rule:
        case AtLeast(_, bound) | AtMost(_, bound) | AgeAtLeast(_, bound) | MonthsSince(_, bound):
            if isinstance(bound, str) and at.parameters.get(bound) is None:
                return frozenset((bound,))
    return frozenset()


def _first_or_open(rules: Sequence[Rule], at: Known, *, ends: bool) -> Truth:
    """Return `ends` once one of `rules` is that, whatever the others are; else None while one is open."""
    whole: Truth = not ends
    for each in rules:
        held = truth(each, at)
        if held is ends:
            return ends
        if held is None:
            whole = None
    return whole


def parts_of(value: Value) -> tuple[Value, ...]:
    """Return the answers that were chosen together as `value`; mostly that is one."""
    return tuple(value.split(TOGETHER)) if isinstance(value, str) and TOGETHER in value else (value,)


def _at_least(rough: str, bound: int) -> Truth:
    """Return whether all of a rough number is `bound` or more; None where only a part of it is."""
    ends = numbers_of(rough)
    if ends is None:
        return False
    return None if ends[0] < bound <= ends[1] else ends[0] >= bound


def _not(held: Truth) -> Truth:
    return None if held is None else not held


def _holds(rule: Leaf, value: Value, at: Known) -> Truth:
    if isinstance(rule, Is):
        return _is(value, rule.value)
    if isinstance(rule, In):
        return any(each in rule.values for each in parts_of(value))
    bound = bound_of(rule, at)
    if bound is None:
        return None
    match rule:
        case AtLeast():
            return value >= bound if isinstance(value, int) else _at_least(value, bound)
        case AtMost():
            return value <= bound if isinstance(value, int) else _not(_at_least(value, bound + 1))
        case AgeAtLeast():
            return months_since(value, at.today) >= 12 * bound
        case MonthsSince():
            return months_since(value, at.today) >= bound


def _is(value: Value, wanted: Value) -> bool:
    # To Python, True is 1.
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    return value == wanted or (isinstance(value, str) and TOGETHER in value and wanted in value.split(TOGETHER))
