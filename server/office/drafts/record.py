"""Drafts as they are kept: which there are, what their files say now, and what they said before."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import bindparam, desc, func, select

from server.rules.errors import Refusal
from server.store.guidance_tables import guidance_draft_files, guidance_drafts
from server.store.unit_of_work import Reading

_d, _f = guidance_drafts.c, guidance_draft_files.c
_ALL = select(_d.id, _d.name, _d.begun_from, _d.begun_at, _d.begun_by).order_by(desc(_d.begun_at), _d.id)
_ONE = select(_d.id, _d.name, _d.begun_from, _d.begun_at, _d.begun_by).where(_d.id == bindparam("draft"))
_newest = select(_f.file, func.max(_f.version).label("version")).where(_f.draft == bindparam("draft")).group_by(_f.file)
_last = _newest.subquery("last")
_NOW = (
    select(_f.file, _f.version)
    .join(_last, (_last.c.file == _f.file) & (_last.c.version == _f.version))
    .where(_f.draft == bindparam("draft"), _f.body.is_not(None))
    .order_by(_f.file)
)
_BODY = select(_f.body).where(
    _f.draft == bindparam("draft"), _f.file == bindparam("file"), _f.version == bindparam("version")
)
_BODIES = select(_f.file, _f.version, _f.body).where(_f.draft == bindparam("draft"), _f.body.is_not(None))
_HISTORY = (
    select(_f.file, _f.version, _f.at, _f.by, _f.body.is_(None))
    .where(_f.draft == bindparam("draft"), _f.version > 1)
    .order_by(desc(_f.at), _f.file, desc(_f.version))
    .limit(bindparam("most"))
)


class Draft(msgspec.Struct, frozen=True):
    """A pack that somebody began to write, from what, when (ms), and what they were called."""

    id: str
    name: str
    begun_from: str
    begun_at: int
    begun_by: str


class Written(msgspec.Struct, frozen=True):
    """One state of a file: who wrote it when (ms), or took it out."""

    file: str
    version: int
    at: int
    by: str
    gone: bool


def drafts(reading: Reading) -> tuple[Draft, ...]:
    """Return all drafts, the newest first."""
    return tuple(Draft(*row) for row in reading.rows(_ALL))


def draft_of(reading: Reading, draft: str) -> Draft:
    """Return the draft of that id; raises `Refusal` draft_unknown."""
    found = reading.row(_ONE, draft=draft)
    if found is None:
        raise Refusal("draft_unknown")
    return Draft(*found)


def versions_of(reading: Reading, draft: str) -> dict[str, int]:
    """Return the files that a draft has now: name -> version."""
    return {str(file): int(version) for file, version in reading.rows(_NOW, draft=draft)}


def newest_versions(reading: Reading, draft: str) -> dict[str, int]:
    """Return the newest version of every file that a draft has or had."""
    return {str(file): int(version) for file, version in reading.rows(_newest, draft=draft)}


def body_of(reading: Reading, draft: str, file: str, version: int) -> str | None:
    """Return what a file said at a version, None where it was not there."""
    found = reading.value(_BODY, draft=draft, file=file, version=version)
    return None if found is None else str(found)


def bodies_of(reading: Reading, draft: str, versions: Mapping[str, int], known: Mapping[tuple[str, int], str]) -> None:
    """Add to `known` what the files of `versions` say, as (file, version) -> text."""
    missing = [(file, version) for file, version in versions.items() if (file, version) not in known]
    if not isinstance(known, dict) or not missing:
        return
    if len(missing) < len(versions) / 4:
        known.update({key: body_of(reading, draft, *key) or "" for key in missing})
        return
    wanted = {*missing}
    for file, version, body in reading.rows(_BODIES, draft=draft):
        if (file, version) in wanted:
            known[str(file), int(version)] = str(body)


def history_of(reading: Reading, draft: str, most: int) -> tuple[Written, ...]:
    """Return what was changed last since the draft was begun, `most` changes at most, the newest first."""
    rows = reading.rows(_HISTORY, draft=draft, most=most)
    return tuple(Written(str(row[0]), int(row[1]), int(row[2]), str(row[3]), bool(row[4])) for row in rows)
