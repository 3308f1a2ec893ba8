"""How each center is configured: what its documents in force say, read once per revision and kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import bindparam, select

from config.bookings import Bookings
from config.centers import Calendar, Counter, Hours, Level, LineRules, Quota, Service, SpecialDay, Text
from config.elastic import AlarmRule, ElasticRule
from server.rules.day_time import shows_next
from server.rules.hall.fact import NameRef
from server.rules.open_days import OpenDays, Shut
from server.store import tables

if TYPE_CHECKING:
    from server.store.unit_of_work import Reading

_CENTER = select(tables.centers).where(tables.centers.c.id == bindparam("center"))
_SERVICES = (
    select(
        tables.services.c.id,
        tables.center_services.c.prefix,
        tables.services.c.name,
        tables.services.c.note,
        tables.center_services.c.bookings,
        tables.center_services.c.quotas,
    )
    .join(tables.center_services, tables.center_services.c.service == tables.services.c.id)
    .where(tables.center_services.c.center == bindparam("center"))
    .order_by(tables.center_services.c.position)
)
_COUNTERS = (
    select(
        tables.counters.c.id,
        tables.counters.c.name,
        tables.counters.c.place,
        tables.counters.c.chooses,
        tables.counter_services.c.service,
    )
    .outerjoin(tables.counter_services, tables.counter_services.c.counter == tables.counters.c.id)
    .where(tables.counters.c.center == bindparam("center"), tables.counters.c.taken_away_at.is_(None))
    .order_by(tables.counters.c.position, tables.counter_services.c.position)
)
_FORMER = select(tables.counters.c.id, tables.counters.c.name).where(
    tables.counters.c.center == bindparam("center"), tables.counters.c.taken_away_at.is_not(None)
)

Kind = TypeVar("Kind")
Version = tuple[int, int]
"""Epoch of the center's journal and revision of its settings: after a backup was put back revisions come once more."""


@dataclass(frozen=True)
class Hall:
    """A center as its verbs need it; `served` are the services that at least one counter is there for.

    `former` names the counters that were taken away: people whom they had called may still come back, or go home.
    `bookings` are the rules of the services that are booked, `quotas` of those whose numbers are counted.
    By `elastic` rules counters help a long line, by `alarms` staff are asked to open one.
    """

    id: str
    name: Text
    level: Level
    parent: str | None
    address: Text
    timezone: ZoneInfo
    open_days: OpenDays
    rules: LineRules
    services: Mapping[str, Service]
    counters: Mapping[str, Counter]
    served: frozenset[str]
    former: Mapping[str, Text]
    bookings: Mapping[str, Bookings]
    quotas: Mapping[str, tuple[Quota, ...]]
    elastic: tuple[ElasticRule, ...]
    alarms: tuple[AlarmRule, ...]

    def local(self, now: int) -> datetime:
        """Return `now` (ms) on the clock of this center."""
        return datetime.fromtimestamp(now / 1000, UTC).astimezone(self.timezone)

    def day(self, now: int) -> str:
        """Return the day of this center at `now` (ms), as an ISO date."""
        return self.local(now).date().isoformat()

    def is_open(self, now: int) -> bool:
        """Tell whether the center is open at `now` (ms) by its opening hours."""
        return self.shut(now) is None

    def shut(self, now: int) -> Shut | None:
        """Return why the center is closed at `now` (ms); None while it is open."""
        local = self.local(now)
        return self.open_days.shut(local.date(), _minute(local))

    def closes_at(self, now: int) -> int | None:
        """Return when (ms) the opening hours of `now` end; None while the center is closed."""
        local = self.local(now)
        span = self.open_days.span_at(local.date(), _minute(local))
        return None if span is None else shows_next(local.date(), span.closes, self.timezone, now)

    def opens_at(self, now: int) -> int | None:
        """Return the moment (ms) after `now` at which the center opens next by its hours; None if it never does."""
        local = self.local(now)
        opening = self.open_days.next_opening(local.date(), _minute(local))
        return None if opening is None else shows_next(*opening, self.timezone, now)

    def hour(self, now: int) -> int:
        """Return the hour of the day, 0 to 23, that the clocks of this center show at `now` (ms)."""
        return self.local(now).hour

    def spans_at(self, now: int) -> tuple[tuple[int, int], ...]:
        """Return from when until when (ms) the center is open on the day of `now` (ms), in order."""
        day = self.local(now).date()
        shows = partial(shows_next, day, zone=self.timezone, now=0)
        return tuple((shows(span.opens), shows(span.closes)) for span in self.open_days.spans(day))

    def service(self, service: str) -> NameRef:
        """Return a service by id and name."""
        return NameRef(service, self.services[service].name)

    def counter(self, counter: str) -> NameRef:
        """Return a counter by id and name, also one that was taken away."""
        known = self.counters.get(counter)
        return NameRef(counter, self.former[counter] if known is None else known.name)


class Halls:
    """The halls read so far. Safe for threads: a hall is replaced as a whole, and reading it twice does no harm."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Version, Hall]] = {}

    def hall(self, reading: Reading, center: str, version: Version) -> Hall:
        """Return `center` as of `version`, from memory or from its tables."""
        known = self._known.get(center)
        if known is not None and known[0] == version:
            return known[1]
        hall = _read(reading, center)
        self._known[center] = (version, hall)
        return hall

    def forget(self) -> None:
        """Keep nothing: a transaction was undone that may have read what it had changed itself."""
        self._known.clear()


def _read(reading: Reading, center: str) -> Hall:
    row = reading.row(_CENTER, center=center)
    if row is None:
        raise LookupError(center)
    found = dict(zip(tables.centers.c.keys(), row, strict=True))
    services: dict[str, Service] = {}
    bookings: dict[str, Bookings] = {}
    quotas: dict[str, tuple[Quota, ...]] = {}
    for id_, prefix, name, note, booked, counted in reading.rows(_SERVICES, center=center):
        services[id_] = Service(id_, prefix, _json(name, Text), _json(note, Text))
        if booked is not None:
            bookings[id_] = _json(booked, Bookings)
        if counted != "[]":
            quotas[id_] = _json(counted, tuple[Quota, ...])
    names: dict[str, tuple[Text, Text | None, bool]] = {}
    serves: dict[str, list[str]] = {}
    for counter, name, place, chooses, service in reading.rows(_COUNTERS, center=center):
        names[counter] = _json(name, Text), _json(place, Text) if place else None, bool(chooses)
        serves.setdefault(counter, []).extend([service] if service else [])
    return Hall(
        id=center,
        name=_json(found["name"], Text),
        level=found["level"],
        parent=found["parent"],
        address=_json(found["address"], Text),
        timezone=ZoneInfo(found["timezone"]),
        open_days=OpenDays(
            _json(found["hours"], tuple[Hours, ...]),
            _json(found["calendar"], Calendar),
            _json(found["special_days"], tuple[SpecialDay, ...]),
        ),
        rules=_json(found["rules"], LineRules),
        services=services,
        counters={
            id_: Counter(id_, name, tuple(serves[id_]), place, chooses) for id_, (name, place, chooses) in names.items()
        },
        served=frozenset(service for each in serves.values() for service in each),
        former={id_: _json(name, Text) for id_, name in reading.rows(_FORMER, center=center)},
        bookings=bookings,
        quotas=quotas,
        elastic=_json(found["elastic"], tuple[ElasticRule, ...]),
        alarms=_json(found["alarms"], tuple[AlarmRule, ...]),
    )


def _json(text: str, kind: type[Kind]) -> Kind:
    return msgspec.json.decode(text, type=kind)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute
