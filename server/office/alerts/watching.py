"""Who must be told what: each address once that a device is in trouble, and once that it is well again.

In quiet hours nothing is told; what is still wrong when they end is told then, all in one letter.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from config.centers import Text
from config.words import both
from server.office.access.standings import Standing, standings
from server.office.alerts.addresses import AlertAddress, addresses, put_letter
from server.office.settings.reach import within
from server.rules.device_standing import Cause, Colour
from server.rules.hall.city_tree import CityTree
from server.rules.quiet_hours import is_quiet
from server.store.alert_tables import alert_causes, alert_told
from server.store.projection import tree_of
from server.store.unit_of_work import UnitOfWork

_c, _t = alert_causes.c, alert_told.c
_KNOWN = select(_c.token, _c.cause, _c.since)
_TOLD = select(_t.token, _t.cause).where(_t.address == bindparam("address"))
_BEGUN = insert(alert_causes)
_OVER = delete(alert_causes).where(_c.token == bindparam("of_token"), _c.cause == bindparam("of_cause"))
_TELL = insert(alert_told)
_UNTELL = delete(alert_told).where(
    _t.address == bindparam("of_address"), _t.token == bindparam("of_token"), _t.cause == bindparam("of_cause")
)
BAD: Final[dict[str, tuple[Colour, ...]]] = {"red": ("red",), "amber": ("red", "amber")}
MINUTE: Final = 60_000

Key = tuple[str, str]
"""The id of a device, and the English sentence that says what is wrong with it."""


class Line(msgspec.Struct, frozen=True):
    """One thing in a letter: which device of which center, what is or was wrong, what to do, since when (ms)."""

    device: str
    name: str
    center: Text
    colour: Colour
    what: Text
    remedy: Text
    since: int


class Letter(msgspec.Struct, frozen=True):
    """What an address is told: what is wrong, and what is well again."""

    lost: tuple[Line, ...] = ()
    back: tuple[Line, ...] = ()
    test: bool = False


def look(uow: UnitOfWork, now: int) -> int:
    """Note what is wrong at `now` (ms), and put on its way what has to be told; return how many letters."""
    told = addresses(uow)
    if not told:
        return 0
    seen = standings(uow, {hall.id for hall, _, _ in uow.halls()}, now)
    wrong = {(each.device.id, cause.what): (each, cause) for each in seen for cause in each.causes}
    since = _since(uow, wrong, now)
    tree, devices = tree_of(uow), {each.device.id: each for each in seen}
    written = 0
    for address in told:
        local = _local(uow, address, now)
        if is_quiet(local, address.quiet_from, address.quiet_to):
            continue
        known: set[Key] = {(str(token), str(cause)) for token, cause in uow.rows(_TOLD, address=address.id)}
        lost = [
            key
            for key, (standing, cause) in wrong.items()
            if key not in known
            and cause.colour in BAD[address.worst]
            and now - since[key] >= address.lasting * MINUTE
            and _is_for(address, standing, tree)
        ]
        back = [key for key in sorted(known) if key not in wrong]
        if lost or back:
            for token, what in lost:
                uow.run(_TELL, address=address.id, token=token, cause=what, at=now)
            for token, what in back:
                uow.run(_UNTELL, of_address=address.id, of_token=token, of_cause=what)
            letter = Letter(
                tuple(_line(*wrong[key], since[key]) for key in lost),
                tuple(_mended(devices[token], what, now) for token, what in back if token in devices),
            )
            if letter != Letter():
                put_letter(uow, address.id, msgspec.json.encode(letter).decode(), now)
                written += 1
    return written


def _since(uow: UnitOfWork, wrong: Iterable[Key], now: int) -> dict[Key, int]:
    """Return since when each thing is known to be wrong, and forget what is so no more."""
    known: dict[Key, int] = {(token, cause): since for token, cause, since in uow.rows(_KNOWN)}
    found = {key: known.get(key, now) for key in wrong}
    for token, cause in known.keys() - found.keys():
        uow.run(_OVER, of_token=token, of_cause=cause)
    for token, cause in found.keys() - known.keys():
        uow.run(_BEGUN, token=token, cause=cause, since=now)
    return found


def _is_for(address: AlertAddress, standing: Standing, tree: CityTree) -> bool:
    return address.center is None or within(tree, address.center, standing.hall.id)


def _local(uow: UnitOfWork, address: AlertAddress, now: int) -> str:
    """Return what the clocks show where an address belongs to; those of the whole city follow the first center."""
    halls = [hall for hall, _, _ in uow.halls() if address.center in (None, hall.id)]
    return f"{halls[0].local(now):%H:%M}" if halls else ""


def _line(standing: Standing, cause: Cause, since: int) -> Line:
    device = standing.device
    name = device.name or device.id[:6]
    return Line(device.id, name, standing.hall.name, cause.colour, both(cause.what), both(cause.remedy), since)


def _mended(standing: Standing, what: str, now: int) -> Line:
    device = standing.device
    return Line(
        device.id, device.name or device.id[:6], standing.hall.name, "green", both(what), both("It is well again."), now
    )
