"""Clerks sign in at a desk: by PIN, card or password, which open nothing without the token that the desk is paired by.

What they show is weighed outside of every unit of work. Wrong tries are counted by desk and by name; wrong PINs apart
from passwords, so that who guesses at a desk locks nobody out of the house.
"""

from typing import Final

import msgspec
from sqlalchemy import bindparam, or_, select, update

from server.office.audit.chain import Changed, lock_record, record
from server.office.people import wrong
from server.office.people.hashing import fits
from server.office.people.keys import by_card, card_hash, keys_of, staff_of, void_pin
from server.office.people.record import PersonRow, folded, person_by_login, person_of
from server.office.people.sign_ins import How, begin_at_desk, end
from server.office.requests import Actor
from server.office.sitting import Sitter, sit
from server.rules.errors import Refusal
from server.rules.people import pins
from server.rules.people.roles import may
from server.store import tables
from server.store.people_tables import person_roles
from server.store.projection import tree_of
from server.store.store import Store
from server.store.tokens import new_token
from server.store.unit_of_work import CITY, Reading, UnitOfWork
from server.wire.messages import CounterAnswer

_k, _s, _r = tables.counters.c, tables.staff.c, person_roles.c
_TYPED = (
    select(_r.person)
    .join(tables.staff, _s.id == _r.staff)
    .where(
        _r.role == "clerk",
        _s.center == bindparam("center"),
        or_(_s.number == bindparam("who"), _s.id == bindparam("who")),
    )
)
_LISTED = select(_s.id, _s.name).where(_s.id == bindparam("staff"), _s.center == bindparam("center"))
_HAD = select(_k.sign_in).where(_k.id == bindparam("counter"))
_HAS = update(tables.counters).where(_k.id == bindparam("of_counter")).values(sign_in=bindparam("to_sign_in"))
LONGEST_NAME: Final = 64


class Shown(msgspec.Struct, frozen=True):
    """What somebody shows at a desk: a card, or a name (a staff number will do) with a PIN or a password."""

    name: str = ""
    pin: str = ""
    password: str = ""
    card: str = ""


class Recognised(msgspec.Struct, frozen=True):
    """Whom somebody was recognised as, how, and by which hash."""

    person: str
    login: str
    how: How
    hash: str | None


class AtDesk(msgspec.Struct, frozen=True):
    """A clerk who is in: the token of their console, told this once, and how the counter is now."""

    token: str
    counter: CounterAnswer


def recognise(store: Store, center: str, counter: str, shown: Shown, key: bytes, now: int) -> Recognised:
    """Return who shows something at a desk at `now` (ms); what is wrong is counted.

    Raises `Refusal` desk_sign_in_wrong, sign_in_locked, pin_void, card_unfit, password_due.
    """
    place = wrong.by_desk(counter)
    if shown.card:
        return _by_card(store, shown.card, place, key, now)
    typed = folded(shown.name)[:LONGEST_NAME]
    person = store.read(lambda reading: _named(reading, center, typed))
    login = typed if person is None else person.login
    if shown.pin:
        return _by_pin(store, person, login, shown.pin, place, now)
    store.read(lambda reading: wrong.admit(reading, login, place, now))
    able = person is not None and person.disabled_at is None
    right = fits(shown.password, person.password if able and person is not None else None)
    if not right or person is None:
        store.write(CITY, lambda uow: _was_wrong(uow, person, login, place, "password", now))
        raise Refusal("desk_sign_in_wrong")
    if person.must_change:
        raise Refusal("password_due")
    return Recognised(person.id, person.login, "password", person.password)


