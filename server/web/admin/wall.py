"""The devices of the centers in reach on one wall: red, amber or green, why, and what to do; it looks by itself."""

from functools import cache
from importlib.metadata import version
from typing import Final

import msgspec

from server.office.access.devices import Device, devices_in
from server.office.access.health import Health, healths
from server.office.access.orders import CAN
from server.rules.device_standing import WORST, Cause, Colour, Heard, causes, colour
from server.rules.people.roles import reach
from server.store.halls import Hall
from server.web.admin.names import DEVICE_KINDS
from server.web.admin.order_words import TRIES
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.pairing import DEVICES, DUTIES
from server.wire.orders import OrderKind

WALL: Final = f"{DEVICES}/wall"
LOOKS: Final[dict[Colour, tuple[str, str]]] = {
    "red": ("stop", "out of order"),
    "amber": ("wait", "needs somebody soon"),
    "green": ("good", "in order"),
    "grey": ("", "not in use"),
}
"""Colour -> the look of its word, and the word: who sees no colours reads it."""


class Standing(msgspec.Struct, frozen=True):
    """A device, its hall, its colour and what is wrong; when (ms) it was heard last; what it can be told to do."""

    device: Device
    hall: Hall
    colour: Colour
    causes: tuple[Cause, ...]
    heard_at: int | None
    can: tuple[OrderKind, ...]


def _show(visit: Visit) -> Shown:
    within = set(reach(visit.who.grants, "devices", visit.tree))
    halls, rows, told = visit.store.read(
        lambda reading: (
            {hall.id: hall for hall, _, _ in reading.halls()},
            devices_in(reading, within, visit.now),
            healths(reading),
        )
    )
    seen = [_standing(row, halls[row.center], told.get(row.id), visit.now) for row in rows if row.center in halls]
    seen.sort(key=lambda each: WORST.index(each.colour))
    counts = {name: sum(each.colour == name for each in seen) for name in LOOKS}
    return visit.show("wall", seen=seen, counts=counts, looks=LOOKS, kinds=DEVICE_KINDS, tries=TRIES)


def _standing(device: Device, hall: Hall, told: Health | None, now: int) -> Standing:
    moments = [at for at in (device.last_used_at, told.at if told else None) if at is not None]
    heard_at = max(moments, default=None)
    expected = device.scope != "counter" and hall.is_open(now)
    copied = device.cloned_at is not None
    heard = Heard(heard_at, expected, copied)
    if told is not None:
        heard = Heard(heard_at, expected, copied, told.clock_off, told.version, told.printer)
    found = causes(heard, _release(), now)
    return Standing(device, hall, colour(found), found, heard_at, CAN[device.scope])


@cache
def _release() -> str:
    return version("banshi")


PAGES: Final = (Page(method="GET", path=WALL, duties=DUTIES, rate="effort", act=_show),)
