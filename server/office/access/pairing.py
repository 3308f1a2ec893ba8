"""A device without a token shows a code; an administrator types it in and says what the device is; it gets its token.

Two secrets, as in RFC 8628: the code is short, is typed by people, and opens nothing; the other one only the device
knows. Whoever guesses at codes has to be an administrator: five wrong ones lock them, and five wrong ones that begin
like a code burn that code.
"""

import secrets
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from server.office.access.grant import Scope
from server.office.access.keeping import place_for
from server.office.audit.chain import Changed, lock_record, record
from server.office.people.accounts import By
from server.office.people.wrong import by_pairing, locked_until, note_wrong_of
from server.office.releases.keys import key_in_use
from server.rules.errors import Refusal
from server.rules.people.lockout import MOST
from server.rules.people.roles import may
from server.rules.people.typed_code import GROUP, LETTERS, read_code, shown, typed_code
from server.store.access_tables import tokens
from server.store.device_tables import pairings
from server.store.projection import tree_of
from server.store.secret_hash import secret_hash
from server.store.tokens import new_token
from server.store.unit_of_work import Reading, UnitOfWork

LENGTH: Final = 8
VALID_MS: Final = 10 * 60_000
POLL_SECONDS: Final = 5
EARLY_MS: Final = 1000
"""How much earlier than it should a device may ask: networks do not keep a rhythm."""
MOST_LIVE: Final = 1000
NAME_LONGEST: Final = 40
_p, _t = pairings.c, tokens.c
_NEW = insert(pairings)
_OVER = delete(pairings).where(_p.expires_at <= bindparam("now"))
_LIVE = select(func.count()).select_from(pairings)
_BY_HALF = select(
    _p.hash, _p.code_hash, _p.scope, _p.machine, _p.address, _p.created_at, _p.wrong, _p.approved_at
).where(_p.half_hash == bindparam("half"), _p.expires_at > bindparam("now"))
_WRONG = update(pairings).where(_p.hash == bindparam("of_hash")).values(wrong=_p.wrong + 1)
_APPROVE = (
    update(pairings)
    .where(_p.hash == bindparam("of_hash"), _p.approved_at.is_(None))
    .values(
        approved_at=bindparam("at"),
        center=bindparam("to_center"),
        counter=bindparam("to_counter"),
        name=bindparam("to_name"),
        token=bindparam("to_token"),
    )
)
_OWN = select(
    _p.scope, _p.center, _p.counter, _p.name, _p.token, _p.wrong, _p.approved_at, _p.created_at, _p.polled_at
).where(_p.hash == bindparam("hash"), _p.expires_at > bindparam("now"))
_POLLED = update(pairings).where(_p.hash == bindparam("of_hash")).values(polled_at=bindparam("now"))
_USED = select(_t.last_used_at, _t.revoked_at).where(_t.id == bindparam("id"))
_UNTAKE = delete(tokens).where(_t.id == bindparam("of_id"))


class Begun(msgspec.Struct, frozen=True):
    """What a device is given: its own secret, and the code that it shows, in groups of four."""

    device_code: str
    code: str


class Wanting(msgspec.Struct, frozen=True):
    """A device that wants to be let in, as an administrator sees it before they say yes; `asked_at` in ms."""

    hash: str
    scope: Scope
    machine: str
    address: str
    asked_at: int


class Choice(msgspec.Struct, frozen=True):
    """Where an administrator puts a device, and what they call it."""

    center: str | None
    counter: str | None
    name: str


class Paired(msgspec.Struct, frozen=True):
    """A device's token, told this once, and what it opens."""

    token: str
    scope: Scope
    center: str | None
    counter: str | None


def begin(uow: UnitOfWork, scope: Scope, machine: str, address: str, now: int) -> Begun:
    """Give a device at `address` that wants to be a `scope` its code, good for ten minutes from `now` (ms).

    Raises `Refusal` pairings_full when a thousand wait already.
    """
    uow.run(_OVER, now=now)
    if int(uow.value(_LIVE) or 0) >= MOST_LIVE:
        raise Refusal("pairings_full")
    code = _new_code(uow, now)
    device_code = secrets.token_urlsafe(32)
    uow.run(
        _NEW,
        hash=secret_hash(device_code),
        half_hash=secret_hash(code[:GROUP]),
        code_hash=secret_hash(code),
        scope=scope,
        machine=machine,
        address=address,
        created_at=now,
        expires_at=now + VALID_MS,
        wrong=0,
        polled_at=now,
        approved_at=None,
        center=None,
        counter=None,
        name=None,
        token=None,
    )
    return Begun(device_code, shown(code))


