"""What a simulation found as one web page that needs nothing from outside: tables, and plots as SVG."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import msgspec

from commands.simulate.tables import Cell, Table
from config.centers import Text
from config.look import web_tokens
from config.words import both
from server.rules.hall.simulate.fairness import Fairness
from server.rules.hall.simulate.guessing import Estimator, Honesty

LABELS, BARS, VALUES, BAR, GAP = 420, 560, 70, 16, 14
"""Widths of a plot's three columns, height of a bar and the gap between rows, in px of its own."""
LABEL = 34
"""Height of a label in both languages."""

STYLE = """
body { font: 16px/1.6 "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif; margin: 0; background: var(--paper);
  color: var(--ink); }
main, header { max-width: 1180px; margin: 0 auto; padding: 24px; } header { padding-bottom: 0; } h1, h3 { margin: 0; }
h2 { margin: 40px 0 8px; } section { margin: 16px 0 32px; } .en { color: var(--muted); font-size: 14px;
  font-weight: 400; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; background: var(--surface); } td, th {
  text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--paper); vertical-align: bottom;
  font-variant-numeric: tabular-nums; } td:first-child, th:first-child { text-align: left;
  min-width: 300px; } th { word-break: keep-all; } th { color: var(--muted);
  font-weight: 500; } td .en, th .en { display: block; line-height: 1.3; }
svg { background: var(--surface); border-radius: 8px; width: 100%; height: auto; margin: 8px 0; } svg text {
  font-size: 14px; fill: var(--ink); } svg .small { font-size: 12px; fill: var(--muted); } svg .b0 {
  fill: var(--primary); } svg .b1 { fill: var(--focus); } svg .b2 { fill: var(--good); } svg .mark {
  stroke: var(--stop); stroke-dasharray: 4 4; }
"""


class Plot(msgspec.Struct, frozen=True):
    """Bars that lie: for each label one bar of each series; `mark` is a value that a line is drawn at."""

    title: Text
    series: tuple[Text, ...]
    bars: tuple[tuple[Text, tuple[float, ...]], ...]
    mark: float | None = None


class Part(msgspec.Struct, frozen=True):
    """A chapter of the page."""

    title: Text
    tables: tuple[Table, ...]
    plots: tuple[Plot, ...]


def fairness_plot(found: Mapping[str, Fairness], names: Mapping[str, Text]) -> Plot:
    """Return the mean waits of the classes under each order."""
    series = (both("walk-in, mean"), both("past the slot, mean"), both("priority, mean"))
    bars = (
        (names[name], (each.walk_in.mean, each.appointment.mean, each.priority.mean)) for name, each in found.items()
    )
    return Plot(both("Mean waits by class (minutes)"), series, tuple(bars))


def worth_plot(estimates: Honesty, names: Mapping[Estimator, Text]) -> Plot:
    """Return the mean error of each estimator."""
    ordered = sorted(estimates.worth.items(), key=lambda each: each[1].error)
    bars = tuple((names[name], (each.error,)) for name, each in ordered)
    return Plot(both("Mean error of an estimate (minutes)"), (both("mean error, min"),), bars)


def hours_plot(estimates: Honesty, promised: float = 80) -> Plot:
    """Return how many ranges held in each hour of the day, beside the promise."""
    bars = tuple((Text(f"{hour}:00", f"{hour}:00"), (held * 100,)) for hour, held in estimates.hours.items())
    return Plot(both("Ranges that held, by hour (%)"), (both("ranges that held (promised: 80 %)"),), bars, promised)


def page_of(title: Text, parts: Iterable[Part]) -> str:
    """Return the page, in both languages at once."""
    body = "".join(f"<h2>{_both(part.title)}</h2>{_part(part)}" for part in parts)
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title.zh)} {escape(title.en)}</title><style>{web_tokens()}{STYLE}</style>"
        f"<header><h1>{_both(title)}</h1></header><main>{body}</main></html>\n"
    )


def _part(part: Part) -> str:
    return "".join(f"<section>{_table(each)}</section>" for each in part.tables) + "".join(map(_plot, part.plots))


def _table(table: Table) -> str:
    head = "".join(f"<th>{_cell(each)}</th>" for each in table.heads)
    rows = "".join("<tr>" + "".join(f"<td>{_cell(each)}</td>" for each in row) + "</tr>" for row in table.rows)
    return f'<h3>{_both(table.title)}</h3><div class="wide"><table><tr>{head}</tr>{rows}</table></div>'


def _plot(plot: Plot) -> str:
    top = max([0.001, plot.mark or 0, *(value for _, values in plot.bars for value in values)])
    block = max(BAR * len(plot.series), LABEL if any(label.zh != label.en for label, _ in plot.bars) else 0)
    row = block + GAP
    legend = 34 if len(plot.series) > 1 else 0
    height = legend + row * len(plot.bars) + GAP
    drawn = [_legend(plot.series)] if legend else []
    for number, (label, values) in enumerate(plot.bars):
        drawn += _bars(label, values, top, legend + GAP + number * row + (block - BAR * len(values)) / 2)
    if plot.mark is not None:
        x = LABELS + plot.mark / top * BARS
        drawn.append(f'<path class="mark" d="M{x:.0f} {legend}V{height}"/>')
    width = LABELS + BARS + VALUES
    said = escape(f"{plot.title.zh} {plot.title.en}")
    picture = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{said}">{"".join(drawn)}</svg>'
    return f"<section><h3>{_both(plot.title)}</h3>{picture}</section>"


def _legend(series: Sequence[Text]) -> str:
    drawn = []
    for number, name in enumerate(series):
        x = 16 + number * (LABELS + BARS) / len(series)
        drawn.append(f'<rect class="b{number}" x="{x:.0f}" y="12" width="12" height="12"/>')
        drawn.append(f'<text class="small" x="{x + 18:.0f}" y="23">{escape(name.zh)} {escape(name.en)}</text>')
    return "".join(drawn)


def _bars(label: Text, values: Sequence[float], top: float, y: float) -> Iterable[str]:
    middle = y + BAR * len(values) / 2
    if label.zh == label.en:
        yield f'<text x="16" y="{middle + 5:.0f}">{escape(label.zh)}</text>'
    else:
        yield f'<text x="16" y="{middle - 2:.0f}">{escape(label.zh)}</text>'
        yield f'<text class="small" x="16" y="{middle + 13:.0f}">{escape(label.en)}</text>'
    for number, value in enumerate(values):
        at, length = y + number * BAR, max(0.0, value) / top * BARS
        yield f'<rect class="b{number}" x="{LABELS}" y="{at:.0f}" width="{length:.1f}" height="{BAR - 3}"/>'
        yield f'<text class="small" x="{LABELS + length + 6:.0f}" y="{at + BAR - 4:.0f}">{value:.1f}</text>'


def _cell(cell: Cell) -> str:
    return escape(cell) if isinstance(cell, str) else _both(cell)


def _both(text: Text) -> str:
    return escape(text.zh) if text.zh == text.en else f'{escape(text.zh)} <span class="en">{escape(text.en)}</span>'
