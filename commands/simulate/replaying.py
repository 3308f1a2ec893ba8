"""`banshi simulate replay`: a day of a center's journal once more, with another order of the line or more counters."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import bindparam, select

from commands.failing import CannotRun
from commands.pack.release import opened
from commands.seeding import now
from commands.simulate.hall import write_page
from commands.simulate.page import Part, fairness_plot, page_of
from commands.simulate.tables import as_text, fairness_table
from commands.terminal import language
from config.centers import LineRules, PolicyName, Text
from config.settings import Settings
from config.words import both, say
from server.office.fairness_day import facts_of
from server.rules.errors import Refusal
from server.rules.hall.policy import policy_of
from server.rules.hall.simulate.fairness import Fairness, fairness
from server.rules.hall.simulate.replay import Claim, Recorded, most_needed, recorded, with_more
from server.rules.hall.simulate.running import run
from server.store import tables
from server.store.unit_of_work import Reading, facts_after, heads_of

_t = tables.tickets.c
_CLAIMS = select(_t.id, _t.priority, _t.ready_at).where(_t.center == bindparam("center"), _t.day == bindparam("day"))


class Replay(msgspec.Struct, frozen=True):
    """What `--json` prints: each way in which the day went by, and how many left without being called."""

    center: str
    day: str
    runs: dict[str, Fairness]
    left: int


def replay_day(
    settings: Settings,
    center: str,
    day: date | None,
    kinds: Sequence[str],
    more: int,
    like: str | None,
    *,
    page: Path | None,
    as_json: bool,
) -> None:
    """Print how a day of `center` went and how it would have gone; with `page` write it there too.

    Raises `Refusal` center_unknown, counter_unknown, and `CannotRun` for a day on which nobody was called.
    """
    with opened(settings) as store:
        day, rules, read = store.read(lambda reading: read_day(reading, center, day))
    if not read.calls:
        raise CannotRun("day_empty", "Nobody was called in {center} on {day}.", center=center, day=day)
    names, runs = _runs(read, rules, kinds, more, like)
    title = both("{center} on {day}, once more", center=center, day=day)
    table = fairness_table(title, runs, names)
    if as_json:
        sys.stdout.write(msgspec.json.encode(Replay(center, str(day), runs, read.left)).decode() + "\n")
    else:
        left = say(language(), "{count} left without being called and are not counted.", count=read.left)
        sys.stdout.write(f"{as_text(table, language())}{left}\n")
    if page is not None:
        write_page(page, page_of(title, [Part(title, (table,), (fairness_plot(runs, names),))]))


def read_day(reading: Reading, center: str, day: date | None) -> tuple[date, LineRules, Recorded]:
    """Return a day of `center` as its journal tells it, the last one without `day`; raises `Refusal` center_unknown."""
    hall = reading.hall(center)
    _, last = heads_of(reading)[center]
    newest = facts_after(reading, center, last - 1, 1)
    chosen = day or hall.local(newest[0].at if newest else now()).date()
    facts = facts_of(reading, hall, chosen)
    rows = reading.rows(_CLAIMS, center=center, day=chosen.isoformat())
    claims = {id_: Claim(priority, ready_at) for id_, priority, ready_at in rows}
    return chosen, hall.rules, recorded(facts, claims, hall.counters.values())


def _runs(
    read: Recorded, rules: LineRules, kinds: Sequence[str], more: int, like: str | None
) -> tuple[dict[str, Text], dict[str, Fairness]]:
    said: dict[PolicyName, Text] = {
        "virtual_time": both("once more, in virtual time"),
        "strict": both("priority before bookings before all others"),
        "fifo": both("first come, first served"),
        "accumulating": both("gathering at rates {rates}, from the slot on", rates="3:1.6:1"),
    }
    names, runs = {"as_it_was": both("as it was")}, {"as_it_was": fairness([read.calls])}
    for name, words in said.items():
        if name in kinds:
            names[name], runs[name] = words, fairness([run(read.day, policy_of(name, rules))])
    if more:
        number = _number(read, like)
        counter = read.day.hall.counters[number].id
        names["more_counters"] = both("{count} more counters like {counter}", count=more, counter=counter)
        grown = with_more(read.day, number, more)
        runs["more_counters"] = fairness([run(grown, policy_of("virtual_time", rules))])
    return names, runs


def _number(read: Recorded, like: str | None) -> int:
    if like is None:
        return most_needed(read.calls, read.day)
    ids = [window.id for window in read.day.hall.counters]
    if like not in ids:
        raise Refusal("counter_unknown", counter=like)
    return ids.index(like)
