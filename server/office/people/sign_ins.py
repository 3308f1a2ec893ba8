"""Who is signed in: a row for each browser, found by the hash of what the browser keeps, over the moment it is ended.

What it keeps is 256 random bits, so one round of SHA-256 is enough. Tokens that came of a sign-in end with it.
"""

import hmac
import secrets
from typing import Final, Literal, cast

import msgspec
from sqlalchemy import bindparam, insert, select, update

from server.office.people.record import grants_of
from server.rules.errors import Refusal
from server.rules.people.lasting import AFRESH_MS, ends_at
from server.rules.people.passwords import Law, is_due
from server.rules.people.roles import ADMINISTRATORS, Grant
from server.store.access_tables import tokens
from server.store.people_tables import people, sign_ins
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import Reading, UnitOfWork

Why = Literal[
    "signed_out",
    "disabled",
    "password_changed",
    "roles_changed",
    "ended_by_other",
    "second_changed",
    "pin_changed",
    "desk_left",
]
How = Literal["password", "pin", "card"]
Must = Literal["", "password", "second"]
"""What somebody must do before anything else is open to them."""
SEEN_EVERY_MS: Final = 60_000
DESK: Final = "desk "
"""What the device of a sign-in at a desk begins with; the id of the counter follows."""
_s, _p = sign_ins.c, people.c
_NEW = insert(sign_ins)
_FOUND = (
    select(
        _s.id,
        _s.person,
        _p.login,
        _p.name,
        _s.began_at,
        _s.seen_at,
        _s.afresh_at,
        _s.ended_at,
        _p.disabled_at,
        _p.must_change,
        _p.password_at,
        _p.second,
    )
    .join(people, _p.id == _s.person)
    .where(_s.hash == bindparam("hash"))
)
_SEEN = update(sign_ins).where(_s.id == bindparam("of_id")).values(seen_at=bindparam("now"))
_AFRESH = update(sign_ins).where(_s.id == bindparam("of_id")).values(afresh_at=bindparam("now"))
_END = (
    update(sign_ins)
    .where(_s.id == bindparam("of_id"), _s.ended_at.is_(None))
    .values(ended_at=bindparam("now"), why_ended=bindparam("why"))
)
_OPEN = (
    select(_s.id, _s.began_at, _s.seen_at, _s.address, _s.device)
    .where(_s.person == bindparam("person"), _s.ended_at.is_(None))
    .order_by(_s.began_at)
)
_ITS_TOKENS = (
    update(tokens)
    .where(tokens.c.sign_in == bindparam("of_sign_in"), tokens.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


class SignedIn(msgspec.Struct, frozen=True):
    """Somebody who is signed in; moments in ms, `csrf` is what their forms carry."""

    id: str
    person: str
    login: str
    name: str
    grants: tuple[Grant, ...]
    began_at: int
    seen_at: int
    afresh_at: int
    must: Must
    csrf: str

    def is_afresh(self, now: int) -> bool:
        """Tell whether the password was shown a short while ago, by `now` (ms)."""
        return now - self.afresh_at < AFRESH_MS


class OpenSignIn(msgspec.Struct, frozen=True):
    """One browser in which somebody is signed in, as they see it; moments in ms."""

    id: str
    began_at: int
    seen_at: int
    address: str
    device: str


def begin(uow: UnitOfWork, person: str, now: int, address: str, device: str) -> str:
    """Sign `person` in at `now` (ms) and return what their browser keeps, told this once."""
    secret = secrets.token_urlsafe(32)
    _write(uow, secret, person, now, address, device)
    return secret


def begin_at_desk(uow: UnitOfWork, person: str, now: int, address: str, counter: str, how: How) -> str:
    """Sign `person` in at a desk at `now` (ms) and return the id of that; no browser gets into the house by it."""
    return _write(uow, secrets.token_urlsafe(32), person, now, address, DESK + counter, how)


def _write(
    uow: UnitOfWork, secret: str, person: str, now: int, address: str, device: str, how: How = "password"
) -> str:
    id_ = secrets.token_hex(8)
    uow.run(
        _NEW,
        hash=secret_hash(secret),
        id=id_,
        person=person,
        began_at=now,
        seen_at=now,
        afresh_at=now,
        ended_at=None,
        why_ended=None,
        address=address,
        device=device,
        how=how,
    )
    return id_


def signed_in(reading: Reading, secret: str, law: Law, now: int) -> SignedIn:
    """Return who shows `secret` at `now` (ms); raises `Refusal` sign_in_needed for one unknown, ended, or too old."""
    found = reading.row(_FOUND, hash=secret_hash(secret))
    if found is None:
        raise Refusal("sign_in_needed")
    id_, person, login, name, began, seen, afresh, ended, disabled, must_change, password_at, second = found
    grants = grants_of(reading, person)
    if ended is not None or disabled is not None or now >= ends_at(began, seen, grants):
        raise Refusal("sign_in_needed")
    must: Must = ""
    if must_change or is_due(password_at, law, now):
        must = "password"
    elif law.second and second is None and any(grant.role in ADMINISTRATORS for grant in grants):
        must = "second"
    return SignedIn(id_, person, login, name, grants, began, seen, afresh, must, csrf_of(secret))


def csrf_of(secret: str) -> str:
    """Return what forms carry for whoever's browser keeps `secret`: nothing of it can be read back."""
    return hmac.digest(secret.encode(), b"banshi form", "sha256").hex()[:40]


def note_seen(uow: UnitOfWork, who: SignedIn, now: int) -> None:
    """Write down that somebody was here at `now` (ms); a minute's difference is not told."""
    if now - who.seen_at >= SEEN_EVERY_MS:
        uow.run(_SEEN, of_id=who.id, now=now)


def note_pressed(uow: UnitOfWork, id_: str, now: int) -> None:
    """Write down that somebody pressed something at their desk at `now` (ms)."""
    uow.run(_SEEN, of_id=id_, now=now)


def note_afresh(uow: UnitOfWork, id_: str, now: int) -> None:
    """Write down that the password was shown again at `now` (ms)."""
    uow.run(_AFRESH, of_id=id_, now=now)


def end(uow: UnitOfWork, id_: str, why: Why, now: int) -> bool:
    """End one sign-in at `now` (ms) with every token that came of it; return whether it was open until now."""
    uow.run(_ITS_TOKENS, of_sign_in=id_, now=now)
    return uow.change(_END, of_id=id_, why=why, now=now) == 1


def end_all(uow: UnitOfWork, person: str, why: Why, now: int, but: str = "") -> int:
    """End all sign-ins of `person` at `now` (ms), except the one with the id `but`; return how many."""
    return sum(end(uow, each.id, why, now) for each in open_sign_ins(uow, person) if each.id != but)


def open_sign_ins(reading: Reading, person: str) -> tuple[OpenSignIn, ...]:
    """Return where `person` is signed in, also where nobody did anything for so long that it is over."""
    return tuple(
        OpenSignIn(*cast(tuple[str, int, int, str, str], tuple(row))) for row in reading.rows(_OPEN, person=person)
    )
