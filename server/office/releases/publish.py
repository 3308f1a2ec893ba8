"""Publishing: a release that passed the gate is signed and comes into force, now or at a moment to come."""

from collections.abc import Sequence
from datetime import date

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.centers import Text
from config.edition import Guidance
from config.edition_law import editions_broken
from config.findings import told
from server.office.releases.prepare import refuse_unchecked
from server.office.releases.record import (
    SHORT,
    Publication,
    acts_of,
    add_act,
    body_of,
    in_force,
    must_be,
    named_release,
    next_number,
    standing_of,
)
from server.rules.errors import Refusal
from server.rules.guidance.prove.check import check
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.release.record import standings
from server.rules.guidance.search.tables import belong
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import moment
from server.wire.signed_release import SignedRelease, Statement, public_key, sign


class Passed(msgspec.Struct, frozen=True):
    """A release that may come into force on `day`: proved clean, its cases right, nothing run out by then."""

    release: str
    day: date


def pass_gate(release: str, guidance: Guidance, day: date) -> Passed:
    """Prove a release for the day of its publication; raises `Refusal` release_unready.

    Takes seconds, so it is done outside of any unit of work; a release cannot change meanwhile.
    """
    return let_through(release, proved_for(guidance, day), day)


def proved_for(guidance: Guidance, day: date) -> tuple[Finding, ...]:
    """Return what the proof of `guidance` for `day` finds, warnings too; what concerns all of it has no part."""
    found = [Finding("", "", each.code, each.what, each.remedy) for each in editions_broken(guidance)]
    if guidance.search is None or not belong(guidance.search, guidance.pack):
        missing = "its search tables are missing or not its own"
        found.append(Finding("", "", "search_missing", missing, "hand its folder in again"))
    return tuple(found) or check(guidance.pack, day).findings


def let_through(release: str, findings: Sequence[Finding], day: date) -> Passed:
    """Let a release pass whose proof for `day` has these `findings`; raises `Refusal` release_unready."""
    wrong = [each for each in findings if each.level == "error"]
    if wrong:
        first = wrong[0]
        where = f"{first.part} {first.id}: " if first.part else ""
        told_what, told_remedy = told(first.what), told(first.remedy)
        placed = Text(f"{where}{told_what.zh}", f"{where}{told_what.en}")
        raise Refusal("release_unready", release=release[:SHORT], count=len(wrong), what=placed, remedy=told_remedy)
    return Passed(release, day)


def publish_release(
    uow: UnitOfWork,
    passed: Passed,
    by: str,
    key: Ed25519PrivateKey,
    now: int,
    in_force_at: int | None = None,
    note: str = "",
) -> int:
    """Publish a reviewed release at `now` (ms), in force at once or from `in_force_at`; return the act's number.

    Raises `Refusal` release_step, release_unchecked, moment_past, release_unknown, nobody_named.
    """
    number = next_number(uow)
    standing = standing_of(uow, passed.release, now)
    must_be(standing, "reviewed")
    refuse_unchecked(uow, standing, now)
    if in_force_at is not None and in_force_at < now:
        raise Refusal("moment_past", moment=moment(in_force_at))
    _publish(uow, number, passed.release, by, key, now, in_force_at or now, note)
    return number


def roll_back(
    uow: UnitOfWork, by: str, key: Ed25519PrivateKey, now: int, release: str | None = None, note: str = ""
) -> str:
    """Put a release back into force that was in force before (None: the last other one); return its id.

    Not through the gate: it was right once, and what has run out since is shown as such. Raises `Refusal`
    release_none_before, release_step, release_unknown, nobody_named.
    """
    number = next_number(uow)
    acts = acts_of(uow)
    known = standings(acts, now)
    current = in_force(uow, now)
    if release is None:
        withdrawn = {act.withdraws for act in acts}
        begun = [
            (act.in_force_at, act.number, act.release)
            for act in acts
            if act.kind == "published" and act.number not in withdrawn and (act.in_force_at or 0) <= now
        ]
        others = [each for each in begun if current is not None and each[2] != current.release]
        if not others:
            raise Refusal("release_none_before")
        release = max(others)[2]
    must_be(known[named_release(uow, release)], "archived")
    _publish(uow, number, release, by, key, now, now, note)
    return release


def publish_again(uow: UnitOfWork, by: str, key: Ed25519PrivateKey, now: int, note: str = "") -> None:
    """Sign what is in force anew at `now` (ms), with a new key; raises `Refusal` release_missing."""
    number = next_number(uow)
    current = in_force(uow, now)
    if current is None:
        raise Refusal("release_missing")
    _publish(uow, number, current.release, by, key, now, now, note)


def withdraw_release(uow: UnitOfWork, release: str, by: str, now: int, note: str = "") -> None:
    """Take a scheduled publication back at `now` (ms), before it comes into force; raises `Refusal` release_step."""
    number = next_number(uow)
    standing = standing_of(uow, release, now)
    must_be(standing, "scheduled")
    add_act(uow, "withdrawn", release, by, now, number, withdraws=standing.publication, note=note)


def current_release(reading: Reading, now: int) -> SignedRelease:
    """Return the release in force at `now` (ms), as it is sent; raises `Refusal` release_missing."""
    found = in_force(reading, now)
    if found is None:
        raise Refusal("release_missing")
    return as_sent(reading, found)


def as_sent(reading: Reading, published: Publication) -> SignedRelease:
    """Return a publication with the whole of its release; raises `Refusal` release_unknown."""
    body = body_of(reading, published.release).encode()
    return SignedRelease(published.release, published.statement, published.signature, published.key, msgspec.Raw(body))


def current_release_id(reading: Reading, now: int) -> str:
    """Return the id of the release in force at `now` (ms); raises `Refusal` release_missing."""
    found = in_force(reading, now)
    if found is None:
        raise Refusal("release_missing")
    return found.release


def _publish(
    uow: UnitOfWork,
    number: int,
    release: str,
    by: str,
    key: Ed25519PrivateKey,
    now: int,
    in_force_at: int,
    note: str,
) -> None:
    before = in_force(uow, in_force_at)
    pack = msgspec.json.decode(body_of(uow, release), type=_Named).pack.id
    statement = Statement(release, pack, number, in_force_at, before.release if before else None)
    text, signature = sign(key, statement)
    add_act(
        uow,
        "published",
        release,
        by,
        now,
        number,
        note=note,
        in_force_at=in_force_at,
        signed=text,
        signature=signature,
        key=public_key(key),
    )


class _Pack(msgspec.Struct):
    id: str


class _Named(msgspec.Struct):
    pack: _Pack
