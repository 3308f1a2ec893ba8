"""The record of changes: each row is chained to the one before, so that none is changed or left out unnoticed.

A row's hash is made of all that it says and of the hash before it: every later one tells of a change.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import LargeBinary, Text, bindparam, cast, insert, select, update

from server.store.audit_tables import record_beginning
from server.store.people_tables import audit, audit_head
from server.store.statements import Row
from server.store.unit_of_work import Reading, UnitOfWork

_HEAD = select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == 1)
_BEGINNING = select(record_beginning.c.seq, record_beginning.c.hash).where(record_beginning.c.id == 1)
BEGINNING: Final = "record_begins"
"""The code of the row that says which rows were thrown away because they were old."""
_LOCKED_HEAD = _HEAD.with_for_update()
_MOVE = update(audit_head).where(audit_head.c.id == 1).values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
_WRITE = insert(audit)
_a = audit.c
_AFTER = select(*(column for column in _a)).where(_a.seq > bindparam("after")).order_by(_a.seq).limit(bindparam("most"))
PORTION: Final = 1000
_TEXTS = [cast(column, LargeBinary) for column in _a if isinstance(column.type, Text)]
_AS_BYTES = select(_a.seq, _a.at, *_TEXTS).where(_a.seq > bindparam("after")).order_by(_a.seq).limit(bindparam("most"))
"""For SQLite, which keeps whatever bytes a damaged disk has left of a text, and then cannot return it as one."""
_encode = msgspec.json.Encoder().encode


class Changed(msgspec.Struct, frozen=True):
    """One change as it is recorded: at `at` (ms), `who` did `what` (a stable code) about what, and how it ended.

    `who` is a person's or a token's id, `name` what people call them, "" for the system; `center` "" is the whole city;
    `result` is "done" or the code of a refusal; `place` is the address that it came from. `before` and `after` are
    JSON, "" where there is nothing to compare; what is secret never stands in them.
    """

    at: int
    who: str
    name: str
    what: str
    about: str = ""
    center: str = ""
    result: str = "done"
    place: str = ""
    before: str = ""
    after: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """A row of the record: what was changed, where it stands, and the hash that chains it."""

    seq: int
    changed: Changed
    hash: str


class Head(msgspec.Struct, frozen=True):
    """How far the record is: what is printed and kept elsewhere proves later that nothing up to it was touched."""

    seq: int
    hash: str


class Broken(msgspec.Struct, frozen=True):
    """Where the chain does not hold: at row `seq`, because of `why` ("changed", "missing", "cut")."""

    seq: int
    why: str


def chained(before: str, seq: int, changed: Changed) -> str:
    """Return the hash (SHA-256) of row `seq` that says `changed` and follows a row with the hash `before`."""
    return sha256(before.encode() + _encode([seq, *msgspec.structs.astuple(changed)])).hexdigest()


def lock_record(uow: UnitOfWork) -> None:
    """Let nobody else change what is recorded until this work ends: what it looks at holds until it has decided."""
    uow.row(_LOCKED_HEAD)


def record(uow: UnitOfWork, changed: Changed) -> int:
    """Write `changed` into the record, in the same unit of work as the change itself; return its seq."""
    found = uow.row(_LOCKED_HEAD)
    before = Head(0, "") if found is None else Head(int(found[0]), str(found[1]))
    seq = before.seq + 1
    link = chained(before.hash, seq, changed)
    uow.run(_WRITE, seq=seq, hash=link, **msgspec.structs.asdict(changed))
    uow.run(_MOVE, to_seq=seq, to_hash=link)
    return seq


def head(reading: Reading) -> Head:
    """Return how far the record is."""
    found = reading.row(_HEAD)
    return Head(0, "") if found is None else Head(int(found[0]), str(found[1]))


def beginning(reading: Reading) -> Head:
    """Return the last row that was thrown away because it was old; the first that is there is chained to it."""
    found = reading.row(_BEGINNING)
    return Head(0, "") if found is None else Head(int(found[0]), str(found[1]))


def portion(reading: Reading, after: int, most: int = PORTION) -> list[Recorded]:
    """Return at most `most` rows that follow row `after`."""
    return [
        Recorded(int(seq), Changed(*values), str(link))
        for seq, *values, link in reading.rows(_AFTER, after=after, most=most)
    ]


def _portion_as_kept(reading: Reading, after: int) -> Sequence[Recorded | None]:
    """Return at most `PORTION` rows that follow row `after`; None is one that holds something else than texts."""
    if reading.database != "sqlite":
        return portion(reading, after)
    return [_read(row) for row in reading.rows(_AS_BYTES, after=after, most=PORTION)]


def _read(row: Row) -> Recorded | None:
    seq, at, *kept = row
    try:
        *texts, link = (each.decode() for each in kept)
    except UnicodeDecodeError:
        return None
    return Recorded(int(seq), Changed(at, *texts), link)


def _head_in(text: str) -> Head:
    try:
        return msgspec.json.decode(text, type=Head)
    except msgspec.DecodeError:
        return Head(0, "")


class Verifying:
    """Walks the record a portion at a time, so that whoever reads it holds nobody up; `broken` is what it found."""

    def __init__(self, kept: Iterable[Head] = ()) -> None:
        """Begin at the first row; `kept` are heads that were written down elsewhere and must still be there."""
        self._kept: dict[int, set[str]] = {}
        for each in kept:
            self._kept.setdefault(each.seq, set()).add(each.hash)
        self._at = self._begins = self._told = Head(0, "")
        self._jumped = 0
        self.broken: Broken | None = None

    @property
    def looked(self) -> int:
        """Return how many rows were looked at."""
        return self._at.seq - self._jumped

    @property
    def begins(self) -> int:
        """Return the last row that was thrown away because it was old, 0 when all are there."""
        return self._begins.seq

    def more(self, reading: Reading) -> bool:
        """Look at the next portion; return whether there may be more to look at."""
        self._begins = beginning(reading)
        if self._begins.seq > self._at.seq:
            # Also when rows went while we were walking.
            self._jumped += self._begins.seq - self._at.seq
            self._at = self._begins
            self._is_kept(self._at)
            if self.broken is not None:
                return False
        rows = _portion_as_kept(reading, self._at.seq)
        for row in rows:
            if row is None:
                self.broken = Broken(self._at.seq + 1, "changed")
            else:
                self._look(row)
            if self.broken is not None:
                return False
        if len(rows) == PORTION:
            return True
        told = head(reading)
        # A row that was written since is no fault: it is looked at in the next portion.
        if told.seq > self._at.seq and portion(reading, self._at.seq, 1):
            return True
        if told != self._at or any(seq > self._at.seq for seq in self._kept):
            self.broken = Broken(self._at.seq + 1, "cut")
        elif self._begins != self._told:
            # Rows went, and the record says nothing of it, or of others.
            self.broken = Broken(min(self._begins.seq, self._told.seq) + 1, "missing")
        return False

    def _look(self, row: Recorded) -> None:
        if row.seq != self._at.seq + 1:
            self.broken = Broken(self._at.seq + 1, "missing")
        elif chained(self._at.hash, row.seq, row.changed) != row.hash:
            self.broken = Broken(row.seq, "changed")
        else:
            self._at = Head(row.seq, row.hash)
            self._is_kept(self._at)
            if row.changed.what == BEGINNING:
                self._told = _head_in(row.changed.after)

    def _is_kept(self, at: Head) -> None:
        if self._kept.get(at.seq, {at.hash}) != {at.hash}:
            self.broken = Broken(at.seq, "changed")
