"""What is held about one person, as far as it can be found by what they show: a slip, a booking, a code, an account.

Nobody is found by a name: the hall knows none. Whoever shows one thing is told of all that hangs together with it: the
tickets of the same visit or plan, the bookings of the same telephone number, the consultation behind them.
"""

from collections.abc import Mapping
from functools import cache
from hmac import compare_digest
from typing import Any, Final, Literal, cast, get_args

import msgspec
from sqlalchemy import Select, Table, bindparam, select

from server.office.bookings.person import known_as
from server.office.bookings.record import booking_by_digits
from server.office.people.record import person_by_login
from server.rules.errors import Refusal
from server.rules.guidance.consultation_code import read_code
from server.rules.hall.numbering import parse
from server.rules.hall.slip_digits import digits_of, read_typed
from server.store import people_tables, tables
from server.store.booking_tables import booking_appeals, bookings
from server.store.failed_case_tables import failed_cases
from server.store.guidance_tables import consultations
from server.store.remote_tables import remote_tickets
from server.store.return_tables import return_rights
from server.store.room_tables import person_tickets
from server.store.unit_of_work import Reading

Kind = Literal["ticket", "booking", "consultation", "account"]
SECRET: Final = frozenset(
    {"secret_hash", "digits", "hash", "password", "pin", "card", "second", "second_step", "holder", "person"}
)
"""Columns that are compared and never told, not even to whom they belong."""
ROUNDS: Final = 5
_t, _b = tables.tickets.c, bookings.c
_TICKET = select(_t.plan, _t.visit).where(_t.id == bindparam("value"))
_OF_VISIT = select(_t.id).where(_t.visit == bindparam("value"), tables.TIED)
_OF_PLAN = select(_t.id).where(_t.plan == bindparam("value"), tables.PLANNED)
_NUMBERED = select(_t.id, _t.secret_hash).where(
    _t.center == bindparam("center"),
    _t.prefix == bindparam("prefix"),
    _t.day == bindparam("day"),
    _t.number == bindparam("number"),
)
_BOOKING = select(_b.center, _b.person, _b.plan, _b.ticket).where(_b.id == bindparam("value"))
_OF_TICKET = select(_b.id).where(_b.ticket == bindparam("value"))
_BOOKED_OF_PLAN = select(_b.id).where(_b.plan == bindparam("value"))
_OF_PERSON = select(_b.id).where(_b.center == bindparam("center"), _b.person == bindparam("person"))
Rows = dict[str, list[dict[str, Any]]]


class Shown(msgspec.Struct, frozen=True):
    """What somebody shows, as it was typed.

    The number of a slip with its `center` and `day` (ISO), the digits of a booking with its center, the code of a
    consultation, or what an account signs in as.
    `proof` are the digits beside the number of a slip, or the telephone number of a booking.
    """

    kind: str
    number: str
    center: str = ""
    day: str = ""
    proof: str = ""


class Found(msgspec.Struct):
    """Whose rows these are: ids of tickets and bookings, codes of consultations, an account.

    `persons` are centers with the keyed hash of a telephone number.
    """

    kind: Kind
    tickets: set[str] = msgspec.field(default_factory=set)
    bookings: set[str] = msgspec.field(default_factory=set)
    codes: set[str] = msgspec.field(default_factory=set)
    persons: set[tuple[str, str]] = msgspec.field(default_factory=set)
    account: str | None = None


def found_by(reading: Reading, shown: Shown) -> Found:
    """Return what hangs together with what is `shown`; raises `Refusal` nobody_found, slip_digits_wrong."""
    if shown.kind not in get_args(Kind):
        raise Refusal("nobody_found")
    found = Found(cast(Kind, shown.kind))
    match found.kind:
        case "ticket":
            found.tickets.add(_ticket(reading, shown))
        case "booking":
            found.bookings.add(_booking(reading, shown))
        case "consultation":
            found.codes.add(_code(reading, shown))
        case "account":
            row = person_by_login(reading, shown.number)
            if row is None:
                raise Refusal("nobody_found")
            found.account = row.id
    for _ in range(ROUNDS):
        _follow(reading, found)
    return found


