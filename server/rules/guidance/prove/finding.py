"""What is wrong in a pack, and a walk over all its texts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from config.centers import Text


class Finding(msgspec.Struct, frozen=True):
    """What is wrong: where in the pack, a stable code, what, and what to do; a warning does not stop publishing."""

    part: str
    id: str
    code: str
    what: str
    remedy: str
    level: Literal["error", "warning"] = "error"


def texts_of(record: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every text inside a record with its place, as `ask` or `requirements.0.reason`."""
    if isinstance(record, Text):
        yield place, record
    elif isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from texts_of(getattr(record, name), f"{place}.{name}".lstrip("."))
    elif isinstance(record, tuple):
        for number, each in enumerate(record):
            yield from texts_of(each, f"{place}.{number}")


def strings_of(record: Any) -> Iterator[str]:
    """Yield every string inside a record, be it an id, a word or a text."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from strings_of(getattr(record, name))
    elif isinstance(record, tuple):
        for each in record:
            yield from strings_of(each)
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from strings_of(key)
            yield from strings_of(value)


def doubled(names: Iterable[str]) -> list[str]:
    """Return the names that come more than once."""
    listed = list(names)
    return sorted({each for each in listed if listed.count(each) > 1})


def circular(after: Mapping[str, set[str]]) -> list[str]:
    """Return the names that come round to themselves, or to such ones, by what each has `after` it."""
    left = dict(after)
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)
