"""Who is told of devices in trouble: addresses of mail and webhooks, kept by who looks after devices, each recorded."""

import secrets
from collections.abc import Collection
from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from server.office.alerts.hook import read_address
from server.office.alerts.mail import read_mail_address
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.rules.people.roles import may
from server.rules.quiet_hours import read_clocks
from server.store.alert_tables import alert_addresses, alert_letters, alert_told
from server.store.projection import tree_of
from server.store.unit_of_work import Reading, UnitOfWork

Kind = Literal["mail", "webhook"]
Worst = Literal["red", "amber"]
MOST: Final = 100
LASTING_MOST: Final = 24 * 60
TEST: Final = '{"test":true,"lost":[],"back":[]}'
_a, _l = alert_addresses.c, alert_letters.c
_ALL = select(*_a).order_by(_a.made_at)
_ONE = select(*_a).where(_a.id == bindparam("id"))
_COUNT = select(func.count()).select_from(alert_addresses)
_NEW = insert(alert_addresses)
_LETTER = insert(alert_letters)
_DROP = tuple(
    delete(table).where(column == bindparam("of_id"))
    for table, column in ((alert_letters, _l.address), (alert_told, alert_told.c.address), (alert_addresses, _a.id))
)
_WENT = (
    update(alert_addresses)
    .where(_a.id == bindparam("of_id"))
    .values(sent_at=func.coalesce(bindparam("at", type_=_a.sent_at.type), _a.sent_at), trouble=bindparam("why"))
)


class AlertAddress(msgspec.Struct, frozen=True):
    """An address that is told, as `alert_addresses` says it; moments in ms, `lasting` in minutes."""

    id: str
    center: str | None
    kind: Kind
    address: str
    secret: str
    worst: Worst
    lasting: int
    quiet_from: str
    quiet_to: str
    made_at: int
    sent_at: int | None
    trouble: str | None


class Wish(msgspec.Struct, frozen=True):
    """What somebody typed for a new address; `center` "" is the whole city."""

    center: str
    kind: str
    address: str
    worst: str
    lasting: str
    quiet_from: str
    quiet_to: str


def addresses(reading: Reading) -> list[AlertAddress]:
    """Return all addresses, the oldest first."""
    return [AlertAddress(*row) for row in reading.rows(_ALL)]


def addresses_within(reading: Reading, centers: Collection[str], city: bool) -> list[AlertAddress]:
    """Return the addresses of `centers`, and with `city` those of the whole city."""
    return [each for each in addresses(reading) if (city if each.center is None else each.center in centers)]


def add_address(uow: UnitOfWork, wish: Wish, by: By, now: int) -> AlertAddress:
    """Have an address told from now on; raises `Refusal`.

    The codes are alert_unfit, alerts_full, hook_unfit, mail_unfit, quiet_unfit, center_unknown, duty_missing.
    """
    minutes = wish.lasting.strip()
    fit = minutes.isascii() and minutes.isdigit() and len(minutes) <= 4 and int(minutes) <= LASTING_MOST
    if wish.kind not in ("mail", "webhook") or wish.worst not in ("red", "amber") or not fit:
        raise Refusal("alert_unfit", most=LASTING_MOST)
    if wish.center:
        uow.hall(wish.center)
    _check(uow, wish.center or None, by)
    if int(uow.value(_COUNT) or 0) >= MOST:
        raise Refusal("alerts_full", most=MOST)
    kind: Kind = "webhook" if wish.kind == "webhook" else "mail"
    quiet_from, quiet_to = read_clocks(wish.quiet_from, wish.quiet_to)
    made = AlertAddress(
        id=secrets.token_hex(8),
        center=wish.center or None,
        kind=kind,
        address=read_address(wish.address) if kind == "webhook" else read_mail_address(wish.address),
        secret=secrets.token_urlsafe(32) if kind == "webhook" else "",
        worst="red" if wish.worst == "red" else "amber",
        lasting=int(minutes),
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        made_at=now,
        sent_at=None,
        trouble=None,
    )
    uow.run(_NEW, **msgspec.structs.asdict(made))
    _record(uow, "alert_added", made, by, now)
    return made


def drop_address(uow: UnitOfWork, id_: str, by: By, now: int) -> None:
    """Have an address told no more; raises `Refusal` alert_gone, duty_missing."""
    found = _one(uow, id_, by)
    for statement in _DROP:
        uow.run(statement, of_id=id_)
    _record(uow, "alert_dropped", found, by, now)


def try_address(uow: UnitOfWork, id_: str, by: By, now: int) -> None:
    """Send a test to an address; raises `Refusal` alert_gone, duty_missing."""
    found = _one(uow, id_, by)
    put_letter(uow, id_, TEST, now)
    _record(uow, "alert_tried", found, by, now)


def put_letter(uow: UnitOfWork, address: str, body: str, now: int) -> None:
    """Put something on its way to an address at `now` (ms)."""
    uow.run(_LETTER, id=secrets.token_hex(8), address=address, body=body, made_at=now, due_at=now, tries=0)


def note_went(uow: UnitOfWork, id_: str, at: int | None, why: str | None) -> None:
    """Write down that something arrived at a moment (ms), or why it did not."""
    uow.run(_WENT, of_id=id_, at=at, why=why)


def _one(reading: Reading, id_: str, by: By) -> AlertAddress:
    row = reading.row(_ONE, id=id_)
    if row is None:
        raise Refusal("alert_gone")
    found = AlertAddress(*row)
    _check(reading, found.center, by)
    return found


def _check(reading: Reading, center: str | None, by: By) -> None:
    if not may(by.grants, "devices", center, tree_of(reading)):
        raise Refusal("duty_missing")


def _record(uow: UnitOfWork, what: str, told: AlertAddress, by: By, now: int) -> None:
    after = msgspec.json.encode(told.address).decode()
    record(uow, Changed(now, by.person, by.name, what, told.id, told.center or "", "done", by.place, "", after))
