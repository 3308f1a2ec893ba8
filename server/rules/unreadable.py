"""Why a body cannot be read, in both languages: what the decoder says is English, and for programmers. Pure."""

import re
from typing import Final

import msgspec

from config.centers import Text
from config.words import both

LONGEST: Final = 80
_AT: Final = re.compile(r" - at (?:`key` in )?`\$\.?([^`]*)`$")
_NAMED: Final = re.compile(r"Object (missing required|contains unknown) field `([^`]*)`")
_BYTE: Final = re.compile(r"\(byte (\d+)\)")


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
