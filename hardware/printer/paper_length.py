"""How much paper a job takes, read from its bytes. Pure."""

from hardware.printer.command_sheet import commands

DOTS_A_MM = 8
LINE = 34
"""Dots that a line of normal size is fed at most, its gap included."""
GAP = LINE - 24


def millimetres(job: bytes) -> float:
    """Return the length of the paper that `job` takes, in mm, to a tenth; raises `Unfinished` for a cut off job."""
    dots, height, module, stored = 0, 1, 3, 0
    for (name, data), _ in commands(job):
        if name == b"\n":
            dots += 24 * height + GAP
        elif name == b"\x1d!":
            height = (data[0] & 7) + 1
        elif name == b"\x1bJ":
            dots += data[0]
        elif name == b"\x1bd":
            dots += data[0] * LINE
        elif name == b"\x1dv":
            dots += int.from_bytes(data[4:6], "little")
        elif name == b"\x1d(" and data[3:5] == b"\x31\x43":
            module = data[5]
        elif name == b"\x1d(" and data[3:5] == b"\x31\x50":
            stored = len(data) - 6
        elif name == b"\x1d(" and data[3:5] == b"\x31\x51":
            dots += modules(stored) * module
    return dots / DOTS_A_MM


def modules(size: int) -> int:
    """Return about how many modules a side of a QR code of `size` bytes has, at error correction M."""
    # A version more for each 14 bytes holds up to version 10, which is more than any address of ours takes.
    return 21 + 4 * (size // 14)
