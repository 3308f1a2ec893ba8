"""The journal of each hall under seals: every so many facts one row says what they were, chained to the seal before.

Facts are written without it, so a ticket costs what it did; what is not sealed yet is at most a few minutes old.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import LargeBinary, Text, bindparam, cast, insert, select

from server.office.audit.chain import Broken, Head, lock_record
from server.store.audit_tables import journal_seals
from server.store.store import Store
from server.store.tables import centers, journal
from server.store.unit_of_work import CITY, Reading, UnitOfWork

PORTION: Final = 1000
"""Facts under one seal at most."""
SEALED: Final = (
    "seq",
    "at",
    "kind",
    "actor",
    "ticket",
    "counter",
    "payload",
    "epoch",
    "state_from",
    "state_to",
    "service_from",
    "service_to",
    "reason",
    "person",
    "visit",
    "private",
)
"""The columns that seals are made of, in this order for all time."""
_j, _s = journal.c, journal_seals.c
_CENTERS = select(centers.c.id, centers.c.seq).order_by(centers.c.position)
_NEWEST = select(_s.seq, _s.hash).where(_s.center == bindparam("of_center")).order_by(_s.seq.desc()).limit(1)
_NEXT = (
    select(_s.seq, _s.hash)
    .where(_s.center == bindparam("of_center"), _s.seq > bindparam("after"))
    .order_by(_s.seq)
    .limit(1)
)
_SEAL = insert(journal_seals)


def _facts(raw: bool) -> Any:
    # As bytes from SQLite: a damaged text is no text, and would end the proof instead of being its finding.
    columns = [cast(_j[name], LargeBinary) if raw and isinstance(_j[name].type, Text) else _j[name] for name in SEALED]
    return (
        select(*columns)
        .where(_j.center == bindparam("of_center"), _j.seq > bindparam("after"), _j.seq <= bindparam("until"))
        .order_by(_j.seq)
        .limit(PORTION)
    )


_FACTS: Final = {"sqlite": _facts(True), "postgresql": _facts(False)}


class JournalProof(msgspec.Struct, frozen=True):
    """How many facts stand under seals, and in which center they do not hold ("" where all do)."""

    facts: int
    center: str = ""
    broken: Broken | None = None


def seal_journal(store: Store, now: int) -> int:
    """Seal at `now` (ms) whatever was told since, of every center; return how many seals were set."""
    done = 0
    for center, told in store.read(lambda reading: reading.rows(_CENTERS)):
        while (before := store.read(partial(newest_seal, center=center))).seq < told:
            work = partial(_facts_after, center=str(center), after=before.seq, until=int(told))
            facts = store.read(work)
            if not facts:
                break
            fresh = Head(int(facts[-1][0]), _chained(before.hash, facts))
            store.write(CITY, partial(_set, center=center, before=before, fresh=fresh, now=now))
            done += 1
    return done


def newest_seal(reading: Reading, center: str) -> Head:
    """Return how far the journal of `center` is sealed."""
    found = reading.row(_NEWEST, of_center=center)
    return Head(0, "") if found is None else Head(int(found[0]), str(found[1]))


def newest_seals(reading: Reading) -> dict[str, Head]:
    """Return how far the journal of every center is sealed that has one."""
    found = {str(center): newest_seal(reading, str(center)) for center, _ in reading.rows(_CENTERS)}
    return {center: head for center, head in found.items() if head.seq}


def prove_journal(store: Store, kept: Mapping[str, Sequence[Head]]) -> JournalProof:
    """Hold every fact against its seal, and the seals against the heads that were `kept` elsewhere, by center."""
    facts = 0
    known = [str(row[0]) for row in store.read(lambda reading: reading.rows(_CENTERS))]
    for center in (*known, *(each for each in kept if each not in known)):
        held = {head.seq: head.hash for head in kept.get(center, ())}
        at = Head(0, "")
        for seal, broken in _sealed(store, center):
            if broken is None and held.pop(seal.seq, seal.hash) != seal.hash:
                broken = Broken(seal.seq, "changed")
            if broken is not None:
                return JournalProof(facts, center, broken)
            facts += seal.seq - at.seq
            at = seal
        if held:
            return JournalProof(facts, center, Broken(at.seq + 1, "cut"))
    return JournalProof(facts)


def _sealed(store: Store, center: str) -> Iterator[tuple[Head, Broken | None]]:
    before = Head(0, "")
    while (found := store.read(partial(Reading.row, statement=_NEXT, of_center=center, after=before.seq))) is not None:
        seal = Head(int(found[0]), str(found[1]))
        facts = store.read(partial(_facts_after, center=center, after=before.seq, until=seal.seq))
        expected = range(before.seq + 1, seal.seq + 1)
        if [int(row[0]) for row in facts] != list(expected):
            yield seal, Broken(before.seq + 1, "missing")
        elif _chained(before.hash, facts) != seal.hash:
            yield seal, Broken(before.seq + 1, "changed")
        else:
            yield seal, None
        before = seal


def _set(uow: UnitOfWork, center: str, before: Head, fresh: Head, now: int) -> None:
    # Two processes may have looked at once: whoever is second finds the seal of the first, and goes on from there.
    lock_record(uow)
    if newest_seal(uow, center) == before:
        uow.run(_SEAL, center=center, seq=fresh.seq, hash=fresh.hash, at=now)


def _facts_after(reading: Reading, center: str, after: int, until: int) -> list[Any]:
    return reading.rows(_FACTS[reading.database], of_center=center, after=after, until=until)


def _chained(before: str, facts: Sequence[Any]) -> str:
    made = sha256(before.encode())
    for row in facts:
        for value in row:
            kept = b"-" if value is None else bytes(value) if isinstance(value, bytes) else str(value).encode()
            made.update(b"%d:" % (-1 if value is None else len(kept)))
            made.update(kept)
    return made.hexdigest()
