"""`banshi simulate hall`: made-up days under every order of the line, with the estimates made on them."""

import random
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from commands.simulate.page import Part, fairness_plot, hours_plot, page_of, worth_plot
from commands.simulate.tables import as_text, estimator_names, order_names, tables_of
from commands.terminal import language
from config.centers import Text
from config.text_file import file_error
from config.words import both, say
from server.rules.hall.simulate.comparing import COMPARED, Compared, Comparison, Trial, compare

KINDS: dict[str, tuple[Compared, ...]] = {
    "fifo": ("fifo",),
    "strict": ("strict",),
    "virtual_time": ("virtual_time_12_25", "virtual_time_20_25", "virtual_time_30_40"),
    "accumulating": ("rates_4_2_1", "rates_2_1.3_1", "slot_rates_3_1.6_1"),
}
"""The orders that are compared, by policy."""


def simulate_hall(
    sizes: Sequence[int],
    days: int,
    training: int,
    halls: int,
    load: float,
    kinds: Sequence[str],
    seed: int,
    *,
    page: Path | None,
    as_json: bool,
) -> None:
    """Simulate halls of each of `sizes` counters and print what came of it; with `page` write it there too."""
    asked = {name for kind in kinds for name in KINDS[kind]}
    chosen = [name for name in COMPARED if name in asked]
    found = []
    for counters in sizes:
        comparison = compare(Trial(counters, load, halls, days, training), partial(_chance, seed, counters), chosen)
        found.append(comparison)
        if not as_json:
            sys.stdout.write(_text(comparison))
            sys.stdout.flush()
    if as_json:
        sys.stdout.write(msgspec.json.encode({"comparisons": found}).decode() + "\n")
    if page is not None:
        write_page(page, page_of(both("A hall, simulated"), map(_part, found)))


def write_page(page: Path, text: str) -> None:
    """Write a page; raises `TextFileError`."""
    try:
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise file_error(page, error) from error


def _chance(seed: int, counters: int, hall: int) -> random.Random:
    return random.Random(f"{seed}/{counters}/{hall}")  # noqa: S311 - the same days whenever they are asked for


def _title(comparison: Comparison) -> Text:
    trial = comparison.trial
    return both(
        "{counters} counters at load {load}, {days} days in each of {halls} halls",
        counters=trial.counters,
        load=f"{trial.load:g}",
        halls=trial.halls,
        days=trial.days,
    )


def _text(comparison: Comparison) -> str:
    words = language()
    bound = say(
        words,
        "Worst overtaking beyond the credits: {minutes} min (0 or less: the bound held)",
        minutes=f"{comparison.beyond:.1f}",
    )
    tables = "\n".join(as_text(table, words) for table in tables_of(comparison))
    return f"{_title(comparison).say(words)}\n\n{tables}{bound}\n\n"


def _part(comparison: Comparison) -> Part:
    plots = (
        fairness_plot(comparison.policies, order_names()),
        worth_plot(comparison.estimates, estimator_names()),
        hours_plot(comparison.estimates),
    )
    return Part(_title(comparison), tables_of(comparison), plots)
