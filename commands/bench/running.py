"""Run one bench, print its report, and say whether every goal was met."""

import sys
from importlib import import_module

from commands.bench.report import Figure, Noise, as_text, report_of
from commands.bench.report import as_json as json_of


def measure(name: str, seconds: float, *, as_json: bool) -> bool:
    """Measure bench `name` with parts of `seconds`; return whether every goal that is judged was met."""
    noise = Noise()
    report = report_of(name, _figures(name, seconds, noise), noise)
    sys.stdout.write((json_of(report) if as_json else as_text(report)) + "\n")
    return report.met


def _figures(name: str, seconds: float, noise: Noise) -> list[Figure]:
    # Each bench only when it is asked for: some of them load a kiosk or a browser.
    figures: list[Figure] = import_module(f"commands.bench.{name}").measure(seconds, noise)
    return figures
