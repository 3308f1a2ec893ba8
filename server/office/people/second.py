"""The second factor: one-time codes of an app (RFC 6238, 30 s, each good once), and codes for who lost the app."""

import base64
import re
import secrets
from typing import Final

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, func, insert, select, update

from server.office.people.record import PersonRow
from server.rules.errors import Refusal
from server.rules.people.typed_code import LETTERS, read_code, shown, typed_code
from server.store.people_tables import people, recovery_codes
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import Reading, UnitOfWork

SECRET: Final = re.compile("[A-Z2-7]{32}")
STEP_MS: Final = 30_000
DRIFT: Final = 1
"""Steps that a phone's clock may be off."""
FAR: Final = 140
"""Steps within which a code is known to be one of another time: an hour and a little, as clocks are set wrong."""
RECOVERY: Final = 10
RECOVERY_LETTERS: Final = 12
NONCE: Final = 12
_p, _c = people.c, recovery_codes.c
_SET = (
    update(people).where(_p.id == bindparam("of_id")).values(second=bindparam("sealed"), second_step=bindparam("step"))
)
_STEP = (
    update(people)
    .where(_p.id == bindparam("of_id"), _p.second_step < bindparam("step"))
    .values(second_step=bindparam("step"))
)
_NONE = delete(recovery_codes).where(_c.person == bindparam("of_person"))
_NEW = insert(recovery_codes)
_USE = (
    update(recovery_codes)
    .where(_c.hash == bindparam("of_hash"), _c.person == bindparam("of_person"), _c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
_LEFT = select(func.count()).where(_c.person == bindparam("person"), _c.used_at.is_(None))


def new_secret() -> str:
    """Return a secret for one-time codes, in base 32, 160 bits."""
    return pyotp.random_base32()


def provisioning(secret: str, login: str, city: str) -> str:
    """Return the address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=city)


def step_of(secret: str, code: str, now: int) -> int:
    """Return the step (30 s since 1970) whose code this is, by `now` (ms).

    Raises `Refusal` second_wrong; second_clock for a code of another hour, which says that a clock is wrong.
    """
    if SECRET.fullmatch(secret) is None:
        raise Refusal("second_wrong")
    typed = "".join(each for each in code if each.isascii() and each.isdigit())
    at = now // STEP_MS
    one_time = pyotp.TOTP(secret)
    for away in (0, *(sign * far for far in range(1, FAR + 1) for sign in (-1, 1))):
        if secrets.compare_digest(one_time.generate_otp(at + away), typed):
            if abs(away) > DRIFT:
                raise Refusal("second_clock", minutes=max(1, round(abs(away) * STEP_MS / 60_000)))
            return at + away
    raise Refusal("second_wrong")


def set_second(uow: UnitOfWork, person: str, secret: str, code: str, key: bytes, now: int) -> list[str]:
    """Let `person` show one-time codes of `secret` from now on; `code` proves that their app has it.

    Returns recovery codes, told this once. Raises as `step_of`.
    """
    step = step_of(secret, code, now)
    uow.run(_SET, of_id=person, sealed=_seal(secret, person, key), step=step)
    return new_recovery(uow, person)


def drop_second(uow: UnitOfWork, person: str) -> None:
    """Ask `person` for no second factor any more."""
    uow.run(_SET, of_id=person, sealed=None, step=0)
    uow.run(_NONE, of_person=person)


def new_recovery(uow: UnitOfWork, person: str) -> list[str]:
    """Return ten new recovery codes, told this once, in place of all that there were."""
    uow.run(_NONE, of_person=person)
    fresh = [typed_code(secrets.randbelow(len(LETTERS) ** RECOVERY_LETTERS), RECOVERY_LETTERS) for _ in range(RECOVERY)]
    for code in fresh:
        uow.run(_NEW, hash=secret_hash(code), person=person, used_at=None)
    return [shown(code) for code in fresh]


def recovery_left(reading: Reading, person: str) -> int:
    """Return how many recovery codes `person` has not used."""
    return int(reading.value(_LEFT, person=person))


def use_second(uow: UnitOfWork, person: PersonRow, typed: str, key: bytes, now: int) -> None:
    """Take a one-time code or a recovery code, each once.

    Raises `Refusal` second_wrong, second_clock.
    """
    code = read_code(typed)
    if len(code) == RECOVERY_LETTERS:
        if uow.change(_USE, of_hash=secret_hash(code), of_person=person.id, now=now) != 1:
            raise Refusal("second_wrong")
        return
    step = step_of(_unseal(person, key), typed, now)
    if uow.change(_STEP, of_id=person.id, step=step) != 1:
        raise Refusal("second_wrong")


def _seal(secret: str, person: str, key: bytes) -> str:
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, secret.encode(), person.encode())).decode()


def _unseal(person: PersonRow, key: bytes) -> str:
    if person.second is None:
        raise Refusal("second_wrong")
    data = base64.b64decode(person.second)
    try:
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], person.id.encode()).decode()
    except InvalidTag as error:
        raise Refusal("second_key") from error