def find(uow: UnitOfWork, typed: str, by: By, now: int) -> Wanting | None:
    """Return the device that shows the code which `by` typed; None for a wrong one, which is counted.

    Raises `Refusal` pairing_tries for whoever named too many wrong ones, pairing_taken for a device that is let in.
    """
    # Whoever is counted waits for the others: many tries at once are no more tries.
    lock_record(uow)
    until = locked_until(uow, by_pairing(by.person))
    if now < until:
        raise Refusal("pairing_tries", minutes=-((now - until) // 60_000), seconds=-((now - until) // 1000))
    code = read_code(typed)
    found = uow.row(_BY_HALF, half=secret_hash(code[:GROUP]), now=now)
    if found is not None and found[6] < MOST:
        if found[1] == secret_hash(code):
            if found[7] is not None:
                raise Refusal("pairing_taken")
            return Wanting(found[0], *found[2:6])
        uow.run(_WRONG, of_hash=found[0])
    if note_wrong_of(uow, by_pairing(by.person), now, MOST).until > now:
        record(uow, Changed(now, by.person, by.name, "pairing_locked", by.name, result="pairing_tries", place=by.place))
    return None


def approve(uow: UnitOfWork, wanting: Wanting, choice: Choice, by: By, now: int) -> str:
    """Let a device in that `find` found in this very work; return the id of the token that it will fetch.

    Raises `Refusal` duty_missing where `by` does not look after devices, pairing_taken, device_name_unfit, and as
    `place_for`.
    """
    place = place_for(uow, wanting.scope, choice.center, choice.counter)
    if not may(by.grants, "devices", place.center, tree_of(uow)):
        raise Refusal("duty_missing")
    name = device_name(choice.name)
    token = secrets.token_hex(8)
    changed = uow.change(
        _APPROVE,
        of_hash=wanting.hash,
        at=now,
        to_center=place.center,
        to_counter=place.counter,
        to_name=name,
        to_token=token,
    )
    if changed != 1:
        raise Refusal("pairing_taken")
    told = (name, wanting.scope, place.counter or "", wanting.address)
    after = msgspec.json.encode(" · ".join(filter(None, told))).decode()
    record(
        uow, Changed(now, by.person, by.name, "device_paired", token, place.center or "", place=by.place, after=after)
    )
    return token


def take(uow: UnitOfWork, device_code: str, now: int) -> Paired | None:
    """Return the token of a device that was let in, None while nobody has decided.

    An answer that was lost on its way is made anew: the token that nobody ever used is none any more. Raises `Refusal`
    pairing_over for a code that is too old, burned or unknown, too_many for a device that asks before it should.
    """
    hash_ = secret_hash(device_code)
    found = uow.row(_OWN, hash=hash_, now=now)
    if found is None:
        raise Refusal("pairing_over")
    scope, center, counter, name, token, wrong, approved_at, created_at, polled_at = found
    if polled_at > created_at and now - polled_at < POLL_SECONDS * 1000 - EARLY_MS:
        raise Refusal("too_many", seconds=POLL_SECONDS)
    if approved_at is None and wrong >= MOST:
        raise Refusal("pairing_over")
    uow.run(_POLLED, of_hash=hash_, now=now)
    if approved_at is None:
        return None
    before = uow.row(_USED, id=token)
    if before is not None:
        if before[0] is not None or before[1] is not None:
            raise Refusal("pairing_over")
        uow.run(_UNTAKE, of_id=token)
    key = (key_in_use(uow) or "") if scope == "kiosk" else ""
    text = new_token(uow, scope, now, center=center, counter=counter, name=name, release_key=key, id_=token)
    return Paired(text, scope, center, counter)


def device_name(typed: str) -> str:
    """Return the name of a device as it is kept; raises `Refusal` device_name_unfit."""
    name = " ".join("".join(each if each.isprintable() else " " for each in typed).split())
    if not 1 <= len(name) <= NAME_LONGEST:
        raise Refusal("device_name_unfit", longest=NAME_LONGEST)
    return name


def _new_code(reading: Reading, now: int) -> str:
    """Return a code whose first half no other device shows."""
    while True:
        code = typed_code(secrets.randbelow(len(LETTERS) ** LENGTH), LENGTH)
        if reading.row(_BY_HALF, half=secret_hash(code[:GROUP]), now=now) is None:
            return code
