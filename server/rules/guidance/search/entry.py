"""What can be found: one entry for each checklist, item and knowledge point of a pack. Pure."""

import unicodedata
from typing import Literal

import msgspec

from config.centers import Text
from config.pack import Pack

Kind = Literal["checklist", "item", "knowledge"]
QUERY_AT_MOST = 64
"""Letters of a query that are looked at: more is no question any more."""


class Entry(msgspec.Struct, frozen=True):
    """Something to find by its `title` and other `names`, or by what its `body` says."""

    kind: Kind
    id: str
    title: Text
    body: Text
    names: tuple[str, ...] = ()


def entries_of(pack: Pack) -> tuple[Entry, ...]:
    """Return everything in `pack` that people look for, matters first, answers last."""
    found = [
        Entry("checklist", each.id, each.topic, each.summary or each.theme, (each.theme.zh, *each.keywords))
        for each in pack.checklists
    ]
    found += [Entry("item", each.id, each.name, each.hint or Text("", ""), each.aliases) for each in pack.items]
    for point in pack.knowledge:
        title = Text(point.title, point.text.en) if point.title else point.text
        found.append(Entry("knowledge", point.id, title, point.text, point.keywords))
    return tuple(found)


def folded(text: str) -> str:
    """Return `text` as it is compared: full width made narrow, small letters, single spaces, no marks or controls."""
    kept = []
    for letter in unicodedata.normalize("NFKC", text).casefold():
        kept.append(letter if unicodedata.category(letter)[0] in "LN" else " ")
    return " ".join("".join(kept).split())


def asked(query: str) -> str:
    """Return a query as it is looked for: folded, and no longer than makes sense."""
    return folded(query[: 4 * QUERY_AT_MOST])[:QUERY_AT_MOST].strip()


def is_hanzi(letter: str) -> bool:
    """Return whether `letter` is a Chinese character."""
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"
