"""Numbers are compared with numbers of their own kind: years with years, months with months. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from config.fact import Fact
from config.pack import Pack
from config.rule import AgeAtLeast, AtLeast, AtMost, Leaf, MonthsSince, Situation
from server.rules.guidance.judge.rules import leaves, rules_of
from server.rules.guidance.prove.finding import Finding, doubled

YEARS_AT_MOST: Final = 130
"""Nobody is older, and nothing that people are asked for lasts longer: more are months."""
PACES: Final = {
    "year": ("year", "years"),
    "month": ("month", "months"),
    "day": ("day", "days"),
    "working_day": ("working day", "working days"),
}
"""What a number that grows or falls so counts."""


def check_units(pack: Pack) -> Iterator[Finding]:
    """Find years compared with months, numbers that count one thing and grow by another, and codes used twice."""
    facts = {each.id: each for each in pack.facts}
    for fact in pack.facts:
        yield from _pace(fact)
    compared: dict[str, dict[str, str]] = {}
    for part, name, rule in rules_of(pack):
        for leaf in leaves(rule):
            if isinstance(leaf, Situation) or (unit := _unit(leaf, facts)) is None:
                continue
            bound = getattr(leaf, "bound", None)
            if isinstance(bound, str):
                compared.setdefault(bound, {}).setdefault(unit, name)
            elif isinstance(bound, int) and unit == "years" and bound > YEARS_AT_MOST:
                what = f"{leaf.fact} is in years, and {bound} are months"
                yield Finding(part, name, "unit_wrong", what, "write it in years, or compare months")
    for parameter in pack.parameters:
        units = compared.get(parameter.id, {})
        if len(units) > 1:
            what = f"it is compared with {' and with '.join(sorted(units))}"
            yield Finding("parameters", parameter.id, "unit_wrong", what, "make it two parameters")
        for row in parameter.values:
            if [*units] == ["years"] and row.value is not None and row.value > YEARS_AT_MOST:
                what = f"it is compared with years, and {row.value} are months"
                yield Finding("parameters", parameter.id, "unit_wrong", what, "write it in years, or compare months")
    codes = {
        item.id: [f"{kind} {code}" for kind, code in item.elements.codes.items()]
        for item in pack.items
        if item.elements
    }
    twice = doubled(code for each in codes.values() for code in each)
    for item, own in codes.items():
        for code in own:
            if code in twice:
                others = ", ".join(each for each, listed in codes.items() if code in listed and each != item)
                what = f"its code {code} is that of {others} too"
                yield Finding("items", item, "code_doubled", what, "give each its own code")


def _pace(fact: Fact) -> Iterator[Finding]:
    for verb, pace in (("grows", fact.grows), ("falls", fact.falls)):
        if pace is not None and fact.unit is not None and fact.unit.en not in PACES[pace]:
            what = f"it counts {fact.unit.en}, and {verb} by the {PACES[pace][0]}"
            yield Finding("facts", fact.id, "unit_wrong", what, f"correct unit or {verb}")


def _unit(leaf: Leaf, facts: Mapping[str, Fact]) -> str | None:
    """Return what the number is that `leaf` compares; None where nobody says."""
    match leaf:
        case AgeAtLeast():
            return "years"
        case MonthsSince():
            return "months"
        case AtLeast(name) | AtMost(name):
            unit = facts[name].unit
            return None if unit is None else unit.en
    return None
