"""Documents of settings as rows: each revision is written once; which one is in force is kept beside them.

That is kept, and not worked out from the clock, so that a clock that is set back never takes a document out of force.
"""

from typing import TypeVar

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from config.documents import DOCUMENTS, Document, Kind, Scope
from server.store import settings_tables
from server.store.statements import Row
from server.store.unit_of_work import Reading, UnitOfWork

_s = settings_tables.settings.c
_f = settings_tables.settings_in_force.c
_COLUMNS = (_s.scope, _s.revision, _s.effective_at, _s.written_at, _s.by, _s.body)
_KEEP = insert(settings_tables.settings)
_ONE = select(*_COLUMNS).where(_s.scope == bindparam("scope"), _s.revision == bindparam("revision"))
_IN_FORCE = (
    select(*_COLUMNS, _f.since)
    .join(settings_tables.settings_in_force, (_f.scope == _s.scope) & (_f.revision == _s.revision))
    .where(_s.scope == bindparam("scope"))
)
_AT = (
    select(*_COLUMNS)
    .where(_s.scope == bindparam("scope"), _s.effective_at <= bindparam("at"))
    .order_by(_s.revision.desc())
    .limit(1)
)
_HISTORY = select(*_COLUMNS).where(_s.scope == bindparam("scope")).order_by(_s.revision)
_NEWEST = select(func.max(_s.revision)).where(_s.scope == bindparam("scope"))
_SCOPES = select(_s.scope).distinct().order_by(_s.scope)
_DUE = (
    select(_f.scope, func.max(_s.revision))
    .join(settings_tables.settings, (_s.scope == _f.scope) & (_s.revision > _f.revision))
    .where(_s.effective_at <= bindparam("now"))
    .group_by(_f.scope)
)
"""Asked every second: it looks at revisions above the one in force only, of which there are hardly ever any."""
_NONE_YET = insert(settings_tables.settings_in_force)
_HOLDS = (
    update(settings_tables.settings_in_force)
    .where(_f.scope == bindparam("of_scope"))
    .values(revision=bindparam("to_revision"), since=bindparam("now"))
)

Wanted = TypeVar("Wanted", bound=Document)
KINDS: tuple[Kind, ...] = ("city", "town", "center")


class Revision(msgspec.Struct, frozen=True):
    """One document as it was written at `written_at` by a token (or `seed`), to take force at `effective_at` (ms)."""

    scope: Scope
    revision: int
    effective_at: int
    written_at: int
    by: str
    body: str

    @property
    def document(self) -> Document:
        """Return what it says."""
        return msgspec.json.decode(self.body, type=DOCUMENTS[self.scope.kind])


class InForce(msgspec.Struct, frozen=True):
    """The revision that holds, and since when (ms)."""

    what: Revision
    since: int


def scope_of(text: str) -> Scope:
    """Return the scope that was kept as `text`."""
    kind, _, id_ = text.partition("/")
    return Scope(next(each for each in KINDS if each == kind), id_)


def in_force(reading: Reading, scope: Scope) -> InForce | None:
    """Return the document in force, or None when none ever was."""
    found = reading.row(_IN_FORCE, scope=str(scope))
    return None if found is None else InForce(_revision(found[:-1]), int(found[-1]))


def document_in_force(reading: Reading, scope: Scope, kind: type[Wanted]) -> Wanted | None:
    """Return what the document in force says, or None when none ever was."""
    found = in_force(reading, scope)
    return None if found is None else msgspec.json.decode(found.what.body, type=kind)


def document_at(reading: Reading, scope: Scope, kind: type[Wanted], at: int) -> Wanted | None:
    """Return the document that will hold at `at` (ms) as far as is decided today."""
    found, holds = reading.row(_AT, scope=str(scope), at=at), in_force(reading, scope)
    if found is None or (holds is not None and holds.what.revision > found[1]):
        return document_in_force(reading, scope, kind)
    return msgspec.json.decode(found[-1], type=kind)


def revision_of(reading: Reading, scope: Scope, revision: int) -> Revision | None:
    """Return one revision."""
    found = reading.row(_ONE, scope=str(scope), revision=revision)
    return None if found is None else _revision(found)


def history(reading: Reading, scope: Scope) -> list[Revision]:
    """Return every revision, the oldest first."""
    return [_revision(row) for row in reading.rows(_HISTORY, scope=str(scope))]


def newest_revision(reading: Reading, scope: Scope) -> int:
    """Return the number of the newest revision, 0 when there is none."""
    return int(reading.value(_NEWEST, scope=str(scope)) or 0)


def scopes(reading: Reading) -> list[Scope]:
    """Return every scope that something was decided for."""
    return sorted(scope_of(row[0]) for row in reading.rows(_SCOPES))


def due(reading: Reading, now: int) -> list[tuple[Scope, int]]:
    """Return the revisions whose moment has come by `now` (ms) and that are not in force, the city's first."""
    found = [(scope_of(scope), int(revision)) for scope, revision in reading.rows(_DUE, now=now)]
    return sorted(found, key=lambda each: (KINDS.index(each[0].kind), each[0].id))


def keep(uow: UnitOfWork, revision: Revision) -> None:
    """Write a revision down, once and for all."""
    uow.run(
        _KEEP,
        scope=str(revision.scope),
        revision=revision.revision,
        effective_at=revision.effective_at,
        written_at=revision.written_at,
        by=revision.by,
        body=revision.body,
    )
    if revision.revision == 1:
        uow.run(_NONE_YET, scope=str(revision.scope), revision=0, since=revision.written_at)


def put_in_force(uow: UnitOfWork, scope: Scope, revision: int, now: int) -> None:
    """Let `revision` hold from `now` (ms) on."""
    uow.run(_HOLDS, of_scope=str(scope), to_revision=revision, now=now)


def _revision(row: Row) -> Revision:
    scope, revision, effective_at, written_at, by, body = row
    return Revision(scope_of(scope), int(revision), int(effective_at), int(written_at), by, body)
