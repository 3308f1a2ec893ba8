"""What crosses the network when a device says how it is."""

from typing import Annotated, Literal

import msgspec

from server.rules.bounds import Count

PrinterTold = Literal["", "ready", "paper_low", "paper_out", "cover_open", "cutter", "offline", "unknown"]
"""How a device's printer is, "" for a device that has none."""


BoxTold = Literal["disk", "disk read only", "disk wear", "power", "heat"]
"""What may be wrong with the machine below a device: its disk is full, cannot be written, wears out; and so on."""


class HealthReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /health`: what time (ms) the device's own clock shows, its release, its printer.

    `box` is what is wrong with its machine; `disk_free` are percent of its disk, `printed_ago` seconds since the last
    ticket came out of its printer: None is not known.
    """

    clock: Count
    version: Annotated[str, msgspec.Meta(max_length=40)] = ""
    printer: PrinterTold = ""
    box: Annotated[tuple[BoxTold, ...], msgspec.Meta(max_length=10)] = ()
    disk_free: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    printed_ago: Count | None = None


class HealthNow(msgspec.Struct, frozen=True):
    """Answer of `POST /health`: what time (ms) it really is."""

    now: Count
