"""`banshi simulate elastic`: days of a center's journal once more, without rules of help and with them."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from commands.failing import CannotRun
from commands.pack.release import opened
from commands.settings import read_kept
from commands.simulate.replaying import read_day
from commands.simulate.tables import Cell, Table, as_text
from commands.terminal import language
from config.centers import LineRules, Text
from config.documents import CenterDocument
from config.elastic import ElasticRule
from config.settings import Settings
from config.words import both
from server.rules.hall.elastic import check_elastic
from server.rules.hall.elastic_words import meant
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import policy_of
from server.rules.hall.settings import read_document
from server.rules.hall.simulate.fairness import Spread, spread
from server.rules.hall.simulate.helping import Stretch, run_with_rules
from server.rules.hall.simulate.replay import Recorded
from server.rules.hall.simulate.running import Called
from server.store.halls import Hall
from server.store.unit_of_work import Reading

FARTHEST: Final = 60
"""So many days back is looked for days on which somebody was called."""


class Held(msgspec.Struct, frozen=True):
    """How often a rule began, and how long it held altogether (minutes)."""

    began: int
    minutes: float


class Before(msgspec.Struct, frozen=True):
    """Waits for one service (minutes), without the rules and with them."""

    people: int
    without: Spread
    with_rules: Spread


class Preview(msgspec.Struct, frozen=True):
    """What `--json` prints: the days replayed, what each rule did, and the waits by service (`*` is all of them)."""

    center: str
    days: tuple[str, ...]
    rules: dict[str, Held]
    waits: dict[str, Before]


def preview_rules(settings: Settings, center: str, days: int, file: Path | None, *, as_json: bool) -> None:
    """Print what the rules of `center` in force, or those in `file`, would have done on its last `days` days.

    Raises `Refusal` center_unknown or what is wrong with the rules, and `CannotRun` where there are none, or no days.
    """
    with opened(settings) as store:
        hall, read = store.read(lambda reading: (reading.hall(center), _days(reading, center, days)))
    rules = hall.elastic if file is None else _rules(hall, file)
    if not rules:
        raise CannotRun(
            "rules_none",
            "{center} has no rules by which counters help a long line. Write some, or name a file with --file.",
            center=center,
        )
    if not read:
        raise CannotRun(
            "day_empty",
            "Nobody was called in {center} on the last {days} days that its journal tells of.",
            center=center,
            days=days,
        )
    found = _preview(center, rules, read)
    if as_json:
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
        return
    words = language()
    services = {id_: service.name for id_, service in hall.services.items()}
    counters = {id_: counter.name for id_, counter in hall.counters.items()}
    title = both("{center} once more, without the rules and with them; days: {days}", center=hall.name, days=len(read))
    said = [title, *(meant(rule, services, counters) for rule in rules)]
    sys.stdout.write("\n".join(each.say(words) for each in said) + "\n\n")
    sys.stdout.write("\n".join(as_text(table, words) for table in _tables(found, services)))


def _days(reading: Reading, center: str, count: int) -> list[tuple[date, LineRules, Recorded]]:
    """Return the last days on which somebody was called, the newest first."""
    found: list[tuple[date, LineRules, Recorded]] = []
    last = read_day(reading, center, None)[0]
    for back in range(FARTHEST):
        each = read_day(reading, center, last - timedelta(days=back))
        found += [each] if each[2].calls else []
        if len(found) == count:
            break
    return found


def _rules(hall: Hall, file: Path) -> Sequence[ElasticRule]:
    """Return the rules in a file of settings; raises the first `Refusal` that speaks against them."""
    rules = read_document(read_kept(file)["document"], CenterDocument).elastic
    served: dict[str, Any] = {id_: counter.services for id_, counter in hall.counters.items()}
    for refusal in check_elastic(rules, served):
        raise refusal
    return rules


def _preview(center: str, rules: Sequence[ElasticRule], read: Iterable[tuple[date, LineRules, Recorded]]) -> Preview:
    days: list[str] = []
    stretches: list[Stretch] = []
    without: list[Called] = []
    helped: list[Called] = []
    for day, line_rules, recorded in read:
        policy = policy_of(line_rules.policy, line_rules)
        days.append(day.isoformat())
        without += run_with_rules(recorded.day, policy, ())[0]
        calls, held = run_with_rules(recorded.day, policy, rules)
        helped += calls
        end = max(call.until for call in calls)
        stretches += [msgspec.structs.replace(each, ends=each.ends or end) for each in held]
    services = sorted({call.person.service for call in without})
    return Preview(
        center,
        tuple(days),
        {rule.id: _held(each for each in stretches if each.rule == rule.id) for rule in rules},
        {each: _before(each, without, helped) for each in (*services, "*")},
    )


def _held(stretches: Iterable[Stretch]) -> Held:
    took = [(each.ends or each.begins) - each.begins for each in stretches]
    return Held(len(took), round(sum(took) / MINUTE, 1))


def _before(service: str, without: Iterable[Called], helped: Iterable[Called]) -> Before:
    waits = [
        [(call.at - call.person.came_at) / MINUTE for call in calls if service in ("*", call.person.service)]
        for calls in (without, helped)
    ]
    return Before(len(waits[0]), spread(waits[0]), spread(waits[1]))


def _tables(found: Preview, services: dict[str, Text]) -> tuple[Table, Table]:
    rules = Table(
        both("What the rules did"),
        (both("rule"), both("began"), both("held, min")),
        tuple((rule, str(held.began), f"{held.minutes:.0f}") for rule, held in found.rules.items()),
    )
    heads = (
        both("service"),
        both("people"),
        both("mean before"),
        both("mean after"),
        both("95 % before"),
        both("95 % after"),
        both("longest before"),
        both("longest after"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (both("all lines") if service == "*" else services.get(service, Text(service, service)), *_figures(each))
        for service, each in found.waits.items()
    )
    return rules, Table(both("Waits (minutes)"), heads, rows)


def _figures(waits: Before) -> tuple[str, ...]:
    before, after = waits.without, waits.with_rules
    pairs = ((before.mean, after.mean), (before.p95, after.p95), (before.longest, after.longest))
    return str(waits.people), *(f"{each:.1f}" for pair in pairs for each in pair)
