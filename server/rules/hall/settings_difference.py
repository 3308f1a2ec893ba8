"""Where two documents of settings differ, field by field; entries are matched by what names them. Pure."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from config.documents import Document

Path = tuple[str, ...]
"""Names of fields; after the name of a list what names the entry, as in ("counters", "hall-1", "name", "zh")."""
NAMING: Final = ("id", "date", "first", "day")


class Difference(msgspec.Struct, frozen=True):
    """One field (or a whole entry) as it was `before` and is `after`; None is not there."""

    path: Path
    before: Any
    after: Any


def as_json(document: Document) -> dict[str, Any]:
    """Return a document as JSON decodes it."""
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return decoded


def differences(before: Any, after: Any) -> list[Difference]:
    """Return where `before` and `after` (as JSON decodes them) differ, in the order of the document."""
    return list(_walk((), before, after))


def at_path(document: Any, path: Path) -> Any:
    """Return what `document` says at `path`; None where it says nothing."""
    for name in path:
        inner = _named(document) if isinstance(document, list) else document
        document = inner.get(name) if isinstance(inner, dict) else None
    return document


def _walk(path: Path, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from _walk((*path, name), before.get(name), after.get(name))
    elif _are_entries(before) and _are_entries(after):
        was, now = _named(before), _named(after)
        for name in {**was, **now}:
            yield from _walk((*path, name), was.get(name), now.get(name))
        if list(was) != list(now) and set(was) == set(now):
            yield Difference((*path, "order"), list(was), list(now))
    else:
        yield Difference(path, before, after)


def _are_entries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _named(entries: list[Any]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for number, entry in enumerate(entries, 1):
        by = next((str(entry[each]) for each in NAMING if each in entry), str(number))
        named[by if by not in named else f"{by} {number}"] = entry
    return named
