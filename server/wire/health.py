"""What crosses the network when a device says how it is."""

from typing import Annotated, Literal

import msgspec

from server.rules.bounds import Count

PrinterTold = Literal["", "ready", "paper_low", "paper_out", "cover_open", "cutter", "offline", "unknown"]
"""How a device's printer is, "" for a device that has none."""


class HealthReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /health`: what time (ms) the device's own clock shows, its release, its printer."""

    clock: Count
    version: Annotated[str, msgspec.Meta(max_length=40)] = ""
    printer: PrinterTold = ""


class HealthNow(msgspec.Struct, frozen=True):
    """Answer of `POST /health`: what time (ms) it really is."""

    now: Count
