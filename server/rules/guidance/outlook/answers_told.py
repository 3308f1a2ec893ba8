"""An answer, or all that come to the same, as people read it. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby

from config.centers import Text
from config.fact import Fact
from config.rule import Value
from config.words import both
from server.rules.dates import full_date
from server.rules.guidance.judge.amounts import answer_text, quantity


def told(fact: Fact, classes: Sequence[tuple[Value, Value]], values: Collection[Value]) -> Text:
    """Return the answers of the classes that begin with `values`: "Yes", "rent or own", "6 months or more"."""
    if fact.kind in ("choice", "yes_no"):
        return either([answer_text(fact, value) for first, value in classes if first in values])
    parts: list[Text] = []
    edges = [value for _, value in classes]
    place = 0
    for mine, run in groupby(classes, lambda each: each[0] in values):
        length = len(list(run))
        if mine:
            first = None if place == 0 else edges[place]
            after = edges[place + length] if place + length < len(edges) else None
            parts.append(_span(fact, first, after))
        place += length
    return either(parts)


def either(parts: Sequence[Text]) -> Text:
    """Return `parts` as a choice between them."""
    if not parts:
        return both("any")
    between = both(" or ")
    return Text(between.zh.join(each.zh for each in parts), between.en.join(each.en for each in parts))


def _span(fact: Fact, first: Value | None, after: Value | None) -> Text:
    """Return the answers from `first` on that come before `after`; None is open on that side."""
    if first is None and after is None:
        return both("any")
    if fact.kind == "date":
        begins = None if first is None else full_date(date.fromisoformat(str(first)))
        ends = None if after is None else full_date(date.fromisoformat(str(after)) - timedelta(days=1))
    else:
        begins = None if first is None else quantity(fact, first)
        ends = quantity(fact, after - 1) if isinstance(after, int) else None
    if begins is None and ends is not None:
        pattern = "{end} or earlier" if fact.kind == "date" else "{end} or less"
        return both(pattern, end=ends)
    if begins is not None and ends is None:
        pattern = "{begin} or later" if fact.kind == "date" else "{begin} or more"
        return both(pattern, begin=begins)
    if begins == ends and begins is not None:
        return begins
    return both("{begin} to {end}", begin=begins or "", end=ends or "")
