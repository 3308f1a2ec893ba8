"""How every device of some centers stands: what is known of it, and what is wrong with it."""

from collections.abc import Collection
from functools import cache
from importlib.metadata import version

import msgspec

from server.office.access.devices import Device, devices_in
from server.office.access.health import Health, healths
from server.rules.device_standing import Cause, Heard, causes
from server.store.halls import Hall
from server.store.unit_of_work import Reading


class Standing(msgspec.Struct, frozen=True):
    """A device, its hall, what is wrong with it, worst first; when (ms) it was heard last, and what it said then."""

    device: Device
    hall: Hall
    causes: tuple[Cause, ...]
    heard_at: int | None
    told: Health | None


def standings(reading: Reading, centers: Collection[str], now: int) -> list[Standing]:
    """Return how the devices of `centers` stand at `now` (ms)."""
    halls = {hall.id: hall for hall, _, _ in reading.halls()}
    told = healths(reading)
    rows = devices_in(reading, centers, now)
    return [_standing(row, halls[row.center], told.get(row.id), now) for row in rows if row.center in halls]


def _standing(device: Device, hall: Hall, told: Health | None, now: int) -> Standing:
    moments = [at for at in (device.last_used_at, told.at if told else None) if at is not None]
    heard_at = max(moments, default=None)
    expected = device.scope != "counter" and hall.is_open(now)
    copied = device.cloned_at is not None
    heard = Heard(heard_at, expected, copied)
    if told is not None:
        box = tuple(filter(None, (told.box or "").split(",")))
        heard = Heard(heard_at, expected, copied, told.clock_off, told.version, told.printer, box)
    return Standing(device, hall, causes(heard, _release(), now), heard_at, told)


@cache
def _release() -> str:
    return version("banshi")
