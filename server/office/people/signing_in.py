"""Signing in: a name and a password, then a second factor where there is one; wrong tries are counted and told alike.

The password is weighed outside of every unit of work: it takes half a second on purpose.
"""

import base64
import secrets
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.office.audit.chain import Changed, lock_record, record
from server.office.people import wrong
from server.office.people.hashing import fits
from server.office.people.record import PersonRow, folded, person_by_login, person_of
from server.office.people.second import NONCE, use_second
from server.office.people.sign_ins import begin, note_afresh
from server.rules.errors import Refusal
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

HALF_MS: Final = 5 * 60_000
PURPOSE: Final = b"banshi half signed in"


class Where(msgspec.Struct, frozen=True):
    """Where somebody signs in: the address that wrong tries are counted by, and what their browser calls itself."""

    address: str
    device: str


class Entered(msgspec.Struct, frozen=True):
    """Somebody who is in: what their browser keeps, told this once."""

    person: str
    secret: str


class Half(msgspec.Struct, frozen=True):
    """Somebody whose password was right and who must still show the second factor; `sealed` is brought back then."""

    sealed: str


class _HalfOf(msgspec.Struct, frozen=True):
    person: str
    password_at: int
    until: int


def sign_in(store: Store, login: str, password: str, where: Where, key: bytes, now: int) -> Entered | Half:
    """Sign somebody in at `now` (ms), or half where a second factor is to follow.

    Raises `Refusal` sign_in_locked, sign_in_wrong.
    """
    typed = folded(login)
    store.read(lambda reading: wrong.admit(reading, typed, where.address, now))
    found = store.read(lambda reading: person_by_login(reading, typed))
    able = found is not None and found.disabled_at is None
    right = fits(password, found.password if able and found is not None else None)
    if not right or found is None:
        store.write(CITY, lambda uow: _was_wrong(uow, found, typed, where, "sign_in_wrong", now))
        raise Refusal("sign_in_wrong")
    if found.second is not None:
        return Half(_seal(_HalfOf(found.id, found.password_at, now + HALF_MS), key))
    return store.write(CITY, lambda uow: _let_in(uow, found, where, now))


def show_second(store: Store, half: str, code: str, where: Where, key: bytes, now: int) -> Entered:
    """Sign somebody in whose password was right, with a one-time or a recovery code.

    Raises `Refusal` sign_in_needed when that was too long ago, sign_in_locked, second_wrong, second_clock, second_key.
    """
    of = _open(half, key)
    if of is None or now >= of.until:
        raise Refusal("sign_in_needed")
    person = store.read(lambda reading: person_of(reading, of.person))
    if person.disabled_at is not None or person.password_at != of.password_at:
        raise Refusal("sign_in_needed")
    store.read(lambda reading: wrong.admit(reading, person.login, where.address, now))

    def enter(uow: UnitOfWork) -> Entered:
        use_second(uow, person, code, key, now)
        return _let_in(uow, person, where, now)

    try:
        return store.write(CITY, enter)
    except Refusal as refusal:
        if refusal.code not in ("second_wrong", "second_clock"):
            raise
        result = refusal.code
        store.write(CITY, lambda uow: _was_wrong(uow, person, person.login, where, result, now))
        raise


def show_again(store: Store, sign_in: str, person: str, password: str, where: Where, now: int) -> None:
    """Note that somebody who is signed in has shown their password again; raises `Refusal` as `sign_in`."""
    row = store.read(lambda reading: person_of(reading, person))
    store.read(lambda reading: wrong.admit(reading, row.login, where.address, now))
    if not fits(password, row.password):
        store.write(CITY, lambda uow: _was_wrong(uow, row, row.login, where, "sign_in_wrong", now))
        raise Refusal("password_wrong")
    store.write(CITY, lambda uow: note_afresh(uow, sign_in, now))


def _let_in(uow: UnitOfWork, person: PersonRow, where: Where, now: int) -> Entered:
    # Again, now that nobody else is weighed meanwhile: who tries many at once has no more tries than others.
    lock_record(uow)
    wrong.admit(uow, person.login, where.address, now)
    wrong.forget_wrong(uow, person.login)
    secret = begin(uow, person.id, now, where.address, where.device)
    record(uow, Changed(now, person.id, person.name, "signed_in", person.login, place=where.address))
    return Entered(person.id, secret)


def _was_wrong(uow: UnitOfWork, person: PersonRow | None, login: str, where: Where, result: str, now: int) -> None:
    lock_record(uow)
    wrong.admit(uow, login, where.address, now)
    locked = wrong.note_wrong(uow, login, where.address, now)
    # A name that is nobody's may be a password, typed one field too early: it is never written down.
    about = "" if person is None else person.login
    who, name = ("", "") if person is None else (person.id, person.name)
    result = "sign_in_locked" if locked else result
    record(uow, Changed(now, who, name, "signed_in", about, result=result, place=where.address))


def _seal(half: _HalfOf, key: bytes) -> str:
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, msgspec.json.encode(half), PURPOSE)).decode()


def _open(sealed: str, key: bytes) -> _HalfOf | None:
    try:
        data = base64.urlsafe_b64decode(sealed)
        return msgspec.json.decode(AESGCM(key).decrypt(data[:NONCE], data[NONCE:], PURPOSE), type=_HalfOf)
    except (ValueError, InvalidTag, msgspec.DecodeError):
        return None
