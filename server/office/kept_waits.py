"""What the waits that a center said were worth: judged once, day by day, after the day is closed; then anybody may see.

A day is judged from its journal alone, so a machine that was off at midnight judges it later, and the same.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

import msgspec
from sqlalchemy import bindparam, func, select

from server.office.day import ClosedDay
from server.office.estimates import REACH, follow_on
from server.office.keeper import Keeper
from server.rules.hall.estimate.calibration import PROMISED
from server.rules.hall.estimate.following import Following, Judged
from server.rules.hall.estimate.kept import Kept, kept
from server.rules.hall.line import MINUTE
from server.store import tables
from server.store.day_tables import day_waits
from server.store.store import Store
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.kept_waits import KeptDay, KeptService, KeptWaitsAnswer

LOOK_SECONDS: Final = 60
DAYS: Final = 30
"""So many days back anybody may look."""
FACTS_AT_MOST: Final = 100_000
"""A day is judged from so many facts at most: a database with years behind it must not be read from its beginning."""
_c, _j, _d = tables.centers.c, tables.journal.c, day_waits.c
_judged = select(func.max(_d.upto)).where(_d.center == _c.id).correlate(tables.centers).scalar_subquery()
_CLOSED = select(_c.id).where(_c.day_seq > func.coalesce(_judged, 0)).order_by(_c.position)
_UPTO = select(_c.day_seq, func.coalesce(_judged, 0)).where(_c.id == bindparam("center"))
_CLOSE = select(_j.private).where(_j.center == bindparam("center"), _j.seq == bindparam("seq"))
_KNOWN = select(_d.day).where(_d.center == bindparam("center"), _d.day == bindparam("day"))
_KEEP = day_waits.insert()
_LATEST = (
    select(_d.day, _d.told, _d.held, _d.services)
    .where(_d.center == bindparam("center"), _d.day >= bindparam("since"))
    .order_by(_d.day.desc())
    .limit(bindparam("days"))
)


class DayWaits(msgspec.Struct, frozen=True):
    """A day (ISO date) and what was said of waits on it: figures of all and of each service."""

    day: str
    services: dict[str, Kept]

    @property
    def told(self) -> int:
        """How many were told a range."""
        return sum(each.told for each in self.services.values())

    @property
    def held(self) -> int:
        """For how many of them it held."""
        return sum(each.held for each in self.services.values())


class KeptWaitsKeeper(Keeper):
    """Judges the last closed day of every center; one that fails holds up no other. It needs no `clock`."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("kept-waits-keeper", LOOK_SECONDS, "a day's waits not judged")
        self._store = store

    def start(self) -> None:
        """Go on looking; a city's centers are not judged before the doors open."""
        self._thread.start()

    def look(self) -> None:
        """Judge the days that nobody has judged."""
        closed: list[str] = []
        self.attempt(lambda: closed.extend(self._store.read(days_to_judge)))
        for center in closed:
            self.attempt(partial(self._judge, center), center=center)

    def _judge(self, center: str) -> None:
        found = self._store.read(lambda reading: judged_day(reading, center))
        if found is not None:
            upto, day = found
            self._store.write(center, lambda uow: keep(uow, upto, day))


def days_to_judge(reading: Reading) -> list[str]:
    """Return the centers that have closed a day since the last one judged."""
    return [row[0] for row in reading.rows(_CLOSED)]


def judged_day(reading: Reading, center: str) -> tuple[int, DayWaits] | None:
    """Return the last fact of the day that `center` closed last, and what its waits were worth; None for no such day.

    It costs a roll-out for each fourth person, as following the day live does; no lock is held.
    """
    hall = reading.hall(center)
    upto, judged = reading.row(_UPTO, center=center) or (0, 0)
    text = reading.value(_CLOSE, center=center, seq=upto)
    if text is None:
        return None
    day = msgspec.json.decode(text, type=ClosedDay).day
    if day is None:
        return None
    seen: list[Judged] = []

    def judge(one: Judged) -> None:
        if hall.day(one.at) == day:
            seen.append(one)

    first = max(0, judged - REACH, upto - FACTS_AT_MOST)
    following = Following(first, hall, judge)
    follow_on(reading, hall, following, upto)
    return upto, DayWaits(day, kept(seen))


def keep(uow: UnitOfWork, upto: int, found: DayWaits) -> None:
    """Keep what a day's waits were worth, once."""
    if uow.row(_KNOWN, center=uow.center, day=found.day) is None:
        services = msgspec.json.encode(found.services).decode()
        uow.run(
            _KEEP,
            center=uow.center,
            day=found.day,
            upto=upto,
            told=found.told,
            held=found.held,
            services=services,
        )


def kept_waits(reading: Reading, center: str, days: int, now: int) -> KeptWaitsAnswer:
    """Return what was said in the last `days` days before `now` (ms); raises `Refusal` center_unknown."""
    hall = reading.hall(center)
    since = hall.local(now).date() - timedelta(days=days)
    rows = reading.rows(_LATEST, center=center, since=since.isoformat(), days=days)
    together: dict[str, Kept] = {}
    for *_, text in rows:
        for service, one in msgspec.json.decode(text, type=dict[str, Kept]).items():
            together[service] = together.get(service, Kept()).and_(one)
    return KeptWaitsAnswer(
        round(100 * PROMISED),
        tuple(KeptDay(day, told, held) for day, told, held, _ in rows),
        tuple(_service(each, together[each]) for each in hall.services if each in together),
    )


def _service(service: str, found: Kept) -> KeptService:
    error, waited = (round(ms / found.judged / MINUTE, 1) for ms in (found.error_ms, found.wait_ms))
    return KeptService(service, found.judged, found.told, found.held, error, waited)
