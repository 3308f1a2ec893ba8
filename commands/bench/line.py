"""`banshi bench line`: what the next ticket, and a whole visit, cost in a hall that uses all that a hall can.

Virtual time with classes, several steps and cases, quotas, one ticket for each person, bookings, counters that help
a long line, alarms: all of it is on in each of the stores that are compared.
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from commands.bench.estimate import WAITING as ESTIMATED
from commands.bench.estimate import estimated
from commands.bench.history import copied_days, long_line, mixed, one_day
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.verb_alone import seeded
from commands.bench.years import DESK, GOAL, ROWS, SERVICE, SERVICES, Place
from commands.demo.hall import CENTER
from commands.seeding import now
from config.centers import Quota
from config.documents import CenterDocument, Scope
from config.elastic import AlarmRule, ElasticRule
from server.office import alarms, elastic
from server.office.call_next import call_next
from server.office.counter import open_counter, start
from server.office.day import midnight_after
from server.office.fairness_day import fairness_of
from server.office.finish import finish
from server.office.requests import CounterCommand, TakeTicketCommand
from server.office.settings.change import Change, put_settings
from server.office.take_ticket import take_ticket
from server.rules.errors import Refusal
from server.rules.hall.numbering import LAST
from server.rules.hall.overtaking import Overtakings
from server.store.opening import open_store
from server.store.settings import document_in_force, newest_revision
from server.store.unit_of_work import CITY, Reading
from server.wire.messages import Ticket

WAITING: Final = 20_000
FEW: Final = 200
TURNS: Final = 20
TIMES: Final = 10
VISIT: Final = ("issue", "call", "start", "finish")
"""What one visit costs."""
PEOPLE, COMES_MS = 400, 15_000
"""Of a busy morning: so many people come, one every so many ms; one of two is served meanwhile."""
NEXT_MS: Final = 2.0
ESTIMATE_MS: Final = 20.0


class FullHall(Place):
    """One store under measurement; people of all classes come, every third one for two matters."""

    def __init__(self, data: Path, middle: str) -> None:
        super().__init__(data, middle)
        self._came = 0

    def turn(self) -> None:
        """Let `TIMES` people come and as many be served, and the rules of long lines be looked at once."""
        for look in (elastic.settle, alarms.settle):
            self._timed("look at long lines", partial(self.store.write, CENTER, partial(look, now=now())))
        for _ in range(TIMES):
            self._timed("issue", self._comes)
            for name, verb in (("call", call_next), ("start", start), ("finish", finish)):
                self._timed(name, partial(self._verb, verb))

    def visit(self) -> float:
        """Return the microseconds of CPU that one visit usually takes."""
        return sum(self.cost(name) for name in VISIT)

    def _comes(self) -> Ticket:
        self._came += 1
        services = (SERVICE, SERVICES[1]) if self._came % 3 == 0 else (SERVICE,)
        command = TakeTicketCommand(
            services,
            "bench",
            priority="priority" if self._came % 10 == 0 else "normal",
            ground="elderly" if self._came % 10 == 0 else None,
            cases=1 + self._came % 3,
            holder=f"person {self._came}",
        )
        return self.store.write(CENTER, lambda uow: take_ticket(uow, command, now()))


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes about three minutes for a million facts, whatever `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        few, years, line = (seeded(Path(folder) / name) for name in ("few", "years", "line"))
        for data in (few, years, line):
            all_on(data)
        noise.sample()
        one_day(years, CENTER, DESK, SERVICES)
        rows = copied_days(years, CENTER, ROWS)
        halls = {}
        for name, data, waiting in (("few", few, FEW), ("years", years, FEW), ("line", line, WAITING)):
            people = long_line(data, CENTER, SERVICE, waiting)
            mixed(data, people)
            halls[name] = FullHall(data, people[waiting // 2])
        noise.sample()
        try:
            # Alternately: what else the machine does meanwhile, it does to all.
            for turn in range(TURNS):
                order = list(halls.values())
                for hall in (*order[turn % 3 :], *order[: turn % 3]):
                    hall.turn()
                noise.sample()
        finally:
            for hall in halls.values():
                hall.store.close()
        fair = seeded(Path(folder) / "fair")
        all_on(fair)
        morning = busy_morning(fair)
    estimates = estimated(12, ESTIMATED, seconds / 8)
    noise.sample()
    return [
        plain("facts of the past", rows, ""),
        plain("people in the long line", WAITING, ""),
        *_next(halls["few"], halls["line"]),
        plain(f"a visit, {FEW} waiting", halls["few"].visit(), "us CPU"),
        at_most("a visit: years", halls["years"].visit() / halls["few"].visit(), "x CPU", GOAL),
        at_most("a visit: line", halls["line"].visit() / halls["few"].visit(), "x CPU", GOAL),
        at_most(f"estimate, {ESTIMATED} waiting, 12 counters", min(estimates) * 1000, "ms CPU", ESTIMATE_MS),
        *_fair(morning),
    ]


def all_on(data: Path) -> None:
    """Let the hall use all that a hall can: its document says so from now on."""
    store = open_store(data)
    scope = Scope("center", CENTER)

    def decided(reading: Reading) -> Change:
        found = document_in_force(reading, scope, CenterDocument)
        if found is None:
            raise LookupError(CENTER)
        document = msgspec.structs.replace(
            found,
            services=tuple(
                msgspec.structs.replace(each, quotas=(Quota("00:00", "24:00", LAST),)) if each.id == SERVICE else each
                for each in found.services
            ),
            rules=msgspec.structs.replace(found.rules, one_per_person=True),
            elastic=(ElasticRule("busy", SERVICE, _helpers(found), until=5, waiting=10, minutes=20),),
            alarms=(AlarmRule(SERVICE, until=5, waiting=10),),
        )
        return Change(scope, msgspec.to_builtins(document), newest_revision(reading, scope), "bench")

    try:
        change = store.read(decided)
        store.write(CITY, lambda uow: put_settings(uow, change, now()))
    finally:
        store.close()


def _helpers(document: CenterDocument) -> tuple[str, ...]:
    """Return two counters that are there for something else."""
    return tuple(each.id for each in document.counters if SERVICE not in each.services)[:2]


def _next(few: FullHall, line: FullHall) -> Sequence[Figure]:
    fast, slow = few.spent["call"], line.spent["call"]
    return (
        plain(f"next, {FEW} waiting", percentile(fast, 0.5) * 1000, "ms CPU"),
        at_most(f"next, {WAITING} waiting", percentile(slow, 0.5) * 1000, "ms CPU", NEXT_MS),
        at_most("next: line", line.cost("call") / few.cost("call"), "x CPU", GOAL),
        plain("a look at long lines", line.cost("look at long lines"), "us CPU"),
    )


def busy_morning(data: Path) -> Overtakings:
    """Let `PEOPLE` of all classes come to one counter, faster than it serves; return who overtook whom."""
    store = open_store(data)
    hall = store.read(lambda reading: reading.hall(CENTER))
    begins = midnight_after(hall, hall.day(now())) + 10 * 3_600_000
    chance = random.Random(1)  # noqa: S311 - the same people in every run

    def does(verb: Callable[..., object], at: int) -> None:
        with suppress(Refusal):
            store.write(CENTER, lambda uow: verb(uow, CounterCommand(DESK, "bench"), at))

    def comes(number: int, at: int) -> None:
        services = (SERVICE, SERVICES[1]) if number % 3 == 0 else (SERVICE,)
        priority = chance.choice(("normal", "normal", "normal", "appointment", "priority"))
        command = TakeTicketCommand(services, "bench", priority=priority, holder=f"early {number}")
        store.write(CENTER, lambda uow: take_ticket(uow, command, at))

    try:
        does(open_counter, begins)
        for number in range(PEOPLE):
            at = begins + number * COMES_MS
            comes(number, at)
            for verb in (call_next, start, finish) if number % 2 else ():
                does(verb, at)
        return store.read(lambda reading: fairness_of(reading, CENTER, None, begins))[1]
    finally:
        store.close()


def _fair(morning: Overtakings) -> Sequence[Figure]:
    worst = 0.0 if morning.worst is None else morning.worst.later / 60_000
    return (
        plain("people who were overtaken", sum(each.overtaken for each in morning.rules), ""),
        plain("the worst case", worst, "min later"),
        at_most("beyond the credit of whoever went first", sum(each.beyond for each in morning.rules), "", 0),
    )
