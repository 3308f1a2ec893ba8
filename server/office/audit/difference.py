"""What differs between two JSON texts, line by line: for whoever reads what a change was. Pure."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

MOST: Final = 400
"""Lines that are told; whoever needs more reads the documents."""


class Line(msgspec.Struct, frozen=True):
    """One place that differs: what stood there before and after, "" for nothing."""

    place: str
    before: str
    after: str


def differences(before: str, after: str) -> list[Line]:
    """Return where two JSON texts differ; one that is no JSON counts as the text it is."""
    old, new = dict(_leaves(_read(before))), dict(_leaves(_read(after)))
    places = [*old, *(place for place in new if place not in old)]
    return [
        Line(place, old.get(place, ""), new.get(place, "")) for place in places if old.get(place) != new.get(place)
    ][:MOST]


def _read(text: str) -> Any:
    try:
        return msgspec.json.decode(text) if text else None
    except msgspec.DecodeError:
        return text


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            named = each.get("id") if isinstance(each, dict) else None
            # By name where things have one: a counter that goes leaves the others where they are.
            yield from _leaves(each, f"{place}[{named or number}]")
    elif value is not None:
        yield place, value if isinstance(value, str) else msgspec.json.encode(value).decode()
