"""What plans cost: Mr Zhang's, that of a household of six, of families with sixty tasks; and a city's release held."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import get_args

from commands.bench import held_release, household
from commands.bench.families import family
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain
from config.pack_file import shipped_pack
from server.rules.guidance.judge.asking import counted
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.verdict import Goal, Wish
from server.rules.guidance.plan.plan import plan_for
from server.rules.guidance.route.best import plan_route

FAMILIES, TASKS = 20, 60
LATER_TODAY = (700, 860, 930, 960, 990, 1005)
"""Minutes of a day of which less is left each time: places close at 11:30, 12:00 and 17:00."""


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; each CPU time is the best of several runs within about `seconds` per part."""
    return [*_zhang(seconds, noise), *_six(seconds), *_families(seconds, noise), *held_release.figures()]


def _zhang(seconds: float, noise: Noise) -> list[Figure]:
    pack = shipped_pack("dongjiang")
    book = open_book(pack)
    case = max(pack.cases, key=lambda each: len(each.checklists))
    today = date.fromisoformat(case.on)
    at = known(book, counted(book, case.answers, known(book, {}, today)), today)
    judged, _ = judge(book, case.checklists, at)
    noise.sample()
    took = _best(lambda: plan_for(book, judged, at, Wish()), seconds / 2)
    worst = max(
        _best(partial(plan_for, book, judged, at, Wish(goal)), seconds / 12)
        for goal in get_args(Goal)
        if goal != Wish().goal
    )
    plan = plan_for(book, judged, at, Wish())
    return [
        at_most("Mr Zhang planned", took * 1000, "ms CPU", 30),
        at_most("Mr Zhang planned, slowest other goal", worst * 1000, "ms CPU", 30),
        at_most("Mr Zhang's visits", plan.visits if plan else 99, "", 3),
        plain("Mr Zhang's working days", plan.working_days if plan else 0, "days"),
    ]


def _six(seconds: float) -> list[Figure]:
    book, now, wish = household.answered(open_book(shipped_pack("dongjiang")))
    taken = _best(lambda: plan_for(book, now.judged, now.at, wish), seconds / 2)
    late = max(
        _best(partial(plan_for, book, now.judged, now.at, wish, minute=minute), seconds / 12) for minute in LATER_TODAY
    )
    plan = plan_for(book, now.judged, now.at, wish)
    return [
        plain("a household of six: items", len(now.judged), ""),
        plain("a household of six: questions", len(now.answers), ""),
        at_most("a household of six over ten checklists, planned", taken * 1000, "ms CPU", 100),
        at_most("a household of six, on a day that has begun, slowest", late * 1000, "ms CPU", 100),
        at_least("a household of six: plan proved the best", bool(plan and plan.proved), "", 1),
    ]


def _families(seconds: float, noise: Noise) -> list[Figure]:
    times, visits, proved, early = [], [], 0, 0
    for seed in range(FAMILIES):
        errands, places = family(seed, TASKS)
        noise.sample()
        times.append(_best(partial(plan_route, errands, places), seconds / FAMILIES))
        route = plan_route(errands, places)
        visits.append(route.visits)
        proved += route.first_proved
        early += route.proved
    return [
        at_most("60 tasks x 12 places, median", percentile(times, 0.5) * 1000, "ms CPU", 300),
        at_most("60 tasks x 12 places, worst", max(times) * 1000, "ms CPU", 300),
        at_least("60 tasks x 12 places, visits proved the fewest", proved / FAMILIES, "share", 1),
        plain("60 tasks x 12 places, finish proved the earliest", early / FAMILIES, "share"),
        plain("visits of those plans, most", max(visits), ""),
    ]


def _best(work: Callable[[], object], seconds: float) -> float:
    """Return the least CPU time of `work` in about `seconds`, at least two runs."""
    until = time.perf_counter() + seconds
    best = 1e9
    runs = 0
    while runs < 2 or time.perf_counter() < until:
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
        runs += 1
    return best
