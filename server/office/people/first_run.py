"""The first run, while nobody has an account: a secret that the server's console prints opens it, once."""

import secrets
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from server.office.audit.chain import lock_record
from server.office.people.accounts import By, NewPerson, Own, add_person
from server.office.people.record import is_anybody_there
from server.office.people.sign_ins import begin
from server.office.people.signing_in import Entered, Where
from server.rules.errors import Refusal
from server.rules.people.passwords import Law
from server.rules.people.roles import Grant
from server.rules.people.typed_code import LETTERS, read_code, shown, typed_code
from server.store.access_tables import access_codes
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import Reading, UnitOfWork

LETTERS_LONG: Final = 12
VALID_MS: Final = 60 * 60_000
SCOPE: Final = "first_run"
_a = access_codes.c
_FORGET = delete(access_codes).where(_a.scope == SCOPE)
_NEW = insert(access_codes)
_FOUND = select(_a.hash).where(
    _a.hash == bindparam("hash"), _a.scope == SCOPE, _a.used_at.is_(None), _a.expires_at > bindparam("now")
)
_USED = update(access_codes).where(_a.hash == bindparam("of_hash")).values(used_at=bindparam("now"))
FOUNDER: Final[tuple[Grant, ...]] = (Grant("system"), Grant("city"), Grant("security"))
FOUNDER_APART: Final[tuple[Grant, ...]] = (Grant("security"),)
"""Where duties are apart, whoever is first lets the others in."""


def is_first_run(reading: Reading) -> bool:
    """Tell whether nobody has an account yet."""
    return not is_anybody_there(reading)


def first_run_code(uow: UnitOfWork, now: int) -> str:
    """Return a new secret for the first run, in place of an older one; raises `Refusal` first_run_over."""
    lock_record(uow)
    if not is_first_run(uow):
        raise Refusal("first_run_over")
    code = typed_code(secrets.randbelow(len(LETTERS) ** LETTERS_LONG), LETTERS_LONG)
    uow.run(_FORGET)
    uow.run(
        _NEW,
        hash=secret_hash(code),
        scope=SCOPE,
        center=None,
        counter=None,
        granted_at=now,
        expires_at=now + VALID_MS,
        used_at=None,
    )
    return shown(code)


def check_first_run(reading: Reading, typed: str, now: int) -> None:
    """Raise `Refusal` first_run_over or first_run_code unless `typed` opens the first run at `now` (ms)."""
    if not is_first_run(reading):
        raise Refusal("first_run_over")
    if reading.row(_FOUND, hash=secret_hash(read_code(typed)), now=now) is None:
        raise Refusal("first_run_code")


def found(uow: UnitOfWork, typed: str, new: NewPerson, password: Own, law: Law, where: Where, now: int) -> Entered:
    """Make the first account, whose holder lets all others in, and sign them in; the secret is used up.

    Raises `Refusal` as `check_first_run` and `add_person`.
    """
    lock_record(uow)
    check_first_run(uow, typed, now)
    uow.run(_USED, of_hash=secret_hash(read_code(typed)), now=now)
    by = By("", "", where.address, (Grant("security"),))
    grants = FOUNDER_APART if law.apart else FOUNDER
    person = add_person(uow, msgspec.structs.replace(new, grants=grants), password, by, law, now)
    return Entered(person, begin(uow, person, now, where.address, where.device))
