"""How long people will wait, for whoever asks: each center's journal is followed as far as it is told.

What was learned is kept in memory and learned anew from the journal after a start; nothing of it is written down.
"""

from threading import Lock
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from config.centers import Counter
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.rules.hall import line
from server.rules.hall.estimate.following import Following, Standing, bound
from server.rules.hall.estimate.wait import Untold, Wait
from server.store import tables
from server.store.halls import Hall
from server.store.lines_called import lines_of
from server.store.unit_of_work import Reading, facts_after

REACH: Final = 6_000
"""So many facts of the past are learned from when a center is first asked about; those of its day in any case."""
AT_ONCE: Final = 1_000
FRESH_MS: Final = 15_000
"""What is said of all lines of a center is believed so long, while nothing happens there."""
_LAST: Final = 2**62
"""The place of somebody who would come now."""
_c, _j, _t = tables.centers.c, tables.journal.c, tables.tickets.c
_HEAD = select(_c.epoch, _c.seq, _c.day_seq).where(_c.id == bindparam("center"))
_KEYS = (
    select(_t.id, _t.key, _t.ready_at)
    .select_from(tables.journal.join(tables.tickets, _t.id == _j.ticket))
    .where(
        _j.center == bindparam("center"),
        _j.seq > bindparam("after"),
        _j.seq <= bindparam("upto"),
        _j.state_to == "waiting",
    )
)
"""Of tickets that have moved on since it is the key of today: near enough to learn from."""


def calling_counters(reading: Reading, hall: Hall) -> list[Counter]:
    """Return the counters of `hall`, each with the lines that it calls from now."""
    lines = lines_of(reading, hall.id)
    return [msgspec.structs.replace(each, services=lines.get(each.id, ())) for each in hall.counters.values()]


class Said(msgspec.Struct, frozen=True):
    """What is said of a wait for `service`, None of a ticket that stands in no line.

    `held` of the `told` ranges of the last days came true.
    """

    service: str
    outcome: Wait | Untold | None
    told: int = 0
    held: int = 0


class _Center:
    """A center that was asked about, as far as its journal was followed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._epoch: int | None = None
        self._following: Following | None = None
        self._lines_of: tuple[Hall, int, int] | None = None
        self._lines: tuple[Said, ...] = ()

    @property
    def waiting(self) -> set[str]:
        """The tickets that wait."""
        with self.lock:
            return set() if self._following is None else set(self._following.waiting)

    def caught_up(self, reading: Reading, hall: Hall) -> Following:
        """Return the hall as the journal tells it to whoever holds the lock; never behind `reading`."""
        epoch, seq, day_seq = reading.row(_HEAD, center=hall.id) or (0, 0, 0)
        following = self._following
        if following is None or epoch != self._epoch:
            following = Following(max(0, min(day_seq, seq - REACH)), lambda at: hall.local(at).hour)
        # Kept when all was followed: one that stopped half way would be wrong for ever.
        self._following = None
        while following.seq < seq:
            facts = facts_after(reading, hall.id, following.seq, AT_ONCE)
            if not facts:
                break
            rows = reading.rows(_KEYS, center=hall.id, after=following.seq, upto=facts[-1].seq)
            keys = {ticket: (key, ready_at) for ticket, key, ready_at in rows}
            following.follow(facts, keys, calling_counters(reading, hall))
        if epoch != self._epoch:
            self._lines_of = None
        self._epoch, self._following = epoch, following
        return following

    def lines(self, reading: Reading, hall: Hall, now: int) -> tuple[Said, ...]:
        """Return what whoever took a ticket at `now` (ms) would be told, line by line, to whoever holds the lock."""
        following, counters = self.caught_up(reading, hall), calling_counters(reading, hall)
        of = self._lines_of
        if of is None or of[0] is not hall or of[1:] != (following.seq, now // FRESH_MS):
            last = line.key(now, "normal", hall.rules)
            served = [service for service in hall.services if service in hall.served]
            told = [following.wait(Standing(last, now, _LAST, each), each, now, counters) for each in served]
            said = zip(served, told, strict=True)
            self._lines = tuple(Said(each, wait, following.told, following.held) for each, wait in said)
            self._lines_of = hall, following.seq, now // FRESH_MS
        return self._lines


class Estimates:
    """The centers that were asked about."""

    def __init__(self) -> None:
        self._centers: dict[str, _Center] = {}
        self._lock = Lock()

    def of_service(self, reading: Reading, center: str, service: str, now: int) -> Said:
        """Return how long whoever took a ticket for `service` at `now` (ms) would wait.

        Raises `Refusal` center_unknown, service_unknown.
        """
        hall = reading.hall(center)
        if service not in hall.services:
            raise Refusal("service_unknown", service=service)
        last = Standing(line.key(now, "normal", hall.rules), now, _LAST, service)
        return self._said(reading, hall, last, service, now)

    def of_center(self, reading: Reading, center: str, now: int) -> tuple[Said, ...]:
        """Return what whoever took a ticket at `now` (ms) would be told, for each service that a counter serves.

        Raises `Refusal` center_unknown.
        """
        hall = reading.hall(center)
        known = self._known(hall)
        with known.lock:
            return known.lines(reading, hall, now)

    def of_ticket(self, reading: Reading, ticket: str, now: int) -> Said:
        """Return how long `ticket` will wait from `now` (ms) on; raises `Refusal` ticket_unknown."""
        row = ticket_of(reading, ticket)
        if row.bound is not None:
            here = bound(row.bound, row.ready_at, row.place)
        elif row.line is not None:
            here = Standing(row.key, row.ready_at, row.place, row.line)
        else:
            return Said(row.service, None)
        return self._said(reading, reading.hall(row.center), here, row.service, now)

    def waiting(self, center: str) -> set[str]:
        """Return the tickets that wait at a center as far as it was followed; none where nobody has asked."""
        known = self._centers.get(center)
        return set() if known is None else known.waiting

    def _said(self, reading: Reading, hall: Hall, ticket: Standing, service: str, now: int) -> Said:
        center = self._known(hall)
        with center.lock:
            following = center.caught_up(reading, hall)
            outcome = following.wait(ticket, service, now, calling_counters(reading, hall))
            return Said(service, outcome, following.told, following.held)

    def _known(self, hall: Hall) -> _Center:
        with self._lock:
            return self._centers.setdefault(hall.id, _Center())
