"""What a command may do to the store: read, change rows, and tell the facts that happened.

A `Reading` sees one consistent moment. A `UnitOfWork` is one command inside the lock of its center: everything it does
becomes durable together, or nothing does.
"""

from collections import OrderedDict
from typing import Any, Final, NamedTuple

import msgspec
import structlog
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.sql import Executable

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact, Kind, NameRef, Place, Reason, TicketRef
from server.store import tables
from server.store.compiled import Database, compiled
from server.store.halls import Hall, Halls
from server.store.statements import Row, Statements

_log = structlog.get_logger("store")

CITY: Final = ""
"""The center name of works that belong to no center (releases, consultations, tokens) and write no facts."""

_c = tables.centers.c
_VERSION = select(_c.epoch, _c.revision).where(_c.id == bindparam("center"))
_VERSIONS = select(_c.id, _c.epoch, _c.revision, _c.told_at, _c.seq).order_by(_c.position)
_LOCK = (
    select(_c.seq, _c.revision, _c.told_at, _c.day, _c.day_seq, _c.epoch)
    .where(_c.id == bindparam("center"))
    .with_for_update(key_share=True)
)
_SETTLE = (
    update(tables.centers)
    .where(_c.id == bindparam("at_center"))
    .values(
        seq=bindparam("to_seq"),
        told_at=bindparam("to_told_at"),
        day=bindparam("to_day"),
        day_seq=bindparam("to_day_seq"),
    )
)
_JOURNAL = insert(tables.journal)


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """The public part of a fact that has no column of its own."""

    number: str | None = None
    counter: NameRef | None = None
    service: NameRef | None = None
    calls: int = 0
    bound_from: str | None = None
    bound_to: str | None = None
    undone: Kind | None = None


_encode = msgspec.json.Encoder().encode
_payload = msgspec.json.Decoder(Payload).decode


class Head(NamedTuple):
    """How far a center's journal is: see `tables.centers`."""

    seq: int
    revision: int
    told_at: int
    day: str | None
    day_seq: int
    epoch: int


_NOWHERE: Final = Head(0, 0, 0, None, 0, 0)


