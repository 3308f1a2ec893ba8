"""What is different between two packs, field by field. Pure.

Records are matched by their ids, other lists by what stayed the same in them. Nothing differs exactly when the packs
are equal.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

import msgspec

from config.edition import Guidance
from config.pack import HEAD, PARTS, Pack

Kind = Literal["added", "removed", "changed", "moved"]


class Change(msgspec.Struct, frozen=True):
    """What happened to `field` ("needs[1].copies", empty for all of it) of the record `id` in `part`.

    `before` and `after` are values of JSON, None where there is nothing; of what `moved` they are ids in order.
    """

    part: str
    id: str
    kind: Kind
    field: str
    before: Any
    after: Any


def difference(before: Pack, after: Pack) -> tuple[Change, ...]:
    """Return every change from `before` to `after`, in the order of the pack's parts."""
    return tuple(_packs(before, after))


def difference_of(before: Guidance, after: Guidance) -> tuple[Change, ...]:
    """Return every change of the pack, then every change of its editions."""
    editions = msgspec.to_builtins(before.editions), msgspec.to_builtins(after.editions)
    return (*_packs(before.pack, after.pack), *_records("editions", *editions))


def _packs(before: Pack, after: Pack) -> Iterator[Change]:
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    for name in HEAD:
        for kind, field, was, is_ in _values(name, old[name], new[name]):
            yield Change("pack", after.id, kind, field, was, is_)
    for part in PARTS:
        yield from _records(part, old[part], new[part])


def _records(part: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    old, new = _named(before), _named(after)
    for name in old:
        if name not in new:
            yield Change(part, name, "removed", "", old[name], None)
    for name in new:
        if name not in old:
            yield Change(part, name, "added", "", None, new[name])
            continue
        for kind, field, was, is_ in _values("", old[name], new[name]):
            yield Change(part, name, kind, field, was, is_)
    kept_before, kept_after = [name for name in old if name in new], [name for name in new if name in old]
    if kept_before != kept_after:
        yield Change(part, "", "moved", "", kept_before, kept_after)


def _named(records: Sequence[Any]) -> dict[str, Any]:
    """Return records by id (cases by name); a second one of the same name counts apart."""
    seen: Counter[str] = Counter()
    named: dict[str, Any] = {}
    for record in records:
        name = str(record.get("id", record.get("name")))
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name}#{seen[name]}"] = record
    return named


Found = tuple[Kind, str, Any, Any]


def _values(field: str, before: Any, after: Any) -> Iterator[Found]:
    if _written(before) == _written(after):
        return
    if isinstance(before, dict) and isinstance(after, dict) and before.get("rule") == after.get("rule"):
        for key in dict.fromkeys((*before, *after)):
            inner = f"{field}.{key}" if field else key
            if key not in after:
                yield "removed", inner, before[key], None
            elif key not in before:
                yield "added", inner, None, after[key]
            else:
                yield from _values(inner, before[key], after[key])
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        yield from _lists(field, before, after)
    else:
        yield "changed", field, before, after


def _lists(field: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Found]:
    old, new = [_written(each) for each in before], [_written(each) for each in after]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(i2 - i1, j2 - j1)
        for step in range(both):
            yield from _values(f"{field}[{j1 + step}]", before[i1 + step], after[j1 + step])
        for place in range(i1 + both, i2):
            yield "removed", f"{field}[{place}]", before[place], None
        for place in range(j1 + both, j2):
            yield "added", f"{field}[{place}]", None, after[place]


def _written(value: Any) -> bytes:
    """Return `value` as JSON, in which true and 1 are two things and the order of keys counts nothing."""
    return msgspec.json.encode(value, order="sorted")


def touched(changes: Sequence[Change]) -> Mapping[str, frozenset[str]]:
    """Return part -> ids of the records that changed."""
    found: dict[str, set[str]] = {}
    for change in changes:
        found.setdefault(change.part, set()).add(change.id)
    return {part: frozenset(ids) for part, ids in found.items()}
