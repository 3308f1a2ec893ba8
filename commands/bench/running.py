"""Run one bench, print its report, and say whether every goal was met."""

import sys

from commands.bench.report import Figure, Noise, Report, as_text
from commands.bench.report import as_json as json_of


def measure(name: str, seconds: float, *, as_json: bool) -> bool:
    """Measure bench `name` with parts of `seconds`; return whether every goal was met."""
    noise = Noise()
    report = Report(name, 0, tuple(_figures(name, seconds, noise)))
    report = Report(name, noise.share, report.figures)
    sys.stdout.write((json_of(report) if as_json else as_text(report)) + "\n")
    return report.met


def _figures(name: str, seconds: float, noise: Noise) -> list[Figure]:
    if name == "issue":
        from commands.bench.issue import measure as issue

        return issue(seconds, noise)
    if name == "call":
        from commands.bench.call import measure as call

        return call(seconds, noise)
    if name == "fanout":
        from commands.bench.fanout import measure as fanout

        return fanout(seconds, noise)
    if name == "check":
        from commands.bench.check import measure as check

        return check(seconds, noise)
    if name == "evaluate":
        from commands.bench.evaluate import measure as evaluate

        return evaluate(seconds, noise)
    if name == "search":
        from commands.bench.search import measure as search

        return search(seconds, noise)
    if name == "planner":
        from commands.bench.planner import measure as planner

        return planner(seconds, noise)
    from commands.bench.kiosk import measure as kiosk

    return kiosk(seconds, noise)
