"""Wrong tries to sign in, kept for names and for addresses, whatever process they came to."""

from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from server.rules.errors import Refusal
from server.rules.people import pins
from server.rules.people.lockout import LONGEST_LOCK_MS, MOST, MOST_OF_PLACE, Wrong, wrong_again
from server.store.people_tables import wrong_tries
from server.store.unit_of_work import Reading, UnitOfWork

NAME_LONGEST: Final = 64
_w = wrong_tries.c
_KEPT = select(_w.count, _w.since, _w.locks, _w.until).where(_w.who == bindparam("who"))
_FORGET = delete(wrong_tries).where(_w.who == bindparam("of_who"))
_WRITE = insert(wrong_tries)
_LOCKED = select(_w.who, _w.until).where(_w.until > bindparam("now")).order_by(_w.until)
_OLD = delete(wrong_tries).where(_w.since < bindparam("before"), _w.until < bindparam("before"))


def by_name(login: str) -> str:
    """Return under what wrong tries with a name are kept."""
    return f"name {login[:NAME_LONGEST]}"


def by_place(address: str) -> str:
    """Return under what wrong tries from an address are kept."""
    return f"place {address}"


def by_pairing(person: str) -> str:
    """Return under what wrong codes of devices are kept that somebody typed."""
    return f"pairing {person}"


def locked_until(reading: Reading, who: str) -> int:
    """Return until when (ms) `who` is locked, a moment long ago for who is not."""
    return _kept(reading, who).until


def by_pin(login: str) -> str:
    """Return under what wrong PINs with a name are kept: who guesses at a desk locks nobody out of their account."""
    return f"pin {login[:NAME_LONGEST]}"


def by_desk(counter: str) -> str:
    """Return the address of a desk, of which wrong tries are counted together, wherever its token is used."""
    return f"desk {counter}"


def admit_place(reading: Reading, address: str, now: int) -> None:
    """Raise `Refusal` sign_in_locked while an address is locked at `now` (ms)."""
    tries = _kept(reading, by_place(address))
    tries.admit(now)


def admit_pin(reading: Reading, login: str, address: str, now: int) -> None:
    """Raise `Refusal` pin_void for a PIN that was wrong too often, sign_in_locked while it or the address is locked."""
    kept = _kept(reading, by_pin(login))
    if kept.locks >= pins.VOID_AFTER:
        raise Refusal("pin_void")
    kept.admit(now)
    admit_place(reading, address, now)


def note_wrong_place(uow: UnitOfWork, address: str, now: int) -> None:
    """Count one more wrong try of an address at `now` (ms)."""
    note_wrong_of(uow, by_place(address), now, MOST_OF_PLACE)


def note_wrong_pin(uow: UnitOfWork, login: str, address: str, now: int) -> Wrong:
    """Count one more wrong PIN of a name, and of an address, at `now` (ms); return what is kept of it."""
    note_wrong_place(uow, address, now)
    return note_wrong_of(uow, by_pin(login), now, pins.MOST)


def forget_wrong_pins(uow: UnitOfWork, login: str) -> None:
    """Forget what PINs were wrong under a name: its holder was right, or has a new one."""
    uow.run(_FORGET, of_who=by_pin(login))


def admit(reading: Reading, login: str, address: str, now: int) -> None:
    """Raise `Refusal` sign_in_locked while the name, or the address, is locked at `now` (ms)."""
    for who in (by_name(login), by_place(address)):
        tries = _kept(reading, who)
        tries.admit(now)


def note_wrong(uow: UnitOfWork, login: str, address: str, now: int) -> bool:
    """Count one more wrong try of name and address at `now` (ms); return whether the name is locked by it."""
    name = note_wrong_of(uow, by_name(login), now, MOST)
    note_wrong_of(uow, by_place(address), now, MOST_OF_PLACE)
    return now < name.until


def note_wrong_of(uow: UnitOfWork, who: str, now: int, most: int) -> Wrong:
    """Count one more wrong try of `who` at `now` (ms), the `most`-th locks; return what is kept of them."""
    after = wrong_again(_kept(uow, who), now, most)
    uow.run(_FORGET, of_who=who)
    uow.run(_WRITE, who=who, count=after.count, since=after.since, locks=after.locks, until=after.until)
    return after


def forget_wrong(uow: UnitOfWork, login: str) -> None:
    """Forget what was wrong under a name: its holder was right, or is unlocked."""
    uow.run(_FORGET, of_who=by_name(login))
    forget_wrong_pins(uow, login)


def locked_names(reading: Reading, now: int) -> dict[str, int]:
    """Return the names that are locked at `now`, with the moment (ms) until which."""
    return {str(who)[5:]: int(until) for who, until in reading.rows(_LOCKED, now=now) if str(who).startswith("name ")}


def forget_old(uow: UnitOfWork, now: int) -> None:
    """Forget what is so long ago at `now` (ms) that it counts for nothing."""
    uow.run(_OLD, before=now - 2 * LONGEST_LOCK_MS)


def _kept(reading: Reading, who: str) -> Wrong:
    found = reading.row(_KEPT, who=who)
    return Wrong() if found is None else Wrong(*found)
