"""What a device is told to do from afar: kept until it is done or too old, with what came of it, one of each kind."""

import secrets
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from server.office.access.devices import Device, device_of
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.store.device_tables import device_orders
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.orders import Order, OrderDone, OrderKind

VALID_MS: Final = 60_000
CAN: Final[dict[str, tuple[OrderKind, ...]]] = {
    "kiosk": ("print", "picture", "restart"),
    "display": ("speak", "show", "picture", "restart"),
    "counter": (),
}
"""Scope of a token -> what a device of that kind can be told to do. A counter's console is its clerk's."""
RECORDED: Final[dict[OrderKind, str]] = {
    "print": "device_told_print",
    "speak": "device_told_speak",
    "show": "device_told_show",
    "picture": "device_told_picture",
    "restart": "device_told_restart",
}
PNG: Final = b"\x89PNG\r\n\x1a\n"
_o = device_orders.c
_COLUMNS = (_o.id, _o.kind, _o.by_name, _o.ordered_at, _o.until, _o.done_at, _o.came, _o.millimetres, _o.words)
_OF = select(*_COLUMNS, _o.picture.is_not(None)).where(_o.token == bindparam("token")).order_by(_o.ordered_at.desc())
_OPEN = select(_o.id, _o.kind, _o.until).where(
    _o.token == bindparam("token"), _o.done_at.is_(None), _o.until > bindparam("now")
)
_DROP = delete(device_orders).where(_o.token == bindparam("of_token"), _o.kind == bindparam("of_kind"))
_NEW = insert(device_orders)
_ONE = select(_o.kind, _o.until, _o.done_at).where(_o.id == bindparam("id"), _o.token == bindparam("token"))
_DONE = (
    update(device_orders)
    .where(_o.id == bindparam("of_id"))
    .values(
        done_at=bindparam("at"),
        came=bindparam("to_came"),
        millimetres=bindparam("to_millimetres"),
        words=bindparam("to_words"),
        picture=bindparam("to_picture"),
    )
)
_PICTURE = select(_o.picture).where(_o.token == bindparam("token"), _o.kind == "picture")


class Ordered(msgspec.Struct, frozen=True):
    """What a device was told to do, by whom; moments in ms. `came` is "" until it answered, `pictured` with a PNG."""

    id: str
    kind: OrderKind
    by_name: str
    ordered_at: int
    until: int
    done_at: int | None
    came: str
    millimetres: int
    words: str
    pictured: bool

    def waits(self, now: int) -> bool:
        """Return whether the device may still do it at `now` (ms)."""
        return self.done_at is None and now < self.until


def order(uow: UnitOfWork, device: str, kind: str, by: By, now: int) -> None:
    """Tell a device to do something within a minute; the last one of that kind is forgotten.

    Raises `Refusal` order_unfit, order_waits where it was told the same and has not answered, and as `device_of`.
    """
    row = device_of(uow, device, by)
    wanted = next((each for each in CAN.get(row.scope, ()) if each == kind), None)
    if wanted is None:
        raise Refusal("order_unfit")
    if any(open_kind == wanted for _, open_kind, _ in uow.rows(_OPEN, token=device, now=now)):
        raise Refusal("order_waits")
    uow.run(_DROP, of_token=device, of_kind=wanted)
    uow.run(
        _NEW,
        token=device,
        kind=wanted,
        id=secrets.token_hex(8),
        by_name=by.name,
        ordered_at=now,
        until=now + VALID_MS,
        done_at=None,
        came="",
        millimetres=0,
        words="",
        picture=None,
    )
    _record(uow, row, RECORDED[wanted], by, now)


def open_orders(reading: Reading, token: str, now: int) -> tuple[Order, ...]:
    """Return what the device with `token` shall do at `now` (ms)."""
    return tuple(
        Order(id_, kind, -((now - until) // 1000)) for id_, kind, until in reading.rows(_OPEN, token=token, now=now)
    )


def note_done(uow: UnitOfWork, token: str, id_: str, done: OrderDone, now: int) -> None:
    """Keep what a device says came of an order; said again, it is heard and changes nothing.

    Raises `Refusal` order_gone for one that is not this device's, or was replaced.
    """
    found = uow.row(_ONE, id=id_, token=token)
    if found is None:
        raise Refusal("order_gone")
    kind, _, done_at = found
    if done_at is not None:
        return
    # What comes late is told all the same: a slip that was printed was printed.
    picture = done.picture if kind == "picture" and done.picture.startswith(PNG) else None
    words = "".join(each for each in done.words if each.isprintable() or each == "\n")
    uow.run(
        _DONE,
        of_id=id_,
        at=now,
        to_came=done.came,
        to_millimetres=done.millimetres,
        to_words=words,
        to_picture=picture,
    )


def orders_of(reading: Reading, device: str) -> list[Ordered]:
    """Return what a device was told to do, the newest first, one of each kind at most."""
    return [Ordered(*row) for row in reading.rows(_OF, token=device)]


def picture_of(reading: Reading, device: str, by: By) -> bytes:
    """Return what a device showed when it was asked last, a PNG; raises `Refusal` not_found and as `device_of`."""
    device_of(reading, device, by)
    found = reading.value(_PICTURE, token=device)
    if found is None:
        raise Refusal("not_found")
    return bytes(found)


def _record(uow: UnitOfWork, device: Device, what: str, by: By, now: int) -> None:
    before = msgspec.json.encode(device.name or device.id[:6]).decode()
    record(uow, Changed(now, by.person, by.name, what, device.id, device.center, "done", by.place, before))
