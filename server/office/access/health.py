"""How each device said that it is, the last time: one row of each, however often it says so."""

import msgspec
from sqlalchemy import bindparam, insert, select, update

from server.store.device_tables import device_health
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.health import HealthReport

_h = device_health.c
_NEW = insert(device_health)
_AGAIN = (
    update(device_health)
    .where(_h.token == bindparam("of_token"))
    .values(
        at=bindparam("to_at"),
        version=bindparam("to_version"),
        clock_off=bindparam("to_clock_off"),
        printer=bindparam("to_printer"),
    )
)
_ALL = select(_h.token, _h.at, _h.version, _h.clock_off, _h.printer)


class Health(msgspec.Struct, frozen=True):
    """What a device said at `at` (ms): its release, by how much (ms) its clock is ahead of ours, its printer."""

    at: int
    version: str
    clock_off: int
    printer: str


def note_health(uow: UnitOfWork, token: str, report: HealthReport, now: int) -> None:
    """Keep what the device with `token` says at `now` (ms), in the place of what it said before."""
    version = "".join(each for each in report.version if each.isprintable())
    off = report.clock - now
    if uow.change(_AGAIN, of_token=token, to_at=now, to_version=version, to_clock_off=off, to_printer=report.printer):
        return
    uow.run(_NEW, token=token, at=now, version=version, clock_off=off, printer=report.printer)


def healths(reading: Reading) -> dict[str, Health]:
    """Return what every device said last, by the id of its token."""
    return {token: Health(*values) for token, *values in reading.rows(_ALL)}
