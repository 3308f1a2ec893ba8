"""A ticket as the office holds it: its row, and how its holder sees it. What moves it is `office.advance`."""

from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, select

from config.centers import PriorityClass
from server.rules.errors import Refusal
from server.rules.hall.calling import State
from server.rules.hall.fact import Ground, TicketRef
from server.rules.hall.slip_digits import digits_of
from server.store import tables
from server.store.statements import Row
from server.store.unit_of_work import Reading
from server.wire.messages import Ticket, moment

_t = tables.tickets.c
COLUMNS: Final = tuple(tables.tickets.c)
ORDER: Final = (_t.key, _t.ready_at, _t.place)
"""The one ordering of a line, as SQL; `server.rules.hall.line.order` is the same ordering in Python."""

_NAMES: Final = tuple(column.name for column in COLUMNS)
_BY_ID = select(*COLUMNS).where(_t.id == bindparam("ticket"))
_IN_HAND = select(*COLUMNS).where(_t.in_hand == bindparam("counter"))
_encode = msgspec.json.Encoder().encode
_services = msgspec.json.Decoder(tuple[str, ...]).decode


class TicketRow(msgspec.Struct, kw_only=True):
    """One row of the tickets' table, field by column; `services` decoded."""

    id: str
    center: str
    prefix: str
    day: str
    number: int
    label: str
    state: State
    services: tuple[str, ...]
    step: int
    service: str
    priority: PriorityClass
    ready_at: int
    key: int
    place: int
    line: str | None
    in_hand: str | None
    open_day: str | None
    counter: str | None
    calls: int
    called_at: int | None
    plan: str | None
    visit: str
    secret_hash: str
    issued_at: int
    misses: int = 0
    missed_at: int | None = None
    postpones: int = 0
    back_at: int | None = None
    bound: str | None = None
    return_to: str | None = None
    note: str | None = None
    cases: int = 1
    ground: Ground | None = None
    proven: int = 0
    class_before: PriorityClass | None = None
    language: str | None = None

    @property
    def ref(self) -> TicketRef:
        """Return the ticket as a screen may know it."""
        return TicketRef(self.id, self.label)


def row_of(columns: Row) -> TicketRow:
    """Return the ticket of a row selected as `COLUMNS`."""
    values: dict[str, Any] = dict(zip(_NAMES, columns, strict=True))
    values["services"] = services_of(values["services"])
    return TicketRow(**values)


def columns_of(ticket: TicketRow) -> dict[str, Any]:
    """Return the columns of a ticket's row."""
    return {**msgspec.structs.asdict(ticket), "services": services_text(ticket.services)}


def services_text(services: tuple[str, ...]) -> str:
    """Return the steps of a ticket as their column holds them."""
    return _encode(services).decode()


def services_of(text: str) -> tuple[str, ...]:
    """Return the steps of a ticket out of their column."""
    return _services(text)


def ticket_of(reading: Reading, ticket: str) -> TicketRow:
    """Return a ticket by its id; raises `Refusal` ticket_unknown."""
    found = reading.row(_BY_ID, ticket=ticket)
    if found is None:
        raise Refusal("ticket_unknown")
    return row_of(found)


def in_hand_of(reading: Reading, counter: str) -> TicketRow | None:
    """Return the ticket that is called to or served at `counter`, if there is one."""
    found = reading.row(_IN_HAND, counter=counter)
    return None if found is None else row_of(found)


def view(ticket: TicketRow, ahead: int, secret: str | None = None) -> Ticket:
    """Return the ticket as its holder sees it."""
    return Ticket(
        id=ticket.id,
        center=ticket.center,
        number=ticket.label,
        state=ticket.state,
        services=ticket.services,
        step=ticket.step,
        service=ticket.service,
        counter=ticket.counter,
        ahead=ahead,
        wait=None,
        issued_at=moment(ticket.issued_at),
        calls=ticket.calls,
        plan=ticket.plan,
        secret=secret,
        digits=None if secret is None else digits_of(ticket.secret_hash),
        back_at=None if ticket.back_at is None else moment(ticket.back_at),
        bound=ticket.bound,
        visit=ticket.visit,
        priority=ticket.priority,
        cases=ticket.cases,
        language=ticket.language,
    )
