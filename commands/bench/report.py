"""The shape of every bench: named figures with unit and goal, and how noisy the machine was meanwhile."""

import json
import time
from collections.abc import Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """One measured value; `goal` is text such as `>= 1000`, `met` None where there is no goal."""

    name: str
    value: float
    unit: str
    goal: str | None = None
    met: bool | None = None


class Report(msgspec.Struct, frozen=True):
    """All figures of one bench; `noise` is how much a fixed piece of work varied meanwhile, 0.1 is 10 %."""

    bench: str
    noise: float
    figures: tuple[Figure, ...]

    @property
    def met(self) -> bool:
        """Return whether every goal was met."""
        return all(figure.met is not False for figure in self.figures)


def at_least(name: str, value: float, unit: str, goal: float) -> Figure:
    """Return a figure that should be `goal` or more."""
    return Figure(name, round(value, 4), unit, f">= {goal:g}", value >= goal)


def at_most(name: str, value: float, unit: str, goal: float) -> Figure:
    """Return a figure that should be `goal` or less."""
    return Figure(name, round(value, 4), unit, f"<= {goal:g}", value <= goal)


def plain(name: str, value: float, unit: str) -> Figure:
    """Return a figure without a goal."""
    return Figure(name, round(value, 4), unit)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0..1) of `values` lie; 0 for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Noise:
    """Times a fixed piece of work between measurements; its spread tells how far to trust them."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def sample(self) -> None:
        """Time the piece of work five times."""
        for _ in range(5):
            began = time.perf_counter()
            sum(i * i for i in range(60_000))
            self.times.append(time.perf_counter() - began)

    @property
    def share(self) -> float:
        """Return the spread between the slower and the usual run, as a share of the usual."""
        usual = percentile(self.times, 0.5)
        return round((percentile(self.times, 0.9) - usual) / usual, 3) if usual else 0.0


def as_text(report: Report) -> str:
    """Return the report as lines for a person."""
    marks = {True: "met", False: "NOT MET", None: ""}
    lines = [f"{report.bench} (noise {report.noise:.0%})"]
    for figure in report.figures:
        goal = f"goal {figure.goal}" if figure.goal else ""
        lines.append(f"  {figure.name:<48}{figure.value:>12g} {figure.unit:<8}{goal:<14}{marks[figure.met]}")
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    return json.dumps(msgspec.to_builtins(report), ensure_ascii=False)
