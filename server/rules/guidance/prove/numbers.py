"""Numbers are such as can be meant: no fee below nothing, no count of copies that nobody carries. Pure."""

from collections.abc import Iterator
from typing import Final

from config.item import Item
from config.pack import Pack
from config.rule import MonthsSince, Situation
from server.rules.guidance.judge.rules import leaves, rules_of
from server.rules.guidance.prove.finding import Finding

YUAN_AT_MOST: Final = 10_000_000
SHEETS_AT_MOST: Final = 99
MINUTES_AT_MOST: Final = 1440
STAY_AT_MOST: Final = 480
COUNTED_AT_MOST: Final = 1_000_000
MONTHS_AT_MOST: Final = 2400


def check_numbers(pack: Pack) -> Iterator[Finding]:
    """Find fees, counts, ways and ranges that are below nothing or beyond everything, and rules that count so."""
    if pack.revision < 1:
        yield _wild("pack", pack.id, f"revision: {pack.revision}", "write 1, 2, 3 and so on")
    for fact in pack.facts:
        for field, value in (("low", fact.low), ("high", fact.high)):
            if fact.kind == "number":
                yield from _within("facts", fact.id, field, value, -COUNTED_AT_MOST, COUNTED_AT_MOST)
    for parameter in pack.parameters:
        for number, row in enumerate(parameter.values):
            place = f"values[{number}]"
            yield from _within("parameters", parameter.id, place, row.value, -COUNTED_AT_MOST, COUNTED_AT_MOST)
    for point in pack.points:
        yield from _within("points", point.id, "minutes", point.minutes, 0, MINUTES_AT_MOST)
    for way in pack.ways:
        yield from _within("pack", pack.id, "ways", way.minutes, 0, MINUTES_AT_MOST)
    for item in pack.items:
        yield from _of_item(item)
    for part, name, rule in rules_of(pack):
        for leaf in leaves(rule):
            if isinstance(leaf, Situation) or not isinstance(bound := getattr(leaf, "bound", None), int):
                continue
            if isinstance(leaf, MonthsSince):
                yield from _within(part, name, "months_since", bound, 0, MONTHS_AT_MOST)
                yield from _within(part, name, "months_since, early", leaf.early, 0, max(bound, 0))


def _of_item(item: Item) -> Iterator[Finding]:
    where = "items", item.id
    yield from _within(*where, "fee", item.fee, 0, YUAN_AT_MOST)
    for number, fee in enumerate(item.fees):
        yield from _within(*where, f"fees[{number}].amount", fee.amount, 0, YUAN_AT_MOST)
        if fee.amount is None:
            what = f"fees[{number}].amount: nobody has confirmed it"
            yield Finding(*where, "fee_unconfirmed", what, "ask its department", "warning")
    yield from _within(*where, "minutes", item.minutes, 1, STAY_AT_MOST)
    for number, option in enumerate(item.options):
        yield from _within(*where, f"options[{number}].minutes", option.minutes, 1, STAY_AT_MOST)
        yield from _within(*where, f"options[{number}].cost", option.cost, 0, YUAN_AT_MOST)
    for number, need in enumerate(item.needs):
        yield from _within(*where, f"needs[{number}].originals", need.originals, 0, SHEETS_AT_MOST)
        yield from _within(*where, f"needs[{number}].copies", need.copies, 0, SHEETS_AT_MOST)


def _within(part: str, name: str, field: str, value: int | None, low: int, high: int) -> Iterator[Finding]:
    if value is not None and not low <= value <= high:
        yield _wild(part, name, f"{field}: {value}", f"write {low} to {high}")


def _wild(part: str, name: str, what: str, remedy: str) -> Finding:
    return Finding(part, name, "number_wild", what, remedy)