class Reading:
    """One consistent moment of the store."""

    def __init__(self, statements: Statements, database: Database, halls: Halls) -> None:
        self.database: Database = database
        self._statements = statements
        self._halls = halls

    def rows(self, statement: Executable, **values: object) -> list[Row]:
        """Return all rows of `statement`; `values` fill its bind parameters."""
        return self._statements.rows(*self._filled(statement, values))

    def row(self, statement: Executable, **values: object) -> Row | None:
        """Return the first row of `statement`, or None."""
        return self._statements.row(*self._filled(statement, values))

    def value(self, statement: Executable, **values: object) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(statement, **values)
        return None if found is None else found[0]

    def pairs(self, statement: Executable, **values: object) -> dict[Any, Any]:
        """Return the rows of a statement with two columns as first -> second."""
        return {row[0]: row[1] for row in self.rows(statement, **values)}

    def hall(self, center: str) -> Hall:
        """Return how `center` is configured; raises `Refusal` center_unknown."""
        try:
            return self.hall_of(center)
        except LookupError as error:
            raise Refusal("center_unknown", center=center) from error

    def hall_of(self, center: str) -> Hall:
        """Return how the `center` is configured that something else which was read belongs to; raises `LookupError`."""
        found = self.row(_VERSION, center=center)
        if found is None:
            raise LookupError(center)
        return self._halls.hall(self, center, (found[0], found[1]))

    def halls(self) -> list[tuple[Hall, int, int]]:
        """Return every center, parents before children, with the moment (ms) and the seq of its last fact."""
        rows = self.rows(_VERSIONS)
        return [(self._halls.hall(self, id_, (epoch, revision)), at, seq) for id_, epoch, revision, at, seq in rows]

    def _filled(self, statement: Executable, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        sql, carried = compiled(statement, self.database)
        return sql, {**carried, **values} if carried else values


class UnitOfWork(Reading):
    """One command at `center` (or `CITY`), holding that center's lock until it is durable."""

    def __init__(self, statements: Statements, database: Database, halls: Halls, center: str) -> None:
        super().__init__(statements, database, halls)
        self.center = center
        self.facts: list[Fact] = []
        self.head = _NOWHERE
        """How far the center is with what this work has told."""
        self._begun = _NOWHERE
        self._beside: dict[str, UnitOfWork] = {}

    def lock(self, heads: "Heads | None" = None) -> None:
        """Take the center's lock; called once by the store before the work; raises `Refusal` center_unknown.

        `heads` are those of works before this one in the same transaction.
        """
        if self.center == CITY:
            return
        known = heads.of(self.center) if heads is not None else None
        if known is None:
            found = self.row(_LOCK, center=self.center)
            if found is None:
                raise Refusal("center_unknown", center=self.center)
            known = Head(*found)
        self.head = self._begun = known

    def beside(self, center: str) -> "UnitOfWork":
        """Return the unit of work of `center` inside this one, which is of the whole city: one outcome.

        It holds that center's lock from now on. Whoever needs several takes them in the order of their ids, so that two
        such works never wait for each other. Raises `Refusal` center_unknown.
        """
        if self.center != CITY:
            raise ValueError(f"a work of {self.center} does not reach other centers")
        if center not in self._beside:
            inner = UnitOfWork(self._statements, self.database, self._halls, center)
            inner.lock()
            self._beside[center] = inner
        return self._beside[center]

    def settle(self) -> None:
        """Keep the new head of every center that was told something; called once by the store after the work."""
        if self.moved:
            self.keep(self.center, self.head)
        for inner in self._beside.values():
            inner.settle()
            self.facts.extend(inner.facts)
        self._beside.clear()

    def keep(self, center: str, head: Head) -> None:
        """Write how far `center` is."""
        self.run(
            _SETTLE,
            at_center=center,
            to_seq=head.seq,
            to_told_at=head.told_at,
            to_day=head.day,
            to_day_seq=head.day_seq,
        )

    @property
    def moved(self) -> bool:
        """Tell whether this work told anything, or began a day."""
        return self.head is not self._begun

    def run(self, statement: Executable, **values: object) -> None:
        """Change rows; whether it could is known at the latest when the work is committed."""
        self._statements.send(*self._filled(statement, values))

    def change(self, statement: Executable, **values: object) -> int:
        """Change rows; return how many were changed."""
        return self._statements.change(*self._filled(statement, values))

    def own_hall(self) -> Hall:
        """Return how this work's center is configured, without asking the database again."""
        return self._halls.hall(self, self.center, (self.head.epoch, self.head.revision))

    @property
    def next_seq(self) -> int:
        """The seq that the next fact will get."""
        return self.head.seq + 1

    def moment(self, now: int) -> int:
        """Return `now` (ms), or the moment of the center's last fact when the clock says it is before that."""
        return max(now, self.head.told_at)

    def begin_day(self, day: str) -> None:
        """Give out numbers for `day` (ISO date) from now on; what was told so far belongs to the day before."""
        self.head = self.head._replace(day=day, day_seq=self.head.seq)

    def tell(
        self,
        at: int,
        kind: Kind,
        actor: str,
        *,
        ticket: TicketRef | None = None,
        counter: NameRef | None = None,
        service: NameRef | None = None,
        calls: int = 0,
        came_from: Place | None = None,
        went_to: Place | None = None,
        reason: Reason | None = None,
        undone: Kind | None = None,
        person: str | None = None,
        visit: str | None = None,
        private: str | None = None,
    ) -> Fact:
        """Write one fact into the journal: what happened at `at` (ms), never before the fact before it.

        `actor` is the device (a token's id, or a role), `person` who works at it; they, `visit` and `private` (JSON)
        are for the office alone.
        """
        at = self.moment(at)
        seq, revision, _, day, day_seq, epoch = self.head
        self.head = Head(seq + 1, revision, at, day, day_seq, epoch)
        fact = Fact(
            center=self.center,
            seq=self.head.seq,
            at=at,
            kind=kind,
            ticket=ticket,
            counter=counter,
            service=service,
            calls=calls,
            came_from=came_from,
            went_to=went_to,
            reason=reason,
            undone=undone,
            epoch=self.head.epoch,
        )
        self.run(
            _JOURNAL,
            center=self.center,
            seq=fact.seq,
            at=at,
            kind=kind,
            actor=actor,
            ticket=ticket.id if ticket else None,
            counter=counter.id if counter else None,
            payload=_encode(
                Payload(
                    ticket.number if ticket else None,
                    counter,
                    service,
                    calls,
                    came_from.counter if came_from else None,
                    went_to.counter if went_to else None,
                    undone,
                )
            ).decode(),
            epoch=fact.epoch,
            state_from=came_from.state if came_from else None,
            service_from=came_from.service if came_from else None,
            state_to=went_to.state if went_to else None,
            service_to=went_to.service if went_to else None,
            reason=reason,
            person=person,
            visit=visit,
            private=private,
        )
        self.facts.append(fact)
        return fact


class Heads:
    """The newest head of each center within one transaction of many works: read once, written once."""

    def __init__(self) -> None:
        self._known: dict[str, Head] = {}
        self._moved: set[str] = set()

    def of(self, center: str) -> Head | None:
        """Return how far `center` is, or None when no work has looked yet."""
        return self._known.get(center)

    def keep(self, uow: UnitOfWork) -> None:
        """Take over what a work that succeeded has left; one for the whole city may have changed any center."""
        if uow.center == CITY:
            uow.settle()
            self._known.clear()
            return
        self._known[uow.center] = uow.head
        if uow.moved:
            self._moved.add(uow.center)

    def settle(self, uow: UnitOfWork) -> None:
        """Write the heads that have moved, through `uow`."""
        for center in sorted(self._moved):
            uow.keep(center, self._known[center])
        self._moved.clear()


_j = tables.journal.c
FACT_COLUMNS: Final = (
    _j.center,
    _j.seq,
    _j.at,
    _j.kind,
    _j.ticket,
    _j.payload,
    _j.epoch,
    _j.state_from,
    _j.service_from,
    _j.state_to,
    _j.service_to,
    _j.reason,
)
_FACTS = (
    select(*FACT_COLUMNS)
    .where(_j.center == bindparam("center"), _j.seq > bindparam("after"))
    .order_by(_j.seq)
    .limit(bindparam("most"))
)


_HEADS = select(_c.id, _c.epoch, _c.seq)


def heads_of(reading: Reading) -> dict[str, tuple[int, int]]:
    """Return the epoch and the last seq of every center's journal."""
    return {center: (epoch, seq) for center, epoch, seq in reading.rows(_HEADS)}


def facts_after(reading: Reading, center: str, after: int, most: int = 1000) -> list[Fact]:
    """Return up to `most` facts of `center` whose seq is above `after`, in order, without a gap."""
    return [fact_of(row) for row in reading.rows(_FACTS, center=center, after=after, most=most)]


def fact_of(row: Row) -> Fact:
    """Return the fact of a journal row, selected as `FACT_COLUMNS`."""
    center, seq, at, kind, ticket, payload, epoch, state_from, service_from, state_to, service_to, reason = row
    public = _readable(center, epoch, seq, payload)
    return Fact(
        center=center,
        seq=seq,
        at=at,
        kind=kind,
        ticket=TicketRef(ticket, public.number or "") if ticket else None,
        counter=public.counter,
        service=public.service,
        calls=public.calls,
        came_from=Place(state_from, service_from, public.bound_from) if state_from else None,
        went_to=Place(state_to, service_to, public.bound_to) if state_to else None,
        reason=reason,
        undone=public.undone,
        epoch=epoch,
    )


def public_part(payload: str) -> Payload:
    """Return what a journal row's payload says; nothing where it cannot be read."""
    try:
        return _payload(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Payload()


_unreadable: OrderedDict[tuple[str, int, int], None] = OrderedDict()
_REMEMBERED: Final = 1000


def _readable(center: str, epoch: int, seq: int, payload: str) -> Payload:
    """Return what a row says; nothing, told to the log once, when it cannot be read: the rows after it can."""
    try:
        return _payload(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if (center, epoch, seq) not in _unreadable:
            _unreadable[center, epoch, seq] = None
            if len(_unreadable) > _REMEMBERED:
                _unreadable.popitem(last=False)
            _log.error("journal row cannot be read", center=center, seq=seq, why=str(error))
        return Payload()
