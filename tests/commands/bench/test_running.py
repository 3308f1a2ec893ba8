"""Every bench runs to its end and reports figures; whether its goals are met is for a bench to say, not for a test."""

from pathlib import Path
from types import ModuleType

import pytest

import commands.bench
from commands.bench import (
    backup,
    call,
    check,
    city,
    connections,
    estimate,
    evaluate,
    fanout,
    house,
    issue,
    kiosk,
    line,
    people,
    planner,
    recovery,
    reports,
    search,
    slots,
    years,
)
from commands.bench.report import Noise, report_of

BENCHES = (
    backup,
    call,
    check,
    city,
    connections,
    estimate,
    evaluate,
    fanout,
    house,
    issue,
    kiosk,
    line,
    people,
    planner,
    recovery,
    reports,
    search,
    slots,
    years,
)
FOLDER = Path(commands.bench.__file__ or "").parent


def test_every_bench_is_here() -> None:
    benches = {path.stem for path in FOLDER.glob("*.py") if "\ndef measure(" in path.read_text(encoding="utf-8")}
    assert benches - {"running"} == {bench.__name__.rpartition(".")[2] for bench in BENCHES}


@pytest.mark.long
@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.__name__.rpartition(".")[2])
def test_a_bench_reports_figures(bench: ModuleType) -> None:
    noise = Noise()
    figures = bench.measure(0.5, noise)
    assert figures
    assert report_of("bench", figures, noise).figures
    names = [figure.name for figure in figures]
    assert len(names) == len(set(names))
    assert all(figure.value >= 0 for figure in figures)
