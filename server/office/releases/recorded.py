"""The steps of a release as somebody takes them: done, and recorded in the same unit of work.

The command line and the administrators' house take them here. Whoever is signed in is known by their account: of two
who bear one name either may review what the other wrote, and nobody reviews their own under another name.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, select

from config.edition import Guidance
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.office.releases import prepare, publish
from server.office.releases.keys import use_key
from server.office.releases.record import SHORT
from server.store.people_tables import audit
from server.store.unit_of_work import Reading, UnitOfWork

_AUTHOR: Final = (
    select(audit.c.who)
    .where(audit.c.what == "release_submitted", audit.c.about == bindparam("about"))
    .order_by(audit.c.seq.desc())
    .limit(1)
)


def submit(uow: UnitOfWork, guidance: Guidance, by: By, now: int, note: str = "") -> str:
    """Hand `guidance` in as a draft at `now` (ms) and return its id; raises `Refusal` as `submit_release`."""
    release = prepare.submit_release(uow, guidance, by.name, now, note)
    _record(uow, "release_submitted", release, by, now, note)
    return release


def check(uow: UnitOfWork, release: str, by: By, departments: Sequence[str], now: int, note: str = "") -> None:
    """Let departments vouch for the facts of a draft at `now` (ms); raises `Refusal` as `check_release`."""
    prepare.check_release(uow, release, by.name, departments, now, note)
    _record(uow, "release_checked", release, by, now, note)


def review(uow: UnitOfWork, release: str, by: By, now: int, note: str = "") -> None:
    """Let somebody who did not write it review a draft at `now` (ms); raises `Refusal` as `review_release`."""
    author = author_of(uow, release)
    prepare.review_release(uow, release, by.name, now, note, author == by.person if author and by.person else None)
    _record(uow, "release_reviewed", release, by, now, note)


def give_back(uow: UnitOfWork, release: str, by: By, now: int, note: str) -> None:
    """Give a draft back to its author at `now` (ms); raises `Refusal` as `return_release`."""
    prepare.return_release(uow, release, by.name, now, note)
    _record(uow, "release_returned", release, by, now, note)


def put_in_force(
    uow: UnitOfWork,
    passed: publish.Passed,
    by: By,
    key: Ed25519PrivateKey,
    now: int,
    in_force_at: int | None = None,
    note: str = "",
) -> None:
    """Publish a reviewed release at `now` (ms), in force from `in_force_at`; raises `Refusal` as `publish_release`."""
    publish.publish_release(uow, passed, by.name, key, now, in_force_at, note)
    _record(uow, "release_published", passed.release, by, now, note)


def withdraw(uow: UnitOfWork, release: str, by: By, now: int, note: str = "") -> None:
    """Take a scheduled publication back at `now` (ms); raises `Refusal` as `withdraw_release`."""
    publish.withdraw_release(uow, release, by.name, now, note)
    _record(uow, "release_withdrawn", release, by, now, note)


def roll_back(
    uow: UnitOfWork, by: By, key: Ed25519PrivateKey, now: int, release: str | None = None, note: str = ""
) -> str:
    """Put an earlier release back into force at `now` (ms) and return its id; raises `Refusal` as there."""
    found = publish.roll_back(uow, by.name, key, now, release, note)
    _record(uow, "release_rolled_back", found, by, now, note)
    return found


def take_key(uow: UnitOfWork, key: str, by: By, now: int) -> None:
    """Take a new public `key` into use at `now` (ms)."""
    use_key(uow, key, now)
    _record(uow, "release_key_made", key, by, now, "")


def author_of(reading: Reading, release: str) -> str:
    """Return the id of the person who handed a release in last, "" for one handed in at the console."""
    return str(reading.value(_AUTHOR, about=release[:SHORT]) or "")


def _record(uow: UnitOfWork, what: str, about: str, by: By, now: int, note: str) -> None:
    told = msgspec.json.encode(note).decode() if note else ""
    record(uow, Changed(now, by.person, by.name, what, about[:SHORT], place=by.place, after=told))
