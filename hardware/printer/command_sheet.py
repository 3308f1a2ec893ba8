"""The printer's command sheet: where one command ends and the next begins in a stream of bytes.

Written from the ESC/POS sheet for whatever reads slips (emulator, drawing, reading, measuring), so that it shares
nothing with the encoder. Pure.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

FIXED = {
    b"\x1b@": 0,
    b"\x1c&": 0,
    b"\x1c.": 0,
    b"\x1ba": 1,
    b"\x1bE": 1,
    b"\x1bJ": 1,
    b"\x1bd": 1,
    b"\x1b!": 1,
    b"\x1bt": 1,
    b"\x1bM": 1,
    b"\x1b-": 1,
    b"\x1c!": 1,
    b"\x1cW": 1,
    b"\x1d!": 1,
    b"\x1dB": 1,
    b"\x1dL": 2,
    b"\x1dW": 2,
    b"\x1dr": 1,
    b"\x1da": 1,
    b"\x10\x04": 1,
}
"""Command -> bytes of its argument."""


class Command(NamedTuple):
    """One command: `name` its first two bytes (or `text`, or a line feed), `data` what follows them."""

    name: bytes
    data: bytes


class Unfinished(Exception):
    """The stream ends inside a command: more bytes have to come."""


def commands(stream: bytes) -> Iterator[tuple[Command, int]]:
    """Yield each command with the place where it ends; raises `Unfinished` when the last one is cut off."""
    place = 0
    while place < len(stream):
        command, place = _command(stream, place)
        yield command, place


def longest(stream: bytes) -> int:
    """Return how many bytes the longest command of `stream` has, text apart."""
    places = [0, *(end for _, end in commands(stream))]
    names = [command.name for command, _ in commands(stream)]
    sizes = (end - start for (start, end), name in zip(pairwise(places), names, strict=True) if name != b"text")
    return max(sizes, default=0)


def _command(stream: bytes, place: int) -> tuple[Command, int]:
    first = stream[place]
    if first == 0x0A:
        return Command(b"\n", b""), place + 1
    if first not in (0x1B, 0x1C, 0x1D, 0x10):
        return _text(stream, place)
    name = _take(stream, place, 2)
    after = place + 2
    if name in FIXED:
        return Command(name, _take(stream, after, FIXED[name])), after + FIXED[name]
    if name == b"\x1d(":
        size = int.from_bytes(_take(stream, after + 1, 2), "little")
        return Command(name, _take(stream, after, 3 + size)), after + 3 + size
    if name == b"\x1dv":
        head = _take(stream, after, 6)
        size = int.from_bytes(head[2:4], "little") * int.from_bytes(head[4:6], "little")
        return Command(name, _take(stream, after, 6 + size)), after + 6 + size
    if name == b"\x1dV":
        size = 2 if _take(stream, after, 1)[0] in (0x41, 0x42) else 1
        return Command(name, _take(stream, after, size)), after + size
    return Command(b"?", name), after


def _text(stream: bytes, place: int) -> tuple[Command, int]:
    end = place
    while end < len(stream) and stream[end] not in (0x0A, 0x1B, 0x1C, 0x1D, 0x10):
        # In hanzi mode a byte of 0x81..0xFE begins a pair, whatever its second byte is.
        end += 2 if 0x81 <= stream[end] <= 0xFE else 1
    if end > len(stream):
        raise Unfinished
    return Command(b"text", stream[place:end]), end


def _take(stream: bytes, place: int, size: int) -> bytes:
    part = stream[place : place + size]
    if len(part) < size:
        raise Unfinished
    return part
