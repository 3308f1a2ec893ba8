"""Two checkouts measured in turns in one run: whatever else the machine does, it does to both.

Each turn is a process of its own that runs the bench of its own checkout. Figures are compared by name: CPU, counts
and ratios always, absolute times only when the machine was quiet in every turn.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from commands.bench.report import QUIET_NOISE, QUIET_OTHERS, percentile
from commands.failing import CannotRun

TURNS = 3
TOLERANCE = 1.1
"""How much worse a figure may be before it is called so: what two runs of one checkout differ by."""
MORE_IS_BETTER = ("1/s", "share")
ABSOLUTE = ("1/s",)
NO_BENCH = "{place} has no such bench: {said}"

Told = dict[str, Any]
"""A report as its bench printed it; one of an older checkout may lack fields."""


class Pair(msgspec.Struct, frozen=True):
    """One figure of both checkouts: the median of its turns. `worse` is None where nothing is judged."""

    name: str
    unit: str
    here: float
    there: float | None
    worse: bool | None

    @property
    def ratio(self) -> float | None:
        """Return this checkout's value against the other's; None where there is nothing to divide by."""
        return self.here / self.there if self.there else None


def measure_beside(name: str, seconds: float, other: Path, *, as_json: bool) -> bool:
    """Run bench `name` of this checkout and of the one in folder `other`, in turns; print both and their ratios.

    Return whether no figure is worse. Raises `CannotRun` when a checkout cannot be measured.
    """
    here, there = Path(__file__).parents[2], other.resolve()
    for place in (here, there):
        # Python would take an installed Banshi instead, and the other checkout would seem as good as this one.
        if not (place / "banshi.py").is_file():
            raise CannotRun("bench_failed", NO_BENCH, place=place, said="banshi.py")
    ours: list[Told] = []
    theirs: list[Told] = []
    for turn in range(TURNS):
        # Who goes first changes, so that what a first run warms up helps both.
        for place, told in ((here, ours), (there, theirs))[:: 1 if turn % 2 == 0 else -1]:
            told.append(_told(place, name, seconds))
            # A bench may take minutes: nobody shall take it for dead.
            sys.stderr.write(f"{len(ours) + len(theirs)}/{2 * TURNS} {place}\n")
            sys.stderr.flush()
    pairs = pairs_of(ours, theirs)
    if as_json:
        sys.stdout.write(json.dumps([{**msgspec.structs.asdict(each), "ratio": each.ratio} for each in pairs]) + "\n")
    else:
        sys.stdout.write(as_text(name, pairs, quiet=quiet(ours)) + "\n")
    return not any(pair.worse for pair in pairs)


def pairs_of(ours: Sequence[Told], theirs: Sequence[Told]) -> list[Pair]:
    """Return each figure of this checkout with the other's of that name, medians over the turns."""
    judges_times = quiet(ours)
    found = []
    for figure in ours[0]["figures"]:
        name, unit, goal = figure["name"], figure["unit"], figure.get("goal") or ""
        there = _median(theirs, name)
        here = _median(ours, name)
        worse = None
        absolute = figure.get("absolute") or unit in ABSOLUTE
        if here is not None and there is not None and (judges_times or not absolute) and _has_direction(unit, goal):
            more = goal.startswith(">=") or unit in MORE_IS_BETTER
            worse = there > here * TOLERANCE if more else here > there * TOLERANCE
        found.append(Pair(name, unit, here or 0.0, there, worse))
    return found


def quiet(told: Sequence[Told]) -> bool:
    """Return whether the machine was quiet in every turn."""
    return all(each["noise"] <= QUIET_NOISE and each.get("others", 0) <= QUIET_OTHERS for each in told)


def as_text(name: str, pairs: Sequence[Pair], *, quiet: bool) -> str:
    """Return the comparison as lines for a person."""
    marks = {True: "WORSE", False: "not worse", None: ""}
    lines = [f"{name}, here and there{'' if quiet else ' (busy machine: absolute times are not judged)'}"]
    for pair in pairs:
        there = "-" if pair.there is None else f"{pair.there:g}"
        ratio = "" if pair.ratio is None else f"{pair.ratio:.2f}"
        lines.append(
            f"  {pair.name:<58}{pair.here:>12g}{there:>12} {pair.unit:<12}{ratio:>6}  {marks[pair.worse]}".rstrip()
        )
    return "\n".join(lines)


def _has_direction(unit: str, goal: str) -> bool:
    return bool(goal) or unit not in ("", "ratio", "days")


def _median(reports: Sequence[Told], name: str) -> float | None:
    values = [figure["value"] for report in reports for figure in report["figures"] if figure["name"] == name]
    return percentile(values, 0.5) if values else None


def _told(place: Path, name: str, seconds: float) -> Told:
    command = [sys.executable, "-P", "-m", "banshi", "bench", name, "--json", "--seconds", str(seconds)]
    environment = {**os.environ, "PYTHONPATH": str(place)}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        told: Told = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, json.JSONDecodeError) as error:
        said = done.stderr.strip().splitlines()[-1:] or ["nothing"]
        raise CannotRun("bench_failed", NO_BENCH, place=place, said=said[0]) from error
    return told
