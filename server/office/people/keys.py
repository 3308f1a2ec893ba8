"""What opens a desk beside a password: a PIN and a card, kept as hashes; and whom a clerk is on the staff list."""

import hmac
import secrets
from typing import Final

import msgspec
from sqlalchemy import bindparam, select, update

from server.office.audit.chain import Changed, record
from server.office.people import sign_ins
from server.office.people.accounts import By, reached
from server.office.people.hashing import hashed
from server.office.people.record import PersonRow, person_of
from server.office.people.wrong import forget_wrong_pins
from server.rules.errors import Refusal
from server.rules.people.pins import check_pin, read_card
from server.rules.people.roles import Grant
from server.store import tables
from server.store.people_tables import people, person_roles
from server.store.unit_of_work import Reading, UnitOfWork

MADE_DIGITS: Final = 6
_p, _r, _s = people.c, person_roles.c, tables.staff.c
_KEPT = select(_p.pin, _p.card).where(_p.id == bindparam("id"))
_PIN = update(people).where(_p.id == bindparam("of_id")).values(pin=bindparam("to_pin"))
_CARD = update(people).where(_p.id == bindparam("of_id")).values(card=bindparam("to_card"))
_BY_CARD = select(_p.id).where(_p.card == bindparam("card"))
_STAFF = (
    update(person_roles)
    .where(_r.person == bindparam("of_person"), _r.role == "clerk", _r.center == bindparam("of_center"))
    .values(staff=bindparam("to_staff"))
)
_LISTED = select(_s.id, _s.name, _s.number).where(_s.center == bindparam("center")).order_by(_s.number, _s.name)
_WHOSE = select(_r.person).where(_r.role == "clerk", _r.staff == bindparam("staff"))
_STAFF_OF = select(_r.center, _r.staff).where(
    _r.person == bindparam("person"), _r.role == "clerk", _r.staff.is_not(None)
)


class Keys(msgspec.Struct, frozen=True):
    """The hashes of somebody's PIN and card."""

    pin: str | None
    card: str | None


class Listed(msgspec.Struct, frozen=True):
    """Somebody on the staff list of a center."""

    id: str
    name: str
    number: str | None


def card_hash(card: str, key: bytes) -> str:
    """Return what is kept of a card: with `key`, as a number so short is found out of a plain hash."""
    return hmac.digest(key, b"banshi card " + read_card(card).encode(), "sha256").hex()


def made_pin() -> tuple[str, str]:
    """Return a new PIN and its hash; slow, so it is made outside of any unit of work."""
    while True:
        pin = f"{secrets.randbelow(10**MADE_DIGITS):0{MADE_DIGITS}}"
        try:
            check_pin(pin)
        except Refusal:
            continue
        return pin, hashed(pin)


def weighed_pin(pin: str) -> str:
    """Return the hash of a PIN that somebody chose; slow as `made_pin`; raises `Refusal` pin_unfit."""
    check_pin(pin)
    return hashed(pin)


def keys_of(reading: Reading, person: str) -> Keys:
    """Return the hashes of somebody's PIN and card."""
    found = reading.row(_KEPT, id=person)
    return Keys(None, None) if found is None else Keys(*found)


def by_card(reading: Reading, hashed_card: str) -> PersonRow | None:
    """Return whose card has that hash."""
    found = reading.value(_BY_CARD, card=hashed_card)
    return None if found is None else person_of(reading, str(found))


def set_pin(uow: UnitOfWork, person: str, to_hash: str | None, by: By, now: int) -> None:
    """Give somebody a PIN by its hash, or none; who gets one of somebody else is signed out of their desk.

    Raises `Refusal` person_gone, role_above.
    """
    row = reached(uow, person, by)
    uow.run(_PIN, of_id=person, to_pin=to_hash)
    forget_wrong_pins(uow, row.login)
    if person != by.person:
        leave_desks(uow, person, now)
    _record(uow, by, now, "pin_set" if to_hash else "pin_dropped", row.login)


def void_pin(uow: UnitOfWork, person: str) -> None:
    """Let a PIN that was wrong too often open nothing any more."""
    uow.run(_PIN, of_id=person, to_pin=None)


def set_card(uow: UnitOfWork, person: str, to_hash: str | None, by: By, now: int) -> None:
    """Give somebody a card by its hash, or none; raises `Refusal` person_gone, role_above, card_taken."""
    row = reached(uow, person, by)
    holder = None if to_hash is None else by_card(uow, to_hash)
    if holder is not None and holder.id != person:
        raise Refusal("card_taken")
    uow.run(_CARD, of_id=person, to_card=to_hash)
    if person != by.person:
        leave_desks(uow, person, now)
    _record(uow, by, now, "card_set" if to_hash else "card_dropped", row.login)


def set_staff(uow: UnitOfWork, person: str, center: str, staff: str, by: By, now: int) -> None:
    """Say whom a clerk of `center` is on its staff list, "" for nobody; they sign in anew.

    Raises `Refusal` person_gone, own_account, role_above, desk_role_missing, staff_unknown, staff_taken.
    """
    row = reached(uow, person, by, own=False)
    if Grant("clerk", center) not in row.grants:
        raise Refusal("desk_role_missing")
    if staff:
        if staff not in {each.id for each in staff_of_center(uow, center)}:
            raise Refusal("staff_unknown")
        if any(str(each[0]) != person for each in uow.rows(_WHOSE, staff=staff)):
            raise Refusal("staff_taken")
    before = staff_of(uow, person).get(center, "")
    if before == staff:
        return
    uow.run(_STAFF, of_person=person, of_center=center, to_staff=staff or None)
    leave_desks(uow, person, now)
    _record(uow, by, now, "staff_chosen", row.login, f"{before}@{center}", f"{staff}@{center}")


def staff_of(reading: Reading, person: str) -> dict[str, str]:
    """Return whom somebody is on the staff lists, by the center of their role."""
    return {str(center): str(staff) for center, staff in reading.rows(_STAFF_OF, person=person)}


def staff_of_center(reading: Reading, center: str) -> tuple[Listed, ...]:
    """Return the staff list of a center."""
    return tuple(Listed(*row) for row in reading.rows(_LISTED, center=center))


def leave_desks(uow: UnitOfWork, person: str, now: int) -> None:
    """End the sign-ins of somebody at desks, and no others."""
    for each in sign_ins.open_sign_ins(uow, person):
        if each.device.startswith(sign_ins.DESK):
            sign_ins.end(uow, each.id, "pin_changed", now)


def _record(uow: UnitOfWork, by: By, now: int, what: str, about: str, before: str = "", after: str = "") -> None:
    written = ["" if each == "" else msgspec.json.encode(each).decode() for each in (before, after)]
    record(uow, Changed(now, by.person, by.name, what, about, place=by.place, before=written[0], after=written[1]))
