"""What a city's file would change, field by field."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from config.documents import Document, Scope

Kind = Literal["new", "changed", "gone"]


class Difference(msgspec.Struct, frozen=True):
    """One field of one document: what it was and what it will be, as JSON values."""

    scope: str
    field: str
    kind: Kind
    before: Any = None
    after: Any = None


def differences(scope: Scope, before: Document | None, after: Document) -> list[Difference]:
    """Return what differs between two documents; a document that is new differs as a whole."""
    name = {"city": "city", "town": f"towns/{scope.id}", "center": f"centers/{scope.id}"}[scope.kind]
    if before is None:
        return [Difference(name, "", "new")]
    return list(_between(name, "", msgspec.to_builtins(before), msgspec.to_builtins(after)))


def _between(scope: str, field: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            inner = f"{field}.{name}" if field else name
            yield from _between(scope, inner, before.get(name), after.get(name))
        return
    if _named(before) and _named(after):
        was, will = ({each["id"]: each for each in entries} for entries in (before, after))
        for name in {**was, **will}:
            inner = f"{field}[{name}]"
            if name not in was:
                yield Difference(scope, inner, "new", after=will[name])
            elif name not in will:
                yield Difference(scope, inner, "gone", before=was[name])
            else:
                yield from _between(scope, inner, was[name], will[name])
        if [name for name in was if name in will] != [name for name in will if name in was]:
            yield Difference(scope, field, "changed", list(was), list(will))
        return
    yield Difference(scope, field, "changed", before, after)


def _named(entries: Any) -> bool:
    return isinstance(entries, list | tuple) and all(isinstance(each, dict) and "id" in each for each in entries)