def enter(
    uow: UnitOfWork, counter: str, who: Recognised, take_over: bool, device: str, address: str, until: int, now: int
) -> AtDesk:
    """Let who was recognised sit at a counter at `now` (ms), with a token that ends with the sign-in, or at `until`.

    Raises `Refusal` desk_sign_in_wrong when what they showed was changed meanwhile, desk_role_missing, sign_in_locked,
    pin_void, and as `sit_down`.
    """
    # First of all, and again: who tries many at once has no more tries than others.
    lock_record(uow)
    place = wrong.by_desk(counter)
    if who.how == "pin":
        wrong.admit_pin(uow, who.login, place, now)
    elif who.how == "password":
        wrong.admit(uow, who.login, place, now)
    else:
        wrong.admit_place(uow, place, now)
    person = person_of(uow, who.person)
    if person.disabled_at is not None or _hash(uow, person, who.how) != who.hash:
        raise Refusal("desk_sign_in_wrong")
    if not may(person.grants, "serve", uow.center, tree_of(uow)):
        raise Refusal("desk_role_missing")
    if who.how == "password":
        wrong.forget_wrong(uow, person.login)
    else:
        wrong.forget_wrong_pins(uow, person.login)
    sitter = _sitter(uow, person)
    told = sit(uow, counter, sitter, take_over, now, Actor(device, sitter.id))
    if (before := uow.value(_HAD, counter=counter)) is not None:
        end(uow, str(before), "desk_left", now)
    sign_in = begin_at_desk(uow, person.id, now, address, counter, who.how)
    uow.run(_HAS, of_counter=counter, to_sign_in=sign_in)
    token = new_token(
        uow,
        "counter",
        now,
        center=uow.center,
        counter=counter,
        name=person.name,
        expires_at=until,
        person=person.id,
        sign_in=sign_in,
    )
    after = msgspec.json.encode([counter, who.how]).decode()
    record(
        uow,
        Changed(now, person.id, person.name, "signed_in", person.login, center=uow.center, place=address, after=after),
    )
    return AtDesk(token, told)


def _by_card(store: Store, card: str, place: str, key: bytes, now: int) -> Recognised:
    store.read(lambda reading: wrong.admit_place(reading, place, now))
    kept = card_hash(card, key)
    person = store.read(lambda reading: by_card(reading, kept))
    if person is None or person.disabled_at is not None:
        store.write(CITY, lambda uow: _was_wrong(uow, person, "", place, "card", now))
        raise Refusal("desk_sign_in_wrong")
    return Recognised(person.id, person.login, "card", kept)


def _by_pin(store: Store, person: PersonRow | None, login: str, pin: str, place: str, now: int) -> Recognised:
    store.read(lambda reading: wrong.admit_pin(reading, login, place, now))
    kept = None
    if person is not None and person.disabled_at is None:
        kept = store.read(lambda reading: keys_of(reading, person.id)).pin
    # A name that is nobody's costs the same time.
    if not fits(pin, kept) or person is None:
        if store.write(CITY, lambda uow: _was_wrong(uow, person, login, place, "pin", now)):
            raise Refusal("pin_void")
        raise Refusal("desk_sign_in_wrong")
    return Recognised(person.id, person.login, "pin", kept)


def _was_wrong(uow: UnitOfWork, person: PersonRow | None, login: str, place: str, how: How, now: int) -> bool:
    """Count a wrong try; return whether it was the last that this PIN had."""
    lock_record(uow)
    void, result = False, "desk_sign_in_wrong"
    if how == "pin":
        wrong.admit_pin(uow, login, place, now)
        kept = wrong.note_wrong_pin(uow, login, place, now)
        void = kept.locks >= pins.VOID_AFTER
        result = "pin_void" if void else "sign_in_locked" if now < kept.until else result
    elif how == "password":
        wrong.admit(uow, login, place, now)
        result = "sign_in_locked" if wrong.note_wrong(uow, login, place, now) else result
    else:
        wrong.admit_place(uow, place, now)
        wrong.note_wrong_place(uow, place, now)
    if person is not None and void:
        void_pin(uow, person.id)
    # What is nobody's name may be a PIN, typed one field too early: it is never written down.
    who, name, about = ("", "", "") if person is None else (person.id, person.name, person.login)
    record(uow, Changed(now, who, name, "signed_in", about, result=result, place=place))
    return void


def _named(reading: Reading, center: str, typed: str) -> PersonRow | None:
    """Return whom somebody means who typed a name at a desk of `center`: a staff number goes first."""
    found = reading.value(_TYPED, center=center, who=typed) if typed else None
    return person_by_login(reading, typed) if found is None else person_of(reading, str(found))


def _hash(reading: Reading, person: PersonRow, how: How) -> str | None:
    keys = keys_of(reading, person.id)
    return {"password": person.password, "pin": keys.pin, "card": keys.card}[how]


def _sitter(uow: UnitOfWork, person: PersonRow) -> Sitter:
    """Return as whom somebody sits here: as who they are on the staff list of the center, or else by their account."""
    for staff in staff_of(uow, person.id).values():
        if (found := uow.row(_LISTED, staff=staff, center=uow.center)) is not None:
            return Sitter(str(found[0]), str(found[1]))
    return Sitter(person.id, person.name)
