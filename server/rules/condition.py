"""Three-valued rules: true, false, or not known yet. Unknown is never "no". Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from config.pack import AgeAtLeast, All, Any, AtLeast, AtMost, In, Is, MonthsSince, Not, Pack, Rule, Situation, Value

Truth = bool | None


@dataclass(frozen=True)
class Known:
    """What is known of the people: fact id -> value, and the day; a parameter of None can decide nothing."""

    values: Mapping[str, Value]
    parameters: Mapping[str, int | None]
    situations: Mapping[str, Rule]
    today: date


def known(pack: Pack, values: Mapping[str, Value], today: date) -> Known:
    """Return what `values` say within `pack`."""
    return Known(
        values,
        {each.id: each.value for each in pack.parameters},
        {each.id: each.when for each in pack.situations},
        today,
    )


def truth(rule: Rule, at: Known) -> Truth:
    """Return whether `rule` holds (strong Kleene logic); None when what is known does not decide it."""
    match rule:
        case All(rules):
            return _every([truth(each, at) for each in rules])
        case Any(rules):
            return _some([truth(each, at) for each in rules])
        case Not(inner):
            held = truth(inner, at)
            return None if held is None else not held
        case Situation(name):
            return truth(at.situations[name], at)
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
    # An answer cannot decide what waits for a parameter that nobody has confirmed.
    bound = getattr(rule, "bound", 0)
    unconfirmed = isinstance(bound, str) and at.parameters.get(bound) is None
    return {} if rule.fact in at.values or unconfirmed else {rule.fact: 1}


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


def _every(parts: list[Truth]) -> Truth:
    if False in parts:
        return False
    return None if None in parts else True


def _some(parts: list[Truth]) -> Truth:
    if True in parts:
        return True
    return None if None in parts else False


def _holds(rule: Is | In | AtLeast | AtMost | AgeAtLeast | MonthsSince, value: Value, at: Known) -> Truth:
    match rule:
        case Is(_, wanted):
            return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
        case In(_, values):
            return value in values
    bound = rule.bound if isinstance(rule.bound, int) else at.parameters.get(rule.bound)
    if bound is None:
        return None
    match rule:
        case AtLeast():
            return isinstance(value, int) and value >= bound
        case AtMost():
            return isinstance(value, int) and value <= bound
        case AgeAtLeast():
            return _months(value, at.today) >= 12 * bound
        case MonthsSince():
            return _months(value, at.today) >= bound


def _months(value: Value, today: date) -> int:
    """Return the whole months since the date `value`; a text that is no date counts as today."""
    try:
        begun = date.fromisoformat(str(value))
    except ValueError:
        return 0
    return (today.year - begun.year) * 12 + today.month - begun.month - (today.day < begun.day)
