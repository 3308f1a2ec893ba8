"""Writing a draft: begun with the files of a pack, changed file by file; nobody overwrites what they have not seen."""

import secrets
from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import insert

from config.findings import told
from config.pack_texts import FILES_AT_MOST, WHOLE_AT_MOST, unfit
from server.office.audit.chain import Changed, lock_record, record
from server.office.drafts.record import draft_of, newest_versions, versions_of
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.store.guidance_tables import guidance_draft_files, guidance_drafts
from server.store.unit_of_work import UnitOfWork

NAME_LONGEST: Final = 80
_BEGIN = insert(guidance_drafts)
_WRITE = insert(guidance_draft_files)


def begin_draft(uow: UnitOfWork, name: str, begun_from: str, texts: Mapping[str, str], by: By, now: int) -> str:
    """Keep the files of a pack as a new draft at `now` (ms); return its id; raises `Refusal` draft_name, draft_file."""
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LONGEST:
        raise Refusal("draft_name", most=NAME_LONGEST)
    _refuse_unfit(texts)
    lock_record(uow)
    id_ = secrets.token_hex(8)
    uow.run(_BEGIN, id=id_, name=name, begun_from=begun_from, begun_at=now, begun_by=by.name)
    for file, body in sorted(texts.items()):
        uow.run(_WRITE, draft=id_, file=file, version=1, body=body, at=now, by=by.name)
    record(uow, _changed(by, now, "draft_begun", name, after={"files": len(texts)}))
    return id_


def write_files(
    uow: UnitOfWork, draft: str, texts: Mapping[str, str | None], seen: Mapping[str, int], by: By, now: int
) -> None:
    """Let files of a draft say `texts` from `now` (ms) on; None takes one out.

    `seen` is the version of each that the writer looked at, 0 where it was not there. Raises `Refusal`
    draft_unknown, draft_file, draft_changed_meanwhile: then nothing is written.
    """
    known = draft_of(uow, draft)
    lock_record(uow)
    now_there, ever = versions_of(uow, draft), newest_versions(uow, draft)
    for file in texts:
        if now_there.get(file, 0) != seen.get(file, 0):
            raise Refusal("draft_changed_meanwhile", file=file)
    fresh = {file: body for file, body in texts.items() if body is not None}
    _refuse_unfit(fresh, len({*now_there, *fresh}))
    for file, body in sorted(texts.items()):
        uow.run(_WRITE, draft=draft, file=file, version=ever.get(file, 0) + 1, body=body, at=now, by=by.name)
    record(uow, _changed(by, now, "draft_written", known.name, after=sorted(texts)))


def _refuse_unfit(texts: Mapping[str, str], count: int = 0) -> None:
    """Raise `Refusal` draft_file where a file, or all of them, could be no pack."""
    for file, text in texts.items():
        if (problem := unfit(file, text)) is not None:
            raise Refusal("draft_file", file=problem.file, what=told(problem.what), remedy=told(problem.remedy))
    if max(count, len(texts)) > FILES_AT_MOST or sum(len(each) for each in texts.values()) > WHOLE_AT_MOST:
        raise Refusal("draft_too_large", files=FILES_AT_MOST, bytes=WHOLE_AT_MOST)


def _changed(by: By, now: int, what: str, about: str, after: object) -> Changed:
    written = msgspec.json.encode(after).decode()
    return Changed(now, by.person, by.name, what, about, place=by.place, after=written)
