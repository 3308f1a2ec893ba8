"""Consultations kept under a short code, so that phone, kiosk and counter continue the same one."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import bindparam, insert, select, update

from config.rule import Value
from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I, L: a code is read aloud and typed."""
CODE_LENGTH: Final = 8

_c = tables.consultations.c
_NEW = insert(tables.consultations)
_BY_CODE = select(tables.consultations).where(_c.code == bindparam("code"))
_ANSWER = (
    update(tables.consultations)
    .where(_c.code == bindparam("of_code"))
    .values(answers=bindparam("to_answers"), changed_at=bindparam("now"))
)
_checklists = msgspec.json.Decoder(tuple[str, ...]).decode
_answers = msgspec.json.Decoder(dict[str, str | int | bool]).decode


class KeptConsultation(msgspec.Struct, frozen=True):
    """A consultation's own data: verdicts and plan are computed from it under its `release`."""

    code: str
    release: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    created_at: int
    changed_at: int


def start_consultation(uow: UnitOfWork, release: str, checklists: Sequence[str], now: int) -> KeptConsultation:
    """Keep a new consultation under `release` at `now` (ms), with a code that was never given before."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    kept = KeptConsultation(code, release, tuple(checklists), {}, now, now)
    uow.run(
        _NEW,
        code=code,
        release=release,
        checklists=msgspec.json.encode(kept.checklists).decode(),
        answers="{}",
        created_at=now,
        changed_at=now,
    )
    return kept


def consultation_of(reading: Reading, code: str) -> KeptConsultation:
    """Return what is kept under `code`, written in any case; raises `Refusal` consultation_unknown."""
    found = reading.row(_BY_CODE, code=code.strip().upper())
    if found is None:
        raise Refusal("consultation_unknown")
    known, release, checklists, answers, created_at, changed_at = found
    return KeptConsultation(known, release, _checklists(checklists), _answers(answers), created_at, changed_at)


def keep_answers(uow: UnitOfWork, code: str, answers: Mapping[str, Value], now: int) -> KeptConsultation:
    """Replace all answers of a consultation at `now` (ms); raises `Refusal` consultation_unknown."""
    kept = consultation_of(uow, code)
    uow.run(_ANSWER, of_code=kept.code, to_answers=msgspec.json.encode(dict(answers)).decode(), now=now)
    return msgspec.structs.replace(kept, answers=dict(answers), changed_at=now)
