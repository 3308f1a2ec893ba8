"""Why a body cannot be read, in both languages: what the decoder says is English, and for programmers. Pure."""

import re
from typing import Final

import msgspec

from config.centers import Text
from config.words import both
from server.rules.errors import Refusal

LONGEST: Final = 80
DEPTH: Final = 100
"""Levels of nesting that nothing of ours comes near: nobody sends more by mistake."""
_BRACKETS: Final = re.compile(rb"[\[\]{}]")
_AT: Final = re.compile(r" - at (?:`key` in )?`\$\.?([^`]*)`$")
_NAMED: Final = re.compile(r"Object (missing required|contains unknown) field `([^`]*)`")
_BYTE: Final = re.compile(r"\(byte (\d+)\)")


def nested(data: bytes) -> bool:
    """Tell whether the JSON in `data` is nested more deeply than `DEPTH`; brackets inside of texts count too."""
    depth = 0
    for each in _BRACKETS.finditer(data):
        depth += 1 if each.group() in (b"[", b"{") else -1
        if depth > DEPTH:
            return True
    return False


def not_whole(field: str, low: int, high: int) -> Refusal:
    """Return the refusal of a `field` that is no whole number from `low` to `high`."""
    why = both("{field} is not a whole number from {low} to {high}", field=field, low=low, high=high)
    return Refusal("bad_request", why=why)


def unreadable(error: msgspec.DecodeError) -> Text:
    """Return the sentence, without its full stop, that says which field or byte is wrong, and how."""
    said = str(error)
    if not isinstance(error, msgspec.ValidationError):
        byte = _BYTE.search(said)
        if byte is not None:
            return both("byte {place} of the body is no JSON", place=byte.group(1))
        return both("the body is no whole JSON")
    place = _AT.search(said)
    path = place.group(1) if place else ""
    named = _NAMED.match(said)
    if named is not None:
        field = ".".join(part for part in (path, named.group(2)) if part)[:LONGEST]
        if named.group(1) == "missing required":
            return both("{field} is missing", field=field)
        return both("there is no field {field} here", field=field)
    if not path:
        return both("the body is of another kind than this address takes")
    return both("{field} is of the wrong kind, or not between its bounds", field=path[:LONGEST])
