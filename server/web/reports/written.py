"""What a report holds, wherever it is shown: cards, and tables of cells that each know how they are said."""

from datetime import date
from typing import Final, Literal

import msgspec

from config.centers import Language
from config.words import say
from server.rules.hall.line import MINUTE
from server.rules.hall.report import Span

Kind = Literal["text", "count", "minutes", "share", "money"]
Cell = str | int | float | None
NOTHING: Final = "–"
HOUR: Final = 60 * MINUTE


class Column(msgspec.Struct, frozen=True):
    """One column: its head, what its cells are, and whether a picture draws it: as bars, a line, or points alone."""

    head: str
    kind: Kind = "text"
    draw: Literal["", "bar", "line", "point"] = ""


class WrittenTable(msgspec.Struct, frozen=True):
    """A table with a stable `id`; `note` says what its words mean. One that is `drawn` has a picture besides."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    drawn: bool = False


class Card(msgspec.Struct, frozen=True):
    """One figure in large, what it was the period before, and in which direction that lies: `good`, `stop` or none."""

    title: str
    value: str
    before: str
    help: str
    turn: Literal["", "good", "stop"] = ""


class WrittenReport(msgspec.Struct, frozen=True):
    """A whole report of a `place` in one language; `uncounted` days of centers are not in it yet."""

    title: str
    place: str
    span: Span
    language: Language
    cards: tuple[Card, ...]
    tables: tuple[WrittenTable, ...]
    uncounted: int = 0


def cell_words(cell: Cell, kind: Kind) -> str:
    """Return a cell as people read it."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    match kind:
        case "share":
            return f"{100 * cell:.1f}%"
        case "minutes":
            return f"{cell:.1f}"
        case "money":
            return f"{cell:,.2f}"
    return f"{cell:,}"


def span_words(span: Span, language: Language) -> str:
    """Return the days of a report."""
    if span.days == 1:
        return span.first.isoformat()
    return say(language, "{first} until {last}", first=span.first, last=span.last)


def month_words(day: date) -> str:
    """Return the month of a day."""
    return f"{day:%Y-%m}"
