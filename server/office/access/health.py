"""How each device said that it is, the last time: one row of each, however often it says so."""

import msgspec
from sqlalchemy import BigInteger, bindparam, func, insert, select, update

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
        box=bindparam("to_box"),
        disk_free=bindparam("to_disk_free"),
        printed_at=func.coalesce(bindparam("to_printed_at", type_=BigInteger), _h.printed_at),
    )
)
_ALL = select(_h.token, _h.at, _h.version, _h.clock_off, _h.printer, _h.box, _h.disk_free, _h.printed_at)


class Health(msgspec.Struct, frozen=True):
    """What a device said at `at` (ms): its release, by how much (ms) its clock is ahead of ours, its printer.

    `box` is what is wrong with its machine, commas between; `disk_free` percent of its disk; `printed_at` (ms) when the
    last ticket came out.
    """

    at: int
    version: str
    clock_off: int
    printer: str
    box: str | None = None
    disk_free: int | None = None
    printed_at: int | None = None


def note_health(uow: UnitOfWork, token: str, report: HealthReport, now: int) -> None:
    """Keep what the device with `token` says at `now` (ms), in the place of what it said before."""
    version = "".join(each for each in report.version if each.isprintable())
    told = {
        "at": now,
        "version": version,
        "clock_off": report.clock - now,
        "printer": report.printer,
        "box": ",".join(dict.fromkeys(report.box)),
        "disk_free": report.disk_free,
        # A kiosk that began anew does not know what it printed before.
        "printed_at": None if report.printed_ago is None else now - report.printed_ago * 1000,
    }
    if not uow.change(_AGAIN, of_token=token, **{f"to_{name}": value for name, value in told.items()}):
        uow.run(_NEW, token=token, **told)


def healths(reading: Reading) -> dict[str, Health]:
    """Return what every device said last, by the id of its token."""
    return {token: Health(*values) for token, *values in reading.rows(_ALL)}
