"""Opening hours as people say them, made from their data. Pure."""

from collections.abc import Sequence
from typing import Final

from config.centers import Hours, Language, Text
from config.words import say

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hours_words(language: Language, hours: Sequence[Hours]) -> str:
    """Return opening hours as people say them: days of one kind together, each with its times."""
    by_times: dict[str, set[int]] = {}
    spans: dict[int, list[str]] = {}
    for each in hours:
        for day in each.days:
            spans.setdefault(day, []).append(f"{each.opens}-{each.closes}")
    for day, times in spans.items():
        by_times.setdefault(say(language, ", ").join(sorted(times)), set()).add(day)
    if set(by_times) == {"00:00-24:00"} and len(spans) == len(DAYS):
        return say(language, "day and night")
    parts = (f"{_days_words(language, sorted(days))} {times}" for times, days in by_times.items())
    return say(language, "; ").join(parts)


def hours_text(hours: Sequence[Hours]) -> Text | None:
    """Return opening hours in both languages; None where nobody has written any."""
    return Text(hours_words("zh", hours), hours_words("en", hours)) if hours else None


def _days_words(language: Language, days: list[int]) -> str:
    if len(days) == len(DAYS):
        return say(language, "every day")
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return say(language, ", ").join(_run_words(language, run) for run in runs)


def _run_words(language: Language, run: list[int]) -> str:
    first, last = (say(language, DAYS[day - 1]) for day in (run[0], run[-1]))
    if len(run) <= 2:
        return say(language, ", ").join(say(language, DAYS[day - 1]) for day in run)
    return say(language, "{first} through {last}", first=first, last=last)
