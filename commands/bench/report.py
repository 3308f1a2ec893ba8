"""The shape of every bench: named figures with unit and goal, and how quiet the machine was meanwhile.

Goals stand on CPU time, counts and ratios of one run: they hold on a busy machine too. Where even CPU time is too much
of this machine (a processor shared with others does less in a second), it is counted in pieces of a fixed work. A goal
of absolute time (how long a person waits, how many a second) is judged only on a quiet one, and information otherwise.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from commands.bench.processor import machine_seconds, own_seconds

QUIET_NOISE = 0.15
QUIET_OTHERS = 0.15


class Figure(msgspec.Struct, frozen=True):
    """One measured value; `goal` is text such as `>= 1000`, `met` None where there is no goal or it is not judged.

    `absolute` marks a time that a busy machine lengthens.
    """

    name: str
    value: float
    unit: str
    goal: str | None = None
    met: bool | None = None
    absolute: bool = False


class Report(msgspec.Struct, frozen=True):
    """All figures of one bench.

    `noise` is how much a fixed piece of work varied or was kept waiting meanwhile, 0.1 is 10 %; `others` is the share
    of the machine that other programs used.
    """

    bench: str
    noise: float
    others: float
    figures: tuple[Figure, ...]

    @property
    def quiet(self) -> bool:
        """Return whether absolute times can be believed."""
        return self.noise <= QUIET_NOISE and self.others <= QUIET_OTHERS

    @property
    def met(self) -> bool:
        """Return whether every goal that is judged was met."""
        return all(figure.met is not False for figure in self.figures)


def report_of(bench: str, figures: Sequence[Figure], noise: "Noise") -> Report:
    """Return the report of what was measured while `noise` listened."""
    report = Report(bench, noise.share, noise.others, tuple(figures))
    if report.quiet:
        return report
    judged = (msgspec.structs.replace(each, met=None) if each.absolute else each for each in report.figures)
    return msgspec.structs.replace(report, figures=tuple(judged))


def at_least(name: str, value: float, unit: str, goal: float, *, absolute: bool = False) -> Figure:
    """Return a figure that should be `goal` or more."""
    return Figure(name, round(value, 4), unit, f">= {goal:g}", value >= goal, absolute)


def at_most(name: str, value: float, unit: str, goal: float, *, absolute: bool = False) -> Figure:
    """Return a figure that should be `goal` or less."""
    return Figure(name, round(value, 4), unit, f"<= {goal:g}", value <= goal, absolute)


def plain(name: str, value: float, unit: str, *, absolute: bool = False) -> Figure:
    """Return a figure without a goal."""
    return Figure(name, round(value, 4), unit, absolute=absolute)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0..1) of `values` lie; 0 for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Noise:
    """Times a fixed piece of work between measurements, and watches who else uses the machine."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.spent: list[float] = []
        self._began = time.perf_counter(), machine_seconds() - own_seconds()

    def sample(self) -> None:
        """Do the piece of work five times."""
        for _ in range(5):
            began, began_cpu = time.perf_counter(), time.thread_time()
            sum(i * i for i in range(60_000))
            self.times.append(time.perf_counter() - began)
            self.spent.append(time.thread_time() - began_cpu)

    def pieces(self, seconds: float) -> float:
        """Return CPU `seconds` counted in pieces of work: a processor shared with others is slower for both."""
        return seconds / percentile(self.spent, 0.5)

    @property
    def share(self) -> float:
        """Return how far the slower runs lie above the usual, or how long they waited for a processor: the worse."""
        usual = percentile(self.times, 0.5)
        if not usual:
            return 0.0
        spread = (percentile(self.times, 0.9) - usual) / usual
        waited = 1 - sum(self.spent) / sum(self.times)
        return round(max(spread, waited), 3)

    @property
    def others(self) -> float:
        """Return the share of all processors that neither we nor our ended children used; ask when they have ended.

        0 to 1: the machine counts in ticks of 10 ms, more than all that a short while holds.
        """
        began, others = self._began
        used = machine_seconds() - own_seconds() - others
        return round(min(max(used, 0) / ((time.perf_counter() - began) * (os.cpu_count() or 1)), 1), 3)


def say_failures(reasons: Iterable[str]) -> None:
    """Say on stderr how often each of `reasons` came."""
    for why, count in sorted(Counter(reasons).items()):
        sys.stderr.write(f"{count} x {why}\n")


def as_text(report: Report) -> str:
    """Return the report as lines for a person."""
    marks = {True: "met", False: "NOT MET", None: ""}
    lines = [f"{report.bench} (noise {report.noise:.0%}, others {report.others:.0%} of the machine)"]
    for figure in report.figures:
        goal = f"goal {figure.goal}" if figure.goal else ""
        mark = "not judged: busy machine" if figure.goal and figure.met is None else marks[figure.met]
        lines.append(f"  {figure.name:<52}{figure.value:>12g} {figure.unit:<12}{goal:<14}{mark}".rstrip())
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    return json.dumps(msgspec.to_builtins(report), ensure_ascii=False)
