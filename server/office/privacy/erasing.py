"""All that is held about one person handed out to them, or erased: each is recorded, with counts and without the data.

What happened to a number stays, for figures and for the proof of the order: without secret, code and hashes it names
nobody. The record of changes names staff for as long as the law asks.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Delete, Table, Update, bindparam, delete, select, update

from server.office.audit.chain import Changed, record
from server.office.people.accounts import By, reached
from server.office.people.wrong import forget_wrong
from server.office.privacy.about import Found, Rows, Shown, about, found_by, places
from server.rules.errors import Refusal
from server.store import people_tables, tables
from server.store.booking_tables import bookings
from server.store.failed_case_tables import failed_cases
from server.store.remote_tables import remote_tickets
from server.store.scrubbing import scrub
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading, UnitOfWork

LIVE: Final = ("held", "booked", "listed")
_t, _b, _p = tables.tickets.c, bookings.c, people_tables.people.c
_OPEN = select(_t.open_day).where(_t.id == bindparam("ticket"))
_STATE = select(_b.state).where(_b.id == bindparam("booking"))
EMPTIED: Final[Mapping[Table, Mapping[str, object]]] = {
    tables.tickets: {"secret_hash": "", "note": None, "ground": None, "plan": None, "language": None},
    remote_tickets: {"holder": None},
}
"""Rows that others rest on stay, without what is about somebody."""
KEPT: Final = (tables.intervals, failed_cases, people_tables.people)
"""A case of what could not be done stays until it is answered, and after that: it is not to be made to vanish."""
_NAMELESS = (
    update(people_tables.people)
    .where(_p.id == bindparam("of_id"))
    .values(
        login=bindparam("to_login"),
        name=bindparam("to_login"),
        password=None,
        pin=None,
        card=None,
        second=None,
        seen_at=None,
    )
)


def hand_out(store: Store, shown: Shown, by: By, now: int) -> Rows:
    """Return all that is held about who shows `shown`, recorded at `now` (ms); raises `Refusal` as `found_by`."""

    def work(uow: UnitOfWork) -> Rows:
        found = found_by(uow, shown)
        rows = about(uow, found)
        _record(uow, "person_handed_out", found, {name: len(each) for name, each in rows.items()}, by, now)
        return rows

    return store.write(CITY, work)


def erase(store: Store, shown: Shown, by: By, now: int) -> dict[str, int]:
    """Erase all that is held about who shows `shown`; return how many rows of which table went or were emptied.

    Raises `Refusal` as `found_by`, person_waits while a ticket or booking of theirs is open, account_open for an
    account that may still sign in, and person_gone, own_account, role_above.
    """
    gone = store.write(CITY, lambda uow: _erase(uow, shown, by, now))
    scrub(store)
    return gone


def _erase(uow: UnitOfWork, shown: Shown, by: By, now: int) -> dict[str, int]:
    found = found_by(uow, shown)
    _must_be_over(uow, found)
    counts: dict[str, int] = {}
    if found.account is not None:
        counts["people"] = _erase_account(uow, found.account, by)
    for table, values in places(found):
        if table not in KEPT and (gone := uow.change(_forget(table, tuple(values)), **_named(values))):
            counts[table.name] = counts.get(table.name, 0) + gone
    _record(uow, "person_erased", found, counts, by, now)
    return counts


@cache
def _forget(table: Table, columns: tuple[str, ...]) -> Delete | Update:
    where = [table.c[name] == bindparam(f"of_{name}") for name in columns]
    return update(table).where(*where).values(**EMPTIED[table]) if table in EMPTIED else delete(table).where(*where)


def _named(values: Mapping[str, str]) -> dict[str, str]:
    return {f"of_{name}": value for name, value in values.items()}


def _must_be_over(reading: Reading, found: Found) -> None:
    waits = [reading.value(_OPEN, ticket=each) is not None for each in found.tickets]
    books = [reading.value(_STATE, booking=each) in LIVE for each in found.bookings]
    if any(waits) or any(books):
        raise Refusal("person_waits")


def _erase_account(uow: UnitOfWork, person: str, by: By) -> int:
    row = reached(uow, person, by, own=False)
    if row.disabled_at is None:
        raise Refusal("account_open")
    forget_wrong(uow, row.login)
    return uow.change(_NAMELESS, of_id=person, to_login=f"erased-{person[:8]}")


def _record(uow: UnitOfWork, what: str, found: Found, counts: Mapping[str, int], by: By, now: int) -> None:
    told = msgspec.json.encode({"shown": found.kind, **counts}).decode()
    record(uow, Changed(now, by.person, by.name, what, place=by.place, after=told))
