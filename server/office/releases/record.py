"""The record of releases in the store: bodies that never change, and acts that are only ever added to."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import bindparam, desc, func, insert, select

from config.edition import Guidance
from config.words import both
from server.rules.errors import Refusal
from server.rules.guidance.release.record import WORDS, Act, Kind, Standing, standings
from server.store import guidance_tables, tables
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.signed_release import guidance_in, release_body, release_id

SHORT = 12
"""Digits of a release's id that people are shown; any unambiguous beginning names it."""

_r, _a = guidance_tables.releases.c, guidance_tables.release_acts.c
_BODY = select(_r.body).where(_r.id == bindparam("release"))
_LIKE = select(_r.id).where(_r.id.startswith(bindparam("beginning"), autoescape=False)).order_by(_r.id).limit(2)
_NEW = insert(guidance_tables.releases)
_ACTS = select(
    _a.number, _a.release, _a.kind, _a.at, _a.actor, _a.department, _a.note, _a.in_force_at, _a.withdraws
).order_by(_a.number)
_LAST = select(func.coalesce(func.max(_a.number), 0))
_ADD = insert(guidance_tables.release_acts)
# One act at a time, also where several processes work on one PostgreSQL.
_LOCK = select(tables.cities.c.id).with_for_update()

_other = guidance_tables.release_acts.alias("other")
_IN_FORCE = (
    select(_a.release, _a.number, _a.signed, _a.signature, _a.key)
    .where(
        _a.kind == "published",
        _a.in_force_at <= bindparam("now"),
        ~select(_other.c.number).where(_other.c.withdraws == _a.number).exists(),
    )
    .order_by(desc(_a.in_force_at), desc(_a.number))
    .limit(1)
)


class Publication(msgspec.Struct, frozen=True):
    """A publication as it was signed: number of its act, text of its statement, signature and public key (base64)."""

    release: str
    number: int
    statement: str
    signature: str
    key: str


def in_force(reading: Reading, now: int) -> Publication | None:
    """Return the publication in force at `now` (ms), or None before the first."""
    found = reading.row(_IN_FORCE, now=now)
    return None if found is None else Publication(*found)


def body_of(reading: Reading, release: str) -> str:
    """Return the canonical JSON of a release by its whole id; raises `Refusal` release_unknown."""
    found = reading.value(_BODY, release=release)
    if found is None:
        raise Refusal("release_unknown", release=release[:SHORT])
    return str(found)


def guidance_of(reading: Reading, release: str) -> Guidance:
    """Return what a release holds; raises `Refusal` release_unknown."""
    return guidance_in(body_of(reading, release).encode())


def named_release(reading: Reading, beginning: str) -> str:
    """Return the whole id of the release that `beginning` names.

    Raises `Refusal` release_unknown or release_ambiguous.
    """
    wanted = beginning.strip().lower()
    found = reading.rows(_LIKE, beginning=wanted) if wanted.isalnum() else []
    if not found:
        raise Refusal("release_unknown", release=beginning)
    if len(found) > 1 and found[0][0] != wanted:
        raise Refusal("release_ambiguous", release=beginning)
    return str(found[0][0])


def acts_of(reading: Reading) -> tuple[Act, ...]:
    """Return the whole record in order."""
    return tuple(Act(*row) for row in reading.rows(_ACTS))


def standing_of(reading: Reading, release: str, now: int) -> Standing:
    """Return where a release stands at `now` (ms); raises `Refusal` release_unknown."""
    found = standings(acts_of(reading), now).get(release)
    if found is None:
        raise Refusal("release_unknown", release=release[:SHORT])
    return found


def must_be(standing: Standing, *states: str) -> None:
    """Raise `Refusal` release_step unless the release stands at one of `states`."""
    if standing.state not in states:
        raise Refusal("release_step", release=standing.release[:SHORT], state=both(WORDS[standing.state]))


def next_number(uow: UnitOfWork) -> int:
    """Return the number of the act to come, and let nobody else take it until this work is done."""
    uow.rows(_LOCK)
    return int(uow.value(_LAST)) + 1


def add_act(uow: UnitOfWork, kind: Kind, release: str, actor: str, now: int, number: int, **more: object) -> None:
    """Add an act at `now` (ms), with its note, under the `number` from `next_number`; raises `Refusal` nobody_named."""
    if not actor.strip():
        raise Refusal("nobody_named")
    values: dict[str, object] = dict.fromkeys(("department", "in_force_at", "withdraws", "signed", "signature", "key"))
    uow.run(_ADD, number=number, release=release, kind=kind, at=now, actor=actor.strip(), **(values | more))


def keep_body(uow: UnitOfWork, guidance: Guidance, now: int) -> tuple[str, bool]:
    """Keep a release; return its id, and whether it was not there before."""
    body = release_body(guidance)
    release = release_id(body)
    if uow.value(_BODY, release=release) is not None:
        return release, False
    uow.run(_NEW, id=release, body=body.decode(), submitted_at=now)
    return release, True


def held_publications(reading: Reading) -> Sequence[Publication]:
    """Return every publication ever made, in order."""
    rows = reading.rows(_PUBLICATIONS)
    return tuple(Publication(*row) for row in rows)


_PUBLICATIONS = (
    select(_a.release, _a.number, _a.signed, _a.signature, _a.key).where(_a.kind == "published").order_by(_a.number)
)
