"""Where a matter can be done: every center of the city looked at in a few statements, whatever becomes of any of them.

Only the waits cost something. They are what was last said of each center; those that stand first are asked for anew, as
many as there is time for. A center whose lock is held, that nobody serves or that tells nothing is shown as it was last
known, and nobody waits for it.
"""

from collections.abc import Collection
from time import thread_time
from typing import Final

import msgspec
from sqlalchemy import bindparam, func, select

from config.centers import Level, Text, Way
from server.office.estimates import FRESH_MS, Estimates, LastSaid
from server.rules.errors import Refusal
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.places import Doing, Offer, Ranked, doing, looked_at
from server.rules.hall.ways import minutes_from
from server.store import tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading

LOOKS: Final = 8
LOOK_SECONDS: Final = 0.012
"""So many centers are asked anew for one answer, and no more of them after so much of the processor's time."""
_k, _l, _n = tables.counters.c, tables.lines.c, tables.counter_lines.c
_CITY = select(tables.cities.c.ways)
_STATES = (
    select(_k.center, _k.state, func.count())
    .where(_k.taken_away_at.is_(None), _k.state != "closed")
    .group_by(_k.center, _k.state)
)
_SERVING = (
    select(_k.center, func.count())
    .select_from(tables.counter_lines.join(tables.counters, _k.id == _n.counter))
    .where(_n.service == bindparam("service"), _k.state == "open", _k.taken_away_at.is_(None))
    .group_by(_k.center)
)
_WAITING = select(_l.center, _l.waiting).where(_l.service == bindparam("service"))
_ways = msgspec.json.Decoder(tuple[Way, ...]).decode


class PlaceFound(msgspec.Struct, frozen=True):
    """A center where all that was asked for can be done; moments are ms, `way` minutes.

    `last` is what was said of the line whose wait is the longest, `heard_at` when anything was told there last.
    """

    center: str
    name: Text
    level: Level
    address: Text
    way: int | None
    doing: Doing
    opens_at: int | None
    closes_at: int | None
    waiting: int
    last: LastSaid | None
    heard_at: int
    called_at: int | None
    remote: bool


def places_for(
    reading: Reading,
    estimates: Estimates,
    services: Collection[str],
    origin: str | None,
    now: int,
    most: int | None = None,
) -> tuple[list[PlaceFound], int]:
    """Return where all `services` can be done at `now` (ms) by somebody at the center `origin`, soonest first.

    Of them `most` are told, without it all, and how many were left out.

    Whoever has several keeps their age from line to line, so that the longest of their waits is theirs.
    Raises `Refusal` center_unknown, service_unknown.
    """
    halls = {hall.id: (hall, told_at, seq) for hall, told_at, seq in reading.halls()}
    if origin is not None and origin not in halls:
        raise Refusal("center_unknown", center=origin)
    known = {service for hall, _, _ in halls.values() for service in hall.services}
    for service in services:
        if service not in known:
            raise Refusal("service_unknown", service=service)
    ways = {} if origin is None else minutes_from(origin, ways_of(reading))
    looking = _Looking(reading, estimates, tuple(services), now)
    found = {id_: each for id_, each in halls.items() if each[0].served.issuperset(services)}
    offers = [looking.offer(hall, ways.get(id_)) for id_, (hall, _, _) in found.items()]
    order = looked_at(offers, now, lambda offer: looking.anew(offer, *found[offer.center][::2]), looking.may)
    told = order[:most]
    return [looking.told(each, *found[each.offer.center][:2]) for each in told], len(order) - len(told)


def ways_of(reading: Reading) -> tuple[Way, ...]:
    """Return the ways that the city has written."""
    return _ways(reading.value(_CITY) or "[]")


def way_between(reading: Reading, origin: str, center: str) -> int | None:
    """Return the minutes from one center to another, None where nobody wrote them."""
    return minutes_from(origin, ways_of(reading)).get(center)


class _Looking:
    """One answer in the making."""

    def __init__(self, reading: Reading, estimates: Estimates, services: tuple[str, ...], now: int) -> None:
        self._reading, self._estimates, self._services, self._now = reading, estimates, services, now
        self._states: dict[str, dict[str, int]] = {}
        for center, state, count in reading.rows(_STATES):
            self._states.setdefault(center, {})[state] = int(count)
        self._serving = [reading.pairs(_SERVING, service=service) for service in services]
        self._waiting = [reading.pairs(_WAITING, service=service) for service in services]
        self._last: dict[str, LastSaid | None] = {}
        self._looks = 0
        self._until = thread_time() + LOOK_SECONDS

    def offer(self, hall: Hall, way: int | None) -> Offer:
        """Return what `hall` offers, as it was last known."""
        closes_at = hall.closes_at(self._now)
        states = self._states.get(hall.id, {})
        serving = min(int(each.get(hall.id, 0)) for each in self._serving)
        arrival = self._now + (way or 0) * 60_000
        reopens = None if closes_at is not None and arrival < closes_at else hall.opens_at(self._now)
        self._last[hall.id] = self._longest([self._estimates.last(hall.id, each) for each in self._services])
        return Offer(
            hall.id,
            way,
            doing(is_open=closes_at is not None, serving=serving, paused=states.get("paused", 0)),
            reopens,
            closes_at,
            sum(int(each.get(hall.id, 0)) for each in self._waiting),
            serving,
            self._median(hall.id),
        )

    def may(self) -> bool:
        """Tell whether there is time for one more look."""
        return self._looks < LOOKS and thread_time() < self._until

    def anew(self, offer: Offer, hall: Hall, seq: int) -> Offer | None:
        """Return `offer` with the wait of now; None where it is still fresh, or cannot be had without waiting."""
        self._looks += 1
        if offer.doing != "open":
            return None
        last = self._last[hall.id]
        if last is not None and last.seq == seq and self._now - last.at < FRESH_MS:
            return None
        said = [self._estimates.now_said(self._reading, hall, each, self._now) for each in self._services]
        if any(each is None for each in said):
            return None
        self._last[hall.id] = self._longest(said)
        longest = self._last[hall.id]
        if longest is not None and longest.said.late:
            # Whoever comes now is served on another day: as if it had closed already.
            return msgspec.structs.replace(offer, wait=None, closes_at=None, opens_at=hall.opens_at(self._now))
        return msgspec.structs.replace(offer, wait=self._median(hall.id))

    def told(self, ranked: Ranked, hall: Hall, heard_at: int) -> PlaceFound:
        """Return what is told of a center."""
        offer, closes_at = ranked.offer, hall.closes_at(self._now)
        return PlaceFound(
            offer.center,
            hall.name,
            hall.level,
            hall.address,
            offer.way,
            offer.doing,
            offer.opens_at if offer.doing == "closed" else None,
            closes_at,
            offer.waiting,
            self._last[hall.id] if offer.doing == "open" else None,
            heard_at,
            ranked.called_at,
            hall.rules.remote_at_most > 0 and closes_at is not None,
        )

    def _median(self, center: str) -> float | None:
        last = self._last[center]
        return last.said.outcome.median if last is not None and isinstance(last.said.outcome, Wait) else None

    @staticmethod
    def _longest(said: list[LastSaid | None]) -> LastSaid | None:
        """Return the longest of what was said; nothing where one of them is not known, else whatever is not told."""
        known = [each for each in said if each is not None]
        if len(known) < len(said):
            return None
        untold = [each for each in known if not isinstance(each.said.outcome, Wait)]
        return untold[0] if untold else max(known, key=_median_of)


def _median_of(last: LastSaid) -> float:
    return last.said.outcome.median if isinstance(last.said.outcome, Wait) else 0
