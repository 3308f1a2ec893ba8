"""Two changes of one document brought together, field by field of its first level. Pure."""

from typing import Any, TypeVar

import msgspec

from config.documents import Document

Kind = TypeVar("Kind", bound=Document)


def merged(before: Kind, mine: Kind, other: Kind) -> Kind:
    """Return `other` with all that `mine` changed of `before` and `other` did not."""
    changed: dict[str, Any] = {}
    for name in before.__struct_fields__:
        was, wanted = getattr(before, name), getattr(mine, name)
        if wanted != was and getattr(other, name) == was:
            changed[name] = wanted
    return msgspec.structs.replace(other, **changed)
