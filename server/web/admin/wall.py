"""The devices of the centers in reach on one wall: red, amber or green, why, and what to do; it looks by itself."""

from collections.abc import Iterator
from typing import Final

import msgspec

from server.office.access.health import Health
from server.office.access.orders import CAN
from server.office.access.standings import Standing, standings
from server.rules.device_standing import (
    BOX,
    CLOCK,
    NEVER,
    OFF,
    OLD,
    PRINTER,
    SILENT,
    WORST,
    Cause,
    Colour,
    colour,
)
from server.rules.people.roles import may_anywhere, reach
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


PAPER: Final[dict[str, str]] = {
    "ready": "paper in order",
    "paper_low": "paper nearly used up",
    "paper_out": "no paper",
    "cover_open": "cover open",
    "cutter": "cutter stuck",
    "offline": "printer off line",
    "unknown": "printer does not answer",
}


class Fact(msgspec.Struct, frozen=True):
    """One thing that a device says of itself: the look of its word, the word and its values; a moment (ms) if any."""

    look: str
    says: str
    values: dict[str, object] = {}
    at: int | None = None


class Seen(msgspec.Struct, frozen=True):
    """A device as it stands, and its colour; what it can be told to do, and what it said of itself of late."""

    standing: Standing
    colour: Colour
    can: tuple[OrderKind, ...]
    facts: tuple[Fact, ...]


def _show(visit: Visit) -> Shown:
    within = set(reach(visit.who.grants, "devices", visit.tree))
    found = visit.store.read(lambda reading: standings(reading, within, visit.now))
    seen = [
        Seen(each, colour(each.causes), CAN[each.device.scope], tuple(_facts(each.told, each.causes))) for each in found
    ]
    seen.sort(key=lambda each: WORST.index(each.colour))
    counts = {name: sum(each.colour == name for each in seen) for name in LOOKS}
    box = visit.house.box() if may_anywhere(visit.who.grants, "care") else ()
    return visit.show("wall", box=box, seen=seen, counts=counts, looks=LOOKS, kinds=DEVICE_KINDS, tries=TRIES)


def _facts(told: Health | None, found: tuple[Cause, ...]) -> Iterator[Fact]:
    if told is None or {SILENT, OFF, NEVER} & set(found):
        return
    if told.version:
        yield Fact(_look(found, OLD), "release {version}", {"version": told.version})
    yield Fact(_look(found, CLOCK), "clock {seconds} s off", {"seconds": f"{told.clock_off / 1000:+.0f}"})
    if told.disk_free is not None:
        full = _look(found, *(BOX[each] for each in ("disk read only", "disk", "disk wear")))
        yield Fact(full, "disk {share} % free", {"share": told.disk_free})
    if told.printer:
        yield Fact(_look(found, *PRINTER.values()), PAPER[told.printer])
    if told.printed_at is not None:
        yield Fact("", "last ticket {moment}", at=told.printed_at)


def _look(found: tuple[Cause, ...], *wrong: Cause) -> str:
    return next((LOOKS[each.colour][0] for each in found if each in wrong), "good")


PAGES: Final = (Page(method="GET", path=WALL, duties=DUTIES, rate="effort", act=_show),)
