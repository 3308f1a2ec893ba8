"""`banshi simulate rehearsal`: a whole day through the real office in a database of its own, and what it was like."""

import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from commands.failing import CannotRun
from commands.simulate.hall import write_page
from commands.simulate.page import Part, Plot, page_of
from commands.simulate.rehearsed_city import LOAD, city_of, with_tickets
from commands.simulate.rehearsed_day import RehearsedDay, minutes, read_rehearsal
from commands.simulate.rehearsing import Rehearsal
from commands.simulate.tables import Cell, Table, as_text
from commands.terminal import language
from config.centers import Text
from config.words import both
from server.rules.hall.simulate.day import day_of
from server.rules.hall.simulate.hall import hall_of
from server.store.opening import open_store
from server.store.seeding import seed as write_city

DAY: Final = date(2026, 3, 11)
"""A Wednesday without anything special."""
ZONE: Final = ZoneInfo("Asia/Shanghai")
CLASSES: Final = ("normal", "appointment", "priority")


class Rehearsed(msgspec.Struct, frozen=True):
    """What `--json` prints; `refused` counts presses that changed nothing, by what was pressed and the code."""

    counters: int
    people: int
    presses: int
    seconds: float
    refused: Mapping[str, int]
    day: RehearsedDay


def rehearse(counters: int, tickets: int, seed: int, *, page: Path | None, as_json: bool) -> None:
    """Print what a day of about `tickets` people at `counters` counters was like; with `page` write it there too.

    Raises `CannotRun` when anything was not as it must be, after having said what.
    """
    found = rehearsed(counters, tickets, seed)
    title = both("{people} people at {counters} counters", people=found.people, counters=found.counters)
    those = _tables(found)
    if as_json:
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    else:
        sys.stdout.write("".join(as_text(each, language()) for each in those))
    if page is not None:
        write_page(page, page_of(both("A rehearsal"), [Part(title, those, (_hours(found.day),))]))
    if found.day.wrong:
        raise CannotRun("rehearsal_wrong", "{count} things were not as they must be.", count=len(found.day.wrong))


def rehearsed(counters: int, tickets: int, seed: int) -> Rehearsed:
    """Live a day in a database that is thrown away afterwards."""
    chance = Random(f"{seed}/{counters}/{tickets}")  # noqa: S311 - the same day whenever it is asked for
    hall = with_tickets(hall_of(counters, chance), tickets)
    day = day_of(hall, LOAD, chance)
    midnight = round(datetime.combine(DAY, clock_time(), ZONE).timestamp() * 1000)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "data", create=True)
        try:
            write_city(store, city_of(hall), midnight - 24 * 3600 * 1000)
            rehearsal = Rehearsal(store, day, midnight, chance)
            began = time.monotonic()
            rehearsal.live()
            seconds = time.monotonic() - began
            told = store.read(read_rehearsal)
        finally:
            store.close()
    refused = dict(sorted(rehearsal.refused.items()))
    return Rehearsed(counters, len(day.people), rehearsal.presses, round(seconds, 1), refused, told)


def _tables(found: Rehearsed) -> tuple[Table, ...]:
    day = found.day
    names = {
        "normal": both("without a class"),
        "appointment": both("with a booking"),
        "priority": both("priority by law"),
    }
    waits: tuple[tuple[Cell, ...], ...] = tuple(
        (names[name], str(len(those)), *(f"{each:.1f}" for each in minutes(those)))
        for name in CLASSES
        if (those := [each for each in day.waits if each.priority == name])
    )
    ranges = f"{day.ranges.held / day.ranges.told:.0%}" if day.ranges.told else "-"
    figures: tuple[tuple[Text, str], ...] = (
        (both("presses of people and clerks"), f"{found.presses:,}"),
        (both("seconds that it took"), f"{found.seconds:.1f}"),
        (both("facts in the journal"), f"{sum(day.facts.values()):,}"),
        (
            both("the worst overtaking, minutes (allowed: {allowed})", allowed=f"{day.allowed_min:.0f}"),
            f"{day.worst_min:.1f}",
        ),
        (both("ranges that held ({told} were told)", told=day.ranges.told), ranges),
        (both("things that were not as they must be"), str(len(day.wrong))),
    )
    return (
        Table(both("The day"), (both("what"), both("figure")), figures),
        Table(
            both("Waits until the first call, minutes"),
            (both("class"), both("people"), both("median"), both("nine of ten"), both("longest")),
            waits,
        ),
        _counted(both("How tickets ended"), day.ended),
        _counted(both("What happened"), day.facts),
        _counted(both("What was refused, and changed nothing"), found.refused),
        *([_listed(day.wrong)] if day.wrong else []),
    )


def _counted(title: Text, found: Mapping[str, int]) -> Table:
    rows = tuple((name, f"{count:,}") for name, count in sorted(found.items(), key=lambda each: -each[1]))
    return Table(title, (both("what"), both("how often")), rows)


def _listed(wrong: tuple[str, ...]) -> Table:
    return Table(both("What was wrong"), (both("what"),), tuple((each,) for each in wrong[:50]))


def _hours(day: RehearsedDay) -> Plot:
    hours = sorted({each.hour for each in day.waits})
    bars = tuple(
        (Text(f"{hour}:00", f"{hour}:00"), (middle, nine))
        for hour in hours
        for middle, nine, _ in [minutes(each for each in day.waits if each.hour == hour)]
    )
    return Plot(both("Waits by the hour in which people came (minutes)"), (both("median"), both("nine of ten")), bars)
