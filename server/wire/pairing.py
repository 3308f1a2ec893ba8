"""What crosses the network when a device asks to be let in: what it is, the code that it shows, and its token."""

from typing import Annotated, Literal

import msgspec

from server.rules.bounds import Address, Code, Token
from server.wire.access import AccessAnswer

DeviceScope = Literal["kiosk", "display", "counter"]
"""What a device can be: a channel is no device, it is given its token by hand."""
Machine = Annotated[str, msgspec.Meta(max_length=80)]


class BeginPairing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /pairings`: what the device is, and what its machine calls itself."""

    scope: DeviceScope
    machine: Machine = ""


class PairingBegun(msgspec.Struct, frozen=True):
    """The device's own secret, the code that it shows and the address where that is typed.

    `rows` draw the address with the code as a QR code, `1` for each dark module. All of it is good for `seconds`; the
    device asks for its token every `interval` seconds.
    """

    device_code: Token
    code: Code
    address: Address
    rows: tuple[str, ...]
    seconds: int
    interval: int


class PollPairing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /pairings/token`."""

    device_code: Token


class PairingNow(msgspec.Struct, frozen=True):
    """What a device may do now: nothing while nobody has decided; its token is told this once."""

    access: AccessAnswer | None
