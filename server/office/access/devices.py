"""The devices of a city as who looks after them sees them: listed, renamed, sent away; each change is recorded."""

from collections.abc import Collection
from typing import Final

import msgspec
from sqlalchemy import bindparam, or_, select, update

from server.office.access.keeping import revoke_token
from server.office.access.pairing import device_name
from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.rules.errors import Refusal
from server.rules.people.roles import may
from server.store.access_tables import tokens
from server.store.projection import tree_of
from server.store.unit_of_work import Reading, UnitOfWork

KINDS: Final = ("kiosk", "display", "counter")
_t = tokens.c
_COLUMNS = (
    _t.id, _t.scope, _t.center, _t.counter, _t.name, _t.created_at, _t.last_used_at, _t.expires_at, _t.cloned_at,
    _t.cloned,
)  # fmt: skip
_VALID = select(*_COLUMNS).where(
    or_(*(_t.scope == kind for kind in KINDS)), _t.person.is_(None), _t.revoked_at.is_(None)
)
_ALL = _VALID.order_by(_t.center, _t.scope, _t.name, _t.created_at)
_ONE = _VALID.where(_t.id == bindparam("id"))
_NAME = update(tokens).where(_t.id == bindparam("of_id")).values(name=bindparam("to_name"))
_SEEN = update(tokens).where(_t.id == bindparam("of_id")).values(cloned_at=None, cloned=None)


class Device(msgspec.Struct, frozen=True):
    """A device and its token; moments in ms. `cloned` are two addresses that showed the token in turn, at `cloned_at`.

    One that `ends_at` a moment was let in for a day by an address, not paired.
    """

    id: str
    scope: str
    center: str
    counter: str | None
    name: str
    created_at: int
    last_used_at: int | None
    ends_at: int | None
    cloned_at: int | None
    cloned: str | None


def devices_in(reading: Reading, centers: Collection[str], now: int) -> list[Device]:
    """Return the devices of `centers` whose token opens something at `now` (ms)."""
    found = (_device(row) for row in reading.rows(_ALL))
    return [each for each in found if each.center in centers and (each.ends_at is None or each.ends_at > now)]


def device_of(reading: Reading, id_: str, by: By) -> Device:
    """Return one device; raises `Refusal` device_gone, duty_missing where `by` looks after none."""
    row = reading.row(_ONE, id=id_)
    if row is None:
        raise Refusal("device_gone")
    device = _device(row)
    if not may(by.grants, "devices", device.center, tree_of(reading)):
        raise Refusal("duty_missing")
    return device


def rename_device(uow: UnitOfWork, id_: str, typed: str, by: By, now: int) -> None:
    """Call a device otherwise; raises `Refusal` device_name_unfit and as `device_of`."""
    device, name = device_of(uow, id_, by), device_name(typed)
    uow.run(_NAME, of_id=id_, to_name=name)
    _record(uow, device, by, now, "device_renamed", device.name, name)


def revoke_device(uow: UnitOfWork, id_: str, by: By, now: int) -> None:
    """Let a device do nothing any more; raises `Refusal` as `device_of`."""
    device = device_of(uow, id_, by)
    revoke_token(uow, id_, now)
    _record(uow, device, by, now, "device_revoked", device.name, "")


def dismiss_clone(uow: UnitOfWork, id_: str, by: By, now: int) -> None:
    """Take back the word that a token was copied: somebody has looked; raises `Refusal` as `device_of`."""
    device = device_of(uow, id_, by)
    uow.run(_SEEN, of_id=id_)
    _record(uow, device, by, now, "device_clone_dismissed", device.cloned or "", "")


def _device(row: object) -> Device:
    values = list(row)  # type: ignore[call-overload]
    values[4] = values[4] or ""
    return Device(*values)


def _record(uow: UnitOfWork, device: Device, by: By, now: int, what: str, before: str, after: str) -> None:
    told = [msgspec.json.encode(each).decode() for each in (before, after)]
    record(uow, Changed(now, by.person, by.name, what, device.id, device.center, "done", by.place, *told))
