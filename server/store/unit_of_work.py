"""What a command may do to the store: read, change rows, and tell the facts that happened.

A `Reading` sees one consistent moment. A `UnitOfWork` is one command inside the lock of its center: everything it does
becomes durable together, or nothing does.
"""

from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.sql import Executable

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact, NameRef, TicketRef
from server.store import tables
from server.store.compiled import Database, compiled
from server.store.halls import Hall, Halls
from server.store.statements import Row, Statements

CITY: Final = ""
"""The center name of works that belong to no center (releases, consultations, tokens) and write no facts."""

_REVISION = select(tables.centers.c.revision).where(tables.centers.c.id == bindparam("center"))
_LOCK = (
    select(tables.centers.c.seq, tables.centers.c.revision)
    .where(tables.centers.c.id == bindparam("center"))
    .with_for_update(key_share=True)
)
_SEQ = update(tables.centers).where(tables.centers.c.id == bindparam("at_center")).values(seq=bindparam("to_seq"))
_JOURNAL = insert(tables.journal)


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """The public part of a fact that has no column of its own."""

    number: str | None = None
    counter: NameRef | None = None
    service: NameRef | None = None
    calls: int = 0


_encode = msgspec.json.Encoder().encode
_payload = msgspec.json.Decoder(Payload).decode


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
        revision = self.value(_REVISION, center=center)
        if revision is None:
            raise Refusal("center_unknown", center=center)
        return self._halls.hall(self, center, revision)

    def _filled(self, statement: Executable, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        sql, carried = compiled(statement, self.database)
        return sql, {**carried, **values} if carried else values


class UnitOfWork(Reading):
    """One command at `center` (or `CITY`), holding that center's lock until it is durable."""

    def __init__(self, statements: Statements, database: Database, halls: Halls, center: str) -> None:
        super().__init__(statements, database, halls)
        self.center = center
        self.facts: list[Fact] = []
        self._seq = 0
        self._revision = 0
        self._beside: dict[str, UnitOfWork] = {}

    def lock(self, heads: "Heads | None" = None) -> None:
        """Take the center's lock; called once by the store before the work; raises `Refusal` center_unknown.

        `heads` are those of works before this one in the same transaction.
        """
        if self.center == CITY:
            return
        found: Row | None = heads.of(self.center) if heads is not None else None
        if found is None:
            found = self.row(_LOCK, center=self.center)
        if found is None:
            raise Refusal("center_unknown", center=self.center)
        self._seq, self._revision = found

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
        """Keep the new seq of every center that was told something; called once by the store after the work."""
        if self.facts:
            self.run(_SEQ, at_center=self.center, to_seq=self._seq)
        for inner in self._beside.values():
            inner.settle()
            self.facts.extend(inner.facts)
        self._beside.clear()

    @property
    def head(self) -> tuple[int, int]:
        """The center's newest seq and the revision of its configuration."""
        return self._seq, self._revision

    def run(self, statement: Executable, **values: object) -> None:
        """Change rows; whether it could is known at the latest when the work is committed."""
        self._statements.send(*self._filled(statement, values))

    def change(self, statement: Executable, **values: object) -> int:
        """Change rows; return how many were changed."""
        return self._statements.change(*self._filled(statement, values))

    def own_hall(self) -> Hall:
        """Return how this work's center is configured, without asking the database again."""
        return self._halls.hall(self, self.center, self._revision)

    @property
    def next_seq(self) -> int:
        """The seq that the next fact will get."""
        return self._seq + 1

    def tell(
        self,
        at: int,
        kind: str,
        actor: str,
        *,
        ticket: TicketRef | None = None,
        counter: NameRef | None = None,
        service: NameRef | None = None,
        calls: int = 0,
    ) -> Fact:
        """Write one fact into the journal: what happened at `at` (ms), by `actor` (a token's id, or a role)."""
        self._seq += 1
        payload = Payload(ticket.number if ticket else None, counter, service, calls)
        self.run(
            _JOURNAL,
            center=self.center,
            seq=self._seq,
            at=at,
            kind=kind,
            actor=actor,
            ticket=ticket.id if ticket else None,
            counter=counter.id if counter else None,
            payload=_encode(payload).decode(),
        )
        fact = Fact(self.center, self._seq, at, kind, ticket, counter, service, calls)
        self.facts.append(fact)
        return fact


class Heads:
    """The newest seq of each center within one transaction of many works: read once, written once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int]] = {}
        self._moved: set[str] = set()

    def of(self, center: str) -> tuple[int, int] | None:
        """Return seq and revision of `center`, or None when no work has looked yet."""
        return self._known.get(center)

    def keep(self, uow: UnitOfWork) -> None:
        """Take over what a work that succeeded has left; one for the whole city may have changed any center."""
        if uow.center == CITY:
            uow.settle()
            self._known.clear()
            return
        self._known[uow.center] = uow.head
        if uow.facts:
            self._moved.add(uow.center)

    def settle(self, uow: UnitOfWork) -> None:
        """Write the seqs that have moved, through `uow`."""
        for center in sorted(self._moved):
            uow.run(_SEQ, at_center=center, to_seq=self._known[center][0])
        self._moved.clear()


_FACTS = (
    select(
        tables.journal.c.center,
        tables.journal.c.seq,
        tables.journal.c.at,
        tables.journal.c.kind,
        tables.journal.c.ticket,
        tables.journal.c.payload,
    )
    .where(tables.journal.c.center == bindparam("center"), tables.journal.c.seq > bindparam("after"))
    .order_by(tables.journal.c.seq)
    .limit(bindparam("most"))
)


def facts_after(reading: Reading, center: str, after: int, most: int = 1000) -> list[Fact]:
    """Return up to `most` facts of `center` whose seq is above `after`, in order, without a gap."""
    return [fact_of(row) for row in reading.rows(_FACTS, center=center, after=after, most=most)]


def fact_of(row: Row) -> Fact:
    """Return the fact of a journal row (center, seq, at, kind, ticket, payload)."""
    center, seq, at, kind, ticket, payload = row
    public = _payload(payload)
    who = TicketRef(ticket, public.number or "") if ticket else None
    return Fact(center, seq, at, kind, who, public.counter, public.service, public.calls)
