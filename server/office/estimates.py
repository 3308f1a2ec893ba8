"""How long people will wait, for whoever asks: each center's journal is followed as far as it is told.

What was learned is kept in memory and learned anew from the journal after a start; nothing of it is written down.
"""

from threading import Lock
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from config.centers import Counter
from server.office.ticket import services_of, ticket_of
from server.rules.errors import Refusal
from server.rules.hall import speaking
from server.rules.hall.estimate.following import Following, Onward, Standing, bound
from server.rules.hall.estimate.wait import Untold, Wait
from server.rules.hall.policy import key_of
from server.store import tables
from server.store.halls import Hall
from server.store.lines_called import lines_of
from server.store.store import Store
from server.store.unit_of_work import Reading, facts_after

REACH: Final = 6_000
"""So many facts of the past are learned from when a center is first asked about; those of its day in any case."""
AT_ONCE: Final = 1_000
RULE_MS: Final = 5_000
FRESH_MS: Final = 15_000
"""What is said of all lines of a center is believed so long, while nothing happens there."""
_LAST: Final = 2**62
"""The place of somebody who would come now."""
_c, _j, _t = tables.centers.c, tables.journal.c, tables.tickets.c
_HEAD = select(_c.epoch, _c.seq, _c.day_seq).where(_c.id == bindparam("center"))
_KEYS = (
    select(_t.id, _t.key, _t.ready_at, _t.cases)
    .select_from(tables.journal.join(tables.tickets, _t.id == _j.ticket))
    .where(
        _j.center == bindparam("center"),
        _j.seq > bindparam("after"),
        _j.seq <= bindparam("upto"),
        _j.state_to == "waiting",
    )
)
"""Of tickets that have moved on since it is the key of today: near enough to learn from."""


_HERE = select(tables.counters.c.id).where(tables.counters.c.center == bindparam("center"))
_GO_ON = select(_t.in_hand, _t.services, _t.step, _t.key, _t.ready_at, _t.place, _t.cases).where(
    _t.in_hand.is_not(None), _t.in_hand.in_(_HERE), _t.services.like("%,%"), _t.return_to.is_(None)
)
"""At counters now, with more than one matter; whoever returns to a counter of theirs joins no line."""


def going_on(reading: Reading, center: str) -> list[Onward]:
    """Return who is at a counter of `center` and joins another of its lines afterwards."""
    found = []
    for counter, matters, step, key, ready_at, place, cases in reading.rows(_GO_ON, center=center):
        services = services_of(matters)
        if step + 1 < len(services):
            found.append(Onward(counter, Standing(key, ready_at, place, services[step + 1], cases)))
    return found


def calling_counters(reading: Reading, hall: Hall) -> list[Counter]:
    """Return the counters of `hall`, each with the lines that it calls from now."""
    lines = lines_of(reading, hall.id)
    return [msgspec.structs.replace(each, services=lines.get(each.id, ())) for each in hall.counters.values()]


def follow_on(reading: Reading, hall: Hall, following: Following, upto: int) -> None:
    """Let `following` take in the facts of `hall` up to `upto`, as far as they are told, and at once."""
    while following.seq < upto:
        facts = facts_after(reading, hall.id, following.seq, min(AT_ONCE, upto - following.seq))
        if not facts:
            return
        rows = reading.rows(_KEYS, center=hall.id, after=following.seq, upto=facts[-1].seq)
        keys = {ticket: (key, ready_at) for ticket, key, ready_at, _ in rows}
        cases = {ticket: brings for ticket, _, _, brings in rows if brings != 1}
        following.follow(facts, keys, calling_counters(reading, hall), cases)


class Said(msgspec.Struct, frozen=True):
    """What is said of a wait for `service`, None of a ticket that stands in no line.

    `held` of the `told` ranges of the last days came true.
    """

    service: str
    outcome: Wait | Untold | None
    told: int = 0
    held: int = 0

    @property
    def late(self) -> bool:
        """Whether it is predicted to be served to its end only after the hall has closed for the day."""
        return self.outcome.late if isinstance(self.outcome, Wait) else self.outcome == "after_closing"


def newcomer(hall: Hall, service: str, now: int) -> Standing:
    """Return where whoever took a ticket for `service` at `now` (ms) would stand: behind all who are there."""
    return Standing(key_of(hall.rules, now, now, "normal"), now, _LAST, service)


class LastSaid(msgspec.Struct, frozen=True):
    """What was said of a service when it was last asked for: at what moment (ms), after which fact."""

    at: int
    seq: int
    said: Said


