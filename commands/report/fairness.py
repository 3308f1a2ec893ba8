"""`banshi report fairness`: who went before whom on a day of a center, as a table."""

import sys
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from commands.failing import CannotRun
from commands.pack.release import opened
from commands.seeding import now
from commands.simulate.hall import write_page
from commands.simulate.page import Part, page_of
from commands.simulate.tables import Table, as_text
from commands.terminal import language
from config.centers import Text
from config.settings import Settings
from config.words import both
from server.office.fairness_day import fairness_of
from server.rules.hall.overtaking import Overtakings, Rule, Worst, minutes
from server.store.halls import Hall
from server.wire.fairness import fairness_answer

RULES: Final[dict[Rule, Text]] = {
    "priority": both("priority by law"),
    "appointment": both("booking"),
    "returned": both("came back with a missing paper"),
    "no_class": both("no class: never by the order"),
    "language": both("the other waited for a counter of their language"),
    "bound": both("sent to that counter"),
    "chosen": both("number asked for, with a reason"),
    "at_counter": both("served without a number"),
}


def report_fairness(settings: Settings, center: str, day: date | None, *, page: Path | None, as_json: bool) -> bool:
    """Print who went before whom in `center` on `day`, with `page` write it there too; return whether bounds held.

    Raises `Refusal` center_unknown, and `CannotRun` for a day on which nobody was called.
    """
    with opened(settings) as store:
        on, found = store.read(lambda reading: fairness_of(reading, center, day, now()))
        hall = store.read(lambda reading: reading.hall(center))
    if not found.calls:
        raise CannotRun("day_empty", "Nobody was called in {center} on {day}.", center=center, day=on)
    table = table_of(hall, on, found)
    if as_json:
        answer = fairness_answer(center, on.isoformat(), hall.rules.policy, found)
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    else:
        sys.stdout.write(as_text(table, language()) + told(hall, found).say(language()) + "\n")
    if page is not None:
        parts = [Part(both("{count} calls", count=found.calls), (table,), ())]
        write_page(page, page_of(both("{center} on {day}: who went before whom", center=hall.name, day=on), parts))
    return not any(each.beyond for each in found.rules)


def table_of(hall: Hall, on: date, found: Overtakings) -> Table:
    """Return what each rule did, a row for each."""
    heads = (
        both("rule"),
        both("went before others"),
        both("people overtaken"),
        both("came at most so much later (min)"),
        both("bound (min)"),
        both("beyond it"),
        both("worst case"),
    )
    rows = tuple(
        (
            RULES[each.rule],
            str(each.calls),
            str(each.overtaken),
            "–" if each.worst is None else f"{minutes(each.worst.later):.1f}",
            both("none") if each.bound is None else str(each.bound // 60_000),
            str(each.beyond) if each.bound is not None else "–",
            "–" if each.worst is None else _case(hall, each.worst),
        )
        for each in found.rules
    )
    return Table(both("{center} on {day}: who went before whom", center=hall.name, day=on), heads, rows)


def told(hall: Hall, found: Overtakings) -> Text:
    """Return the worst case of the day, and whether the bounds held, in a sentence."""
    if found.worst is None:
        return both("Nobody was overtaken.")
    beyond = sum(each.beyond for each in found.rules)
    held = both("Every bound held.") if not beyond else both("Overtaken beyond the bound: {count}.", count=beyond)
    case = both("The worst case: {case}.", case=_case(hall, found.worst))
    return Text(case.zh + held.zh, f"{case.en} {held.en}")


def _case(hall: Hall, worst: Worst) -> Text:
    return both(
        "{number} before {overtaken}, who came {minutes} min earlier, at {time}",
        number=worst.number,
        overtaken=worst.overtaken,
        minutes=f"{minutes(worst.later):.1f}",
        time=hall.local(worst.at).strftime("%H:%M"),
    )