def about(reading: Reading, found: Found) -> Rows:
    """Return all that is held about whom was `found`: table -> rows, without what is only ever compared."""
    told: Rows = {}
    for table, values in places(found):
        for row in reading.rows(_look(table, tuple(values)), **values):
            told.setdefault(table.name, []).append(_told(table, row))
    return told


def places(found: Found) -> list[tuple[Table, dict[str, str]]]:
    """Return in which tables something of whom was `found` may be, and what columns hold there."""
    by_ticket = (remote_tickets, return_rights, person_tickets, tables.intervals, failed_cases)
    named = people_tables
    of_account = (named.person_roles, named.sign_ins, named.recovery_codes, named.past_passwords)
    return [
        *((consultations, {"code": code}) for code in sorted(found.codes)),
        *((tables.tickets, {"id": ticket}) for ticket in sorted(found.tickets)),
        *((table, {"ticket": ticket}) for table in by_ticket for ticket in sorted(found.tickets)),
        *((bookings, {"id": booking}) for booking in sorted(found.bookings)),
        *((booking_appeals, {"center": center, "person": person}) for center, person in sorted(found.persons)),
        *((named.people, {"id": each}) for each in (found.account,) if each),
        *((table, {"person": found.account}) for table in of_account if found.account),
    ]


@cache
def _look(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    return select(table).where(*(table.c[name] == bindparam(name) for name in columns))


def _ticket(reading: Reading, shown: Shown) -> str:
    typed = read_typed(shown.number)
    if typed is None:
        raise Refusal("nobody_found")
    prefix, number = parse(typed.number)
    row = reading.row(_NUMBERED, center=shown.center, prefix=prefix, day=shown.day, number=number)
    if row is None:
        raise Refusal("nobody_found")
    # Once the secret is forgotten nothing is left that a slip could prove.
    if row[1] and not compare_digest(shown.proof.strip().encode(), digits_of(row[1]).encode()):
        raise Refusal("slip_digits_wrong", number=shown.number[:16])
    return str(row[0])


def _booking(reading: Reading, shown: Shown) -> str:
    try:
        row = booking_by_digits(reading, shown.center, "".join(filter(str.isdecimal, shown.number)))
    except Refusal as refusal:
        raise Refusal("nobody_found") from refusal
    if row.person is not None and row.person != known_as(reading, shown.center, shown.proof):
        raise Refusal("nobody_found")
    return row.id


def _code(reading: Reading, shown: Shown) -> str:
    try:
        code = read_code(shown.number)
    except Refusal as refusal:
        raise Refusal("nobody_found") from refusal
    if reading.row(_look(consultations, ("code",)), code=code) is None:
        raise Refusal("nobody_found")
    return code


def _follow(reading: Reading, found: Found) -> None:
    for ticket in tuple(found.tickets):
        for plan, visit in reading.rows(_TICKET, value=ticket):
            found.codes |= {plan} if plan else set()
            found.tickets |= {visit, *_ids(reading, _OF_VISIT, visit)}
        found.bookings |= _ids(reading, _OF_TICKET, ticket)
    for code in tuple(found.codes):
        found.tickets |= _ids(reading, _OF_PLAN, code)
        found.bookings |= _ids(reading, _BOOKED_OF_PLAN, code)
    for center, person in tuple(found.persons):
        found.bookings |= {row[0] for row in reading.rows(_OF_PERSON, center=center, person=person)}
    for booking in tuple(found.bookings):
        for center, person, plan, ticket in reading.rows(_BOOKING, value=booking):
            found.persons |= {(center, person)} if person else set()
            found.codes |= {plan} if plan else set()
            found.tickets |= {ticket} if ticket else set()


def _ids(reading: Reading, statement: Select[Any], value: str) -> set[str]:
    return {row[0] for row in reading.rows(statement, value=value)}


def _told(table: Table, row: Any) -> dict[str, Any]:
    named: Mapping[str, Any] = dict(zip(table.c.keys(), row, strict=True))
    return {name: value for name, value in named.items() if name not in SECRET and value not in (None, "", "[]", "{}")}