class _Center:
    """A center that was asked about, as far as its journal was followed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._epoch: int | None = None
        self._following: Following | None = None
        self._lines_of: tuple[Hall, int, int] | None = None
        self._lines: tuple[Said, ...] = ()
        self.last: dict[str, LastSaid] = {}

    @property
    def seq(self) -> int:
        """As far as it was followed, to whoever holds the lock."""
        return 0 if self._following is None else self._following.seq

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
            following = Following(max(0, min(day_seq, seq - REACH)), hall)
        following.clock = hall
        # Kept when all was followed: one that stopped half way would be wrong for ever.
        self._following = None
        follow_on(reading, hall, following, seq)
        if epoch != self._epoch:
            self._lines_of = None
        self._epoch, self._following = epoch, following
        return following

    def said(self, reading: Reading, hall: Hall, ticket: Standing, service: str, now: int) -> Said:
        """Return what is said at `now` (ms) to whoever stands, or would stand, at `ticket`, to who holds the lock."""
        following = self.caught_up(reading, hall)
        outcome = following.wait(ticket, service, now, calling_counters(reading, hall), going_on(reading, hall.id))
        return Said(service, outcome, following.told, following.held)

    def lines(self, reading: Reading, hall: Hall, now: int) -> tuple[Said, ...]:
        """Return what whoever took a ticket at `now` (ms) would be told, line by line, to whoever holds the lock."""
        following, counters = self.caught_up(reading, hall), calling_counters(reading, hall)
        of = self._lines_of
        if of is None or of[0] is not hall or of[1:] != (following.seq, now // FRESH_MS):
            served = [service for service in hall.services if service in hall.served]
            coming = going_on(reading, hall.id)
            told = [following.wait(newcomer(hall, each, now), each, now, counters, coming) for each in served]
            said = zip(served, told, strict=True)
            self._lines = tuple(Said(each, wait, following.told, following.held) for each, wait in said)
            self._lines_of = hall, following.seq, now // FRESH_MS
            self.last.update({each.service: LastSaid(now, following.seq, each) for each in self._lines})
        return self._lines


class Estimates:
    """The centers that were asked about."""

    def __init__(self) -> None:
        self._centers: dict[str, _Center] = {}
        self._stopping: dict[str, tuple[int, bool]] = {}
        self._lock = Lock()

    def of_service(self, reading: Reading, center: str, service: str, now: int) -> Said:
        """Return how long whoever took a ticket for `service` at `now` (ms) would wait.

        Raises `Refusal` center_unknown, service_unknown.
        """
        hall = reading.hall(center)
        if service not in hall.services:
            raise Refusal("service_unknown", service=service)
        return self._said(reading, hall, newcomer(hall, service, now), service, now)

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
        hall = reading.hall(row.center)
        said, within = self._said(reading, hall, here, row.service, now), speaking.grace(hall.rules)
        if not within or row.language is None or row.bound is not None or not isinstance(said.outcome, Wait):
            return said
        # It may wait so much longer for a counter that speaks its language.
        later = msgspec.structs.replace(said.outcome, high=said.outcome.high + within, at_once=False)
        return msgspec.structs.replace(said, outcome=later)

    def last(self, center: str, service: str) -> LastSaid | None:
        """Return what was last said of a service, however long ago; nothing is read or waited for."""
        known = self._centers.get(center)
        return None if known is None else known.last.get(service)

    def now_said(self, reading: Reading, hall: Hall, service: str, now: int) -> LastSaid | None:
        """Return what whoever took a ticket at `now` (ms) would be told; None where others ask about that center."""
        center = self._known(hall)
        if not center.lock.acquire(blocking=False):
            return None
        try:
            told = center.said(reading, hall, newcomer(hall, service, now), service, now)
            said = LastSaid(now, center.seq, told)
            center.last[service] = said
            return said
        finally:
            center.lock.release()

    def lines_now(self, reading: Reading, hall: Hall, now: int) -> bool:
        """Find out what is said of all lines of `hall` at `now` (ms), so that `last` knows it.

        False where others just ask about it.
        """
        center = self._known(hall)
        if not center.lock.acquire(blocking=False):
            return False
        try:
            center.lines(reading, hall, now)
            return True
        finally:
            center.lock.release()

    def stops(self, store: Store, center: str, service: str, now: int) -> bool:
        """Tell whether `center` gives no number for `service` at `now` (ms), because it would be served after closing.

        The rule is looked up every few seconds; where it does not stop anybody nothing else is asked.
        """
        looked_at, rule = self._stopping.get(center, (-RULE_MS, False))
        if not 0 <= now - looked_at < RULE_MS:
            try:
                rule = store.read(lambda reading: reading.hall(center).rules.stop_when_late == "stop")
            except Refusal:
                return False
            self._stopping[center] = now, rule
        if not rule:
            return False
        try:
            return store.read(lambda reading: self.of_service(reading, center, service, now)).late
        except Refusal:
            # What does not exist is refused by whoever gives out the number.
            return False

    def waiting(self, center: str) -> set[str]:
        """Return the tickets that wait at a center as far as it was followed; none where nobody has asked."""
        known = self._centers.get(center)
        return set() if known is None else known.waiting

    def _said(self, reading: Reading, hall: Hall, ticket: Standing, service: str, now: int) -> Said:
        center = self._known(hall)
        with center.lock:
            return center.said(reading, hall, ticket, service, now)

    def _known(self, hall: Hall) -> _Center:
        with self._lock:
            return self._centers.setdefault(hall.id, _Center())
