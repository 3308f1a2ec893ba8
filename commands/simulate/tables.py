"""What a simulation found, as tables in both languages: for the terminal in one, for the page in both."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from config.centers import Language, Text
from config.words import both
from server.rules.hall.simulate.comparing import COMPARED, Comparison
from server.rules.hall.simulate.fairness import Fairness
from server.rules.hall.simulate.guessing import Estimator, Honesty

Cell = Text | str


class Table(msgspec.Struct, frozen=True):
    """A heading, the heads of the columns, and rows whose first cell names them."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


def order_names() -> Mapping[str, Text]:
    """Return what the compared orders are called."""
    ours = "virtual time, credit of bookings {appointment}, of priority {priority} min"
    rates = "gathering at rates {rates}"
    names = {
        "fifo": both("first come, first served"),
        "strict": both("priority before bookings before all others"),
        "rates_4_2_1": both(rates, rates="4:2:1"),
        "rates_2_1.3_1": both(rates, rates="2:1.3:1"),
        "virtual_time_12_25": both(ours, appointment=12, priority=25),
        "virtual_time_20_25": both(ours, appointment=20, priority=25),
        "virtual_time_30_40": both(ours, appointment=30, priority=40),
        "slot_rates_3_1.6_1": both("gathering at rates {rates}, from the slot on", rates="3:1.6:1"),
    }
    return {name: names[name] for name in COMPARED}


def estimator_names() -> Mapping[Estimator, Text]:
    """Return what the estimators are called."""
    return {
        "virtual_dispatch": both("the line rolled forward, median"),
        "calibrated": both("the same, put right by past errors: what Banshi says"),
        "whole_hall": both("people in the hall × mean ÷ counters"),
        "head_of_line": both("how long the head of the line has waited"),
        "fqm": both("people ahead × mean ÷ counters of the line (FQM)"),
        "last_called": both("how long the last one called had waited"),
        "throughput": both("people ahead ÷ calls of the last 30 minutes"),
    }


def fairness_table(title: Text, found: Mapping[str, Fairness], names: Mapping[str, Text]) -> Table:
    """Return how long who waited under each order."""
    heads = (
        both("order of the line"),
        both("walk-in, mean"),
        both("95 %"),
        both("longest"),
        both("past the slot, mean"),
        both("95 %"),
        both("≤ slot + 10"),
        both("priority, mean"),
        both("95 %"),
        both("all, mean"),
        both("overtaken"),
    )
    rows = tuple(
        (
            names[name],
            f"{each.walk_in.mean:.1f}",
            f"{each.walk_in.p95:.1f}",
            f"{each.walk_in.longest:.0f}",
            f"{each.appointment.mean:.1f}",
            f"{each.appointment.p95:.1f}",
            f"{each.on_time:.0%}",
            f"{each.priority.mean:.1f}",
            f"{each.priority.p95:.1f}",
            f"{each.everybody.mean:.1f}",
            f"{each.overtaken}",
        )
        for name, each in found.items()
    )
    return Table(title, heads, rows)


def worth_table(estimates: Honesty) -> Table:
    """Return how far each estimator was from the truth, the best first."""
    names = estimator_names()
    heads = (both("estimate"), both("mean error, min"), both("beside FQM's"), both("bias, min"))
    ordered = sorted(estimates.worth.items(), key=lambda each: each[1].error)
    rows = tuple((names[name], f"{each.error:.2f}", f"{each.ratio:.2f}", f"{each.bias:+.2f}") for name, each in ordered)
    return Table(both("Estimate when a ticket is taken"), heads, rows)


def range_table(estimates: Honesty) -> Table:
    """Return what the ranges were worth."""
    rows: tuple[tuple[Cell, ...], ...] = (
        (both("ranges that held (promised: 80 %)"), f"{estimates.hit:.1%}"),
        (both("without calibration"), f"{estimates.raw:.1%}"),
        (both("called earlier than said"), f"{estimates.below:.1%}"),
        (both("called later than said"), f"{estimates.above:.1%}"),
        (both("width of a range, min"), f"{estimates.width:.1f}"),
        (both("people who were told something"), f"{estimates.told:.1%}"),
        (both("called at once, no range"), f"{estimates.at_once:.1%}"),
    )
    return Table(both("Range"), (both("of {people} people", people=f"{estimates.people:,}"), Text("", "")), rows)


def tables_of(comparison: Comparison) -> tuple[Table, ...]:
    """Return everything that was found in halls of one size."""
    title = both("Order of the line (minutes)")
    orders = fairness_table(title, comparison.policies, order_names())
    return orders, worth_table(comparison.estimates), range_table(comparison.estimates)


def as_text(table: Table, language: Language) -> str:
    """Return a table for a terminal, numbers to the right."""
    rows = [tuple(map(str, _said(table.heads, language))), *(tuple(_said(row, language)) for row in table.rows)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [table.title.say(language), *("  " + _aligned(row, widths) for row in rows)]
    return "\n".join(lines) + "\n"


def _said(cells: Sequence[Cell], language: Language) -> Iterator[str]:
    yield from (cell if isinstance(cell, str) else cell.say(language) for cell in cells)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first = row[0] + " " * (widths[0] - _width(row[0]))
    return "  ".join(
        [first, *(" " * (width - _width(each)) + each for each, width in zip(row[1:], widths[1:], strict=True))]
    )


_WIDE: Final = "WF"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)
